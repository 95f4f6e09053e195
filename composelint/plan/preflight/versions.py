"""What the engine is too old for: CL810.

Docker Compose asks the engine for its API and stops (5.6.1 on API 1.41). What it sends to an engine
that passes it over without a word is not told here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...finding import Report
from ...node import Path
from .outlook import Outlook


def too_old(outlook: Outlook, report: Report) -> None:
    api = api_version(outlook)
    if api is None:
        return
    for name, service in outlook.services_made():
        for path, attribute, needed, release in _needs(name, service):
            if api < needed:
                fields = {"service": name, "attribute": attribute, "release": release}
                fields["version"] = outlook.engine.get("version", "")
                report(outlook.problem("engine-too-old", "", path, **fields))


def lonely_interval(outlook: Outlook, report: Report) -> None:
    """Report `start_interval` without `start_period`: Docker Compose makes no such container, and
    says so only when it is to."""
    for name, service in outlook.services_made():
        health = service.get("healthcheck") or {}
        if "start_interval" in health and "start_period" not in health:
            path = ("services", name, "healthcheck", "start_interval")
            fields = {"owner": f"healthcheck.start_interval of {name}", "name": "start_period"}
            report(outlook.problem("missing-attribute", "", path, **fields))


_Version = tuple[int, int]


def _needs(name: str, service: dict[str, Any]) -> Iterator[tuple[Path, str, _Version, str]]:
    """(path, attribute, API, release of the engine) of what not every engine can do."""
    for index, mount in enumerate(service.get("volumes", ())):
        if mount.get("type") == "image":
            path: Path = ("services", name, "volumes", index, "type")
            yield path, "a mount of the type image", (1, 48), "28"
    for key, asked in (service.get("networks") or {}).items():
        if "interface_name" in (asked or {}):
            path = ("services", name, "networks", key, "interface_name")
            yield path, "interface_name", (1, 49), "28.1"


def api_version(outlook: Outlook) -> _Version | None:
    """The engine's API, None where it is not known."""
    major, dot, minor = str(outlook.engine.get("api_version") or "").partition(".")
    if not dot or not (major + minor).isdecimal():
        return None
    return int(major), int(minor)
