"""Dependencies that will not be healthy: CL215, by what the engine knows of containers and images,
and CL812 for what was unhealthy or failed when it was last seen.

`up` waits for the dependencies of all services asked for, also where all run already (seen with
Docker Compose 5.6.1), but not for those of no containers.
"""

from __future__ import annotations

import re
from typing import Any

from ...finding import WARNING, Problem, Report
from ..labels import name_of
from .outlook import Outlook

_NEVER, _UNHEALTHY = "dependency-never-healthy", "unhealthy-dependency"


def unhealthy(outlook: Outlook, report: Report) -> None:
    """Report what is waited for and will not come."""
    if outlook.desired.options.no_start:
        return
    for name, service in outlook.desired.services.items():
        if outlook.desired.scale(name) == 0 or "provider" in service:
            continue
        for other, wait in outlook.desired.dependencies(name).items():
            problem = _judge(outlook, name, other, str(wait.get("condition", "")))
            if problem is not None:
                mild = wait.get("required") is False
                report(problem._replace(severity=WARNING) if mild else problem)


def _judge(outlook: Outlook, name: str, other: str, condition: str) -> Problem | None:
    target = outlook.desired.services[other]
    if outlook.desired.scale(other) == 0 or "provider" in target:
        return None
    path = ("services", name, "depends_on", other, "condition")
    fields: dict[str, Any] = {"service": name, "name": other}
    if condition == "service_healthy":
        kind = _health(outlook, other, target)
        if kind == "none":
            fields["image"] = outlook.desired.image_name(other)
            return outlook.problem(_NEVER, "", path, **fields)
        if kind == "off":
            return outlook.problem(_NEVER, "switched-off", path, **fields)
        sick = [one for one in _kept(outlook, other) if "(unhealthy)" in _status(one)]
        if sick:
            fields["container"] = name_of(sick[0])
            return outlook.problem(_UNHEALTHY, "", path, **fields)
    if condition == "service_completed_successfully":
        return _failed(outlook, other, path, fields)
    return None


def _health(outlook: Outlook, name: str, service: dict[str, Any]) -> str:
    """Where the healthcheck of a service stands: "here", "image", "off", "none" or "" where it is
    not known."""
    check = service.get("healthcheck") or {}
    test = check.get("test")
    if check.get("disable") or test == ["NONE"]:
        return "off"
    if test:
        return "here"
    id_ = outlook.image(outlook.desired.image_name(name))
    found = outlook.state.image(id_) if id_ else None
    config = found.get("Config") if found is not None else None
    if not isinstance(config, dict) or _comes(outlook, name):
        return ""
    test = (config.get("Healthcheck") or {}).get("Test")
    return "image" if test and test != ["NONE"] else "none"


def _comes(outlook: Outlook, name: str) -> bool:
    """Whether its image is pulled or built first, and may be another then."""
    image = outlook.desired.image_name(name)
    return any(move.kind == "image" and move.name == image for move in outlook.moves)


def _kept(outlook: Outlook, service: str) -> list[dict[str, Any]]:
    """The containers that run, and that nothing happens to."""
    touched = {move.id for move in outlook.moves if move.id}
    return [
        one
        for one in outlook.staying(service)
        if one.get("State") == "running" and one.get("Id") not in touched
    ]


def _status(one: dict[str, Any]) -> str:
    return str(one.get("Status", ""))


def _failed(
    outlook: Outlook, other: str, path: tuple[str, ...], fields: dict[str, Any]
) -> Problem | None:
    """What has failed before is run again, and may well fail again: a warning."""
    for one in outlook.staying(other):
        code = re.match(r"Exited \((\d+)\)", _status(one))
        if one.get("State") == "exited" and code is not None and code[1] != "0":
            fields |= {"container": name_of(one), "code": code[1]}
            problem = outlook.problem(_UNHEALTHY, "failed", path, **fields)
            return problem._replace(severity=WARNING)
    return None
