"""Containers that are paused (CL804), or that others are to join and that are not there (CL807).

Seen with Docker Compose 5.6.1: a paused container stops every `up` of its service, with
`--no-start` too. The network, the ipc and the pid namespace of a container can be joined only
while it runs; its volumes can be used while it is stopped. Outside of the default bridge a link
to a container that is not there is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...finding import Report
from ...node import Path
from ..joins import NAMESPACES, joins
from ..labels import name_of
from ..records import CREATE, RECREATE
from .outlook import Outlook, runs


def paused(outlook: Outlook, report: Report) -> None:
    for name in outlook.desired.services:
        for one in outlook.staying(name):
            if one.get("State") == "paused":
                fields = {"container": name_of(one), "service": name}
                report(outlook.problem("container-paused", "", ("services", name), **fields))


def missing(outlook: Outlook, report: Report) -> None:
    """Report what a container that is made or started is to join and cannot."""
    names = {move.name for move in outlook.made}
    made = {name for name, _ in outlook.services_made()}
    for service, settings in outlook.services_started():
        for attribute, path, kind, target in _joined(service, settings):
            if kind == "service":
                variant = _of_service(outlook, target, attribute) if service in made else ""
            else:
                variant = "" if target in names else _of_container(outlook, target, attribute)
            if variant:
                fields = {"service": service, "attribute": attribute, "name": target}
                report(outlook.problem("missing-container", variant, path, **fields))


def _joined(service: str, settings: dict[str, Any]) -> Iterator[tuple[str, Path, str, str]]:
    """(attribute, path, "service" or "container", name) of all that a service joins."""
    for attribute, number, kind, target in joins(settings):
        path: Path = ("services", service, attribute)
        yield attribute, path if number is None else (*path, number), kind, target
    if settings.get("network_mode") in ("bridge", "default"):
        for index, link in enumerate(settings.get("external_links", ())):
            path = ("services", service, "external_links", index)
            yield "external_links", path, "container", link.partition(":")[0]


def _of_container(outlook: Outlook, name: str, attribute: str) -> str:
    if outlook.state.containers is None:
        return ""
    found = outlook.container(name)
    if found is None or found.get("Id") in outlook.gone:
        return "missing"
    started = {move.id for move in outlook.started}
    needed = attribute in NAMESPACES and found.get("Id") not in started
    return "stopped" if needed and not runs(found) else ""


def _of_service(outlook: Outlook, name: str, attribute: str) -> str:
    """Whether the service of the project has a container to join once it is its turn."""
    if outlook.state.containers is None:
        return ""
    made = any(m.service == name and m.action in (CREATE, RECREATE) for m in outlook.made)
    there = outlook.staying(name)
    if made:
        return ""
    if not there:
        return "service-missing"
    started = {move.id for move in outlook.started}
    running = any(runs(one) or one.get("Id") in started for one in there)
    return "" if running or attribute == "volumes_from" else "service-stopped"
