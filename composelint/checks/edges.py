"""Which services a service needs, and where it says so.

Docker Compose makes a dependency of what is written under depends_on, and of links, volumes_from
and `service:` in network_mode, ipc, pid and uts, unless depends_on names that service already
(seen with Docker Compose 5.6.1 and 2.40.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..source import Span

_PREFIX = "service:"
_NAMESPACES = ("network_mode", "ipc", "pid", "uts")
_ATTRIBUTES = frozenset((*_NAMESPACES, "depends_on", "links", "volumes_from"))


class Edge(NamedTuple):
    """A service that needs another one. `span` and `path` are where the other one is named;
    `required` is False only where depends_on says so."""

    name: str
    target: str
    attribute: str
    span: Span
    path: Path
    required: bool = True


def services_and_jobs(project: Project) -> Iterator[tuple[str, str, Scalar, Mapping]]:
    """(section, name, key, service) of every service and job that the reading is about.

    An exact reading stands for one run, in which services that no chosen profile brings in are
    not there.
    """
    exact = project.exact
    for name, key, service in project.services():
        if not exact or "profiles" not in service.entries or project.consistent(service):
            yield "services", name, key, service
    for name, (key, job) in project.section("jobs").items():
        if type(job) is Mapping and (not exact or project.consistent(job)):
            yield "jobs", name, key, job


def edges(section: str, name: str, service: Mapping) -> list[Edge]:
    """Every mention of another service that makes a dependency; of depends_on first.

    Names with unknown parts and values that are no text are passed over.
    """
    entries = service.entries
    if _ATTRIBUTES.isdisjoint(entries):
        return []
    found: list[Edge] = []
    base: Path = (section, name)
    if "depends_on" in entries:
        found.extend(_depends_on(name, entries["depends_on"][1], (*base, "depends_on")))
    for attribute in _NAMESPACES:
        if attribute in entries:
            edge = _namespace(name, attribute, entries[attribute][1], (*base, attribute))
            if edge is not None:
                found.append(edge)
    for attribute, cut in (("links", _link), ("volumes_from", _volumes_from)):
        if attribute not in entries:
            continue
        for path, item in texts(entries[attribute][1], (*base, attribute)):
            target = cut(item.text)
            if target is not None:
                span = item.part(0, len(target))
                found.append(Edge(name, target, attribute, span, path))
    return found


def decisive(found: list[Edge]) -> list[Edge]:
    """One edge for each needed service: what depends_on says about it counts."""
    chosen: dict[str, Edge] = {}
    for edge in found:
        chosen.setdefault(edge.target, edge)
    return list(chosen.values())


def contexts(section: str, name: str, service: Mapping) -> list[Edge]:
    """The services whose images a build uses: `additional_contexts` of `service:`.

    They have to be there to build, and make no dependency.
    """
    build = service.get("build")
    node = build.get("additional_contexts") if type(build) is Mapping else None
    if node is None:
        return []
    found = []
    path: Path = (section, name, "build", "additional_contexts")
    if type(node) is Mapping:
        for key, value in node.items():
            target = service_reference(value)
            if target is not None and type(value) is Scalar:
                span = reference_span(value)
                found.append(Edge(name, target, "additional_contexts", span, (*path, key)))
        return found
    for where, item in texts(node, path):
        head, _, context = item.text.partition("=")
        if context.startswith(_PREFIX):
            begin = len(head) + 1 + len(_PREFIX)
            span = item.part(begin, len(item.text))
            found.append(Edge(name, item.text[begin:], "additional_contexts", span, where))
    return found


def _depends_on(name: str, node: Node, path: Path) -> Iterator[Edge]:
    if type(node) is Mapping:
        for target, (key, value) in node.entries.items():
            required = value.get("required") if type(value) is Mapping else None
            optional = type(required) is Scalar and required.value is False
            yield Edge(name, target, "depends_on", key.span, (*path, target), not optional)
    else:
        for where, item in texts(node, path):
            yield Edge(name, item.text, "depends_on", item.span, where)


def _namespace(name: str, attribute: str, node: Node, path: Path) -> Edge | None:
    target = service_reference(node)
    if target is None or type(node) is not Scalar:
        return None
    return Edge(name, target, attribute, reference_span(node), path)


def _link(text: str) -> str | None:
    parts = text.split(":")
    return parts[0] if len(parts) == 2 else text


def _volumes_from(text: str) -> str | None:
    return None if text.startswith("container:") else text.split(":", 1)[0]


def service_reference(node: Node) -> str | None:
    """The name behind `service:`; None for any other value, and for an unknown one."""
    if type(node) is not Scalar or not isinstance(node.value, str) or not node.known:
        return None
    return node.text[len(_PREFIX) :] if node.text.startswith(_PREFIX) else None


def reference_span(node: Scalar) -> Span:
    """Where the name behind `service:` stands."""
    return node.part(len(_PREFIX), len(node.text)) if len(node.text) > len(_PREFIX) else node.span


def texts(node: Node, path: Path) -> Iterator[tuple[Path, Scalar]]:
    """The known texts of a list, each with its path."""
    if type(node) is Sequence:
        for index, item in enumerate(node.items):
            if type(item) is Scalar and isinstance(item.value, str) and item.known:
                yield (*path, index), item
