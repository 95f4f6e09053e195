"""Contents that containers are given and that nobody has: external secrets and configs (CL213),
variables that are not set and profiles of seccomp (CL210), folders behind a local volume and
absolute paths that Docker must not make (CL212).

Each stops the container's creation or start (seen with Docker Compose 5.6.1).
"""

from __future__ import annotations

import posixpath
from typing import Any

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
        _seccomp(outlook, name, service, report)
        _not_made(outlook, name, service, report)
    _folders(outlook, report)


def _seccomp(outlook: Outlook, name: str, service: dict[str, Any], report: Report) -> None:
    """Docker Compose reads the file itself, seen from the project's folder."""
    for index, option in enumerate(service.get("security_opt") or ()):
        kind, _, file = str(option).replace("=", ":", 1).partition(":")
        if kind != "seccomp" or file in ("", *_PROFILES):
            continue
        project = outlook.desired.project
        if kind_of(project, posixpath.join(project.directory, file)) == MISSING:
            path = ("services", name, "security_opt", index)
            fields = {"user": name, "profile": file}
            report(outlook.problem("missing-source-file", "seccomp", path, **fields))


#: Profiles that are no files.
_PROFILES = ("unconfined", "builtin")


def _not_made(outlook: Outlook, name: str, service: dict[str, Any], report: Report) -> None:
    """`check` knows of relative paths only: what else the host has is not seen from a project."""
    if not outlook.here:
        return
    for index, mount in enumerate(service.get("volumes") or ()):
        made = (mount.get("bind") or {}).get("create_host_path", True)
        if mount.get("type") != "bind" or made:
            continue
        path = ("services", name, "volumes", index, "source")
        source = str(mount.get("source", ""))
        absolute = outlook.span(*path).text.strip("'\"").startswith("/")
        if absolute and kind_of(outlook.desired.project, source) == MISSING:
            fields = {"source": source, "target": mount.get("target"), "service": name}
            problem = outlook.problem("missing-bind-source", "not-created", path, **fields)
            report(problem._replace(severity=ERROR))


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
