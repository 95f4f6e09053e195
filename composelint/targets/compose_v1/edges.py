"""Which services a service needs, as Docker Compose 1.29.2 finds them."""

from __future__ import annotations

from collections.abc import Iterator

from ...checks.edges import Edge
from ...node import Mapping, Path, Scalar
from ...project import Project
from .judge import known, texts
from .read import FORMAT_1

_PREFIX = "service:"
_NAMESPACES = ("network_mode", "pid", "ipc")


def graph(project: Project) -> dict[str, dict[str, Edge]]:
    """The services by name, each with an edge for every other one that it needs."""
    services = project.section("services")
    result: dict[str, dict[str, Edge]] = {}
    for name, _, service in project.services():
        found = result[name] = {}
        for edge in edges(name, service, format_1=project.format == FORMAT_1):
            if edge.target in services:
                found.setdefault(edge.target, edge)
    return result


def edges(name: str, service: Mapping, *, format_1: bool = False) -> Iterator[Edge]:
    """Every mention of another service; of a container in volumes_from too, whose name is taken
    for that of a service when the program looks for circles."""
    path: Path = ("services", name)
    yield from _dependencies(name, service, path)
    for attribute in _NAMESPACES:
        node = service.get(attribute)
        if type(node) is Scalar and known(node) and node.text.startswith(_PREFIX):
            target = node.text[len(_PREFIX) :]
            if target:
                span = node.part(len(_PREFIX), len(node.text))
                yield Edge(name, target, attribute, span, (*path, attribute))
    for item, at in texts(service.get("links"), (*path, "links")):
        target = item.text.split(":")[0]
        yield Edge(name, target, "links", item.part(0, len(target)), at)
    for item, at in texts(service.get("volumes_from"), (*path, "volumes_from")):
        parts = item.text.split(":")
        second = len(parts) == 3 or (len(parts) == 2 and parts[0] == "container")
        target = parts[1] if second and not format_1 else parts[0]
        begin = item.text.index(target) if parts[0] != target else 0
        yield Edge(name, target, "volumes_from", item.part(begin, begin + len(target)), at)


def _dependencies(name: str, service: Mapping, path: Path) -> Iterator[Edge]:
    node = service.get("depends_on")
    path = (*path, "depends_on")
    if type(node) is Mapping:
        for target, (key, _) in node.entries.items():
            yield Edge(name, target, "depends_on", key.span, (*path, target))
    else:
        for item, at in texts(node, path):
            yield Edge(name, item.text, "depends_on", item.span, at)
