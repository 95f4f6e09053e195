"""Contents that containers are given and that nobody has: external secrets and configs (CL213),
variables that are not set (CL210), folders behind a local volume (CL212).

Each stops the container's creation or start (seen with Docker Compose 5.6.1).
"""

from __future__ import annotations

from ...checks.presence import MISSING, kind_of
from ...finding import ERROR, Report
from .outlook import Outlook


def absent(outlook: Outlook, report: Report) -> None:
    told: set[tuple[str, str]] = set()
    for name, service in outlook.services_made():
        for section in ("secrets", "configs"):
            for grant in service.get(section) or ():
                key = str(grant.get("source", ""))
                if (section, key) not in told:
                    told.add((section, key))
                    _content(outlook, section, key, name, report)
    _folders(outlook, report)


def _content(outlook: Outlook, section: str, key: str, user: str, report: Report) -> None:
    entry = outlook.desired.model.get(section, {}).get(key) or {}
    fields = {"kind": section[:-1], "name": key, "user": user}
    if entry.get("external"):
        problem = outlook.problem("external-never-works", "", (section, key, "external"), **fields)
        report(problem._replace(severity=ERROR))
    variable = entry.get("environment")
    if variable and variable not in outlook.desired.project.environment:
        fields["variable"] = variable
        path = (section, key, "environment")
        report(outlook.problem("missing-source-file", "variable", path, **fields))


def _folders(outlook: Outlook, report: Report) -> None:
    """Volumes that stand for a folder of the host which is not there."""
    if not outlook.here:
        return
    for name, service in outlook.services_started():
        for mount in service.get("volumes", ()):
            key = mount.get("source")
            volume = outlook.desired.volumes.get(key) if mount.get("type") == "volume" else None
            options = (volume or {}).get("driver_opts") or {}
            device = str(options.get("device", ""))
            bound = {"bind", "rbind"} & set(str(options.get("o", "")).split(","))
            if not bound or not device.startswith("/"):
                continue
            if kind_of(outlook.desired.project, device) == MISSING:
                path = ("volumes", key, "driver_opts", "device")
                fields = {"source": device, "service": name, "volume": key}
                problem = outlook.problem("missing-bind-source", "volume", path, **fields)
                report(problem._replace(severity=ERROR))
