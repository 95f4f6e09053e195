"""What services have to do with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..checks.edges import reference_span, service_reference, texts
from ..loading.extends import Extended
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..reach.mentions import ARGS, Reader
from ..reach.networks import Place
from ..readiness.waits import waits_of
from ..source import Span
from .facts import is_true, plain, show
from .records import (
    BASE,
    DEPENDS_ON,
    EXTENDS,
    FOREIGN,
    LINK,
    MODEL,
    SHARES,
    TALKS_TO,
    USES_MODEL,
    VOLUMES_FROM,
)
from .records import Node as GraphNode

if TYPE_CHECKING:
    from .build import Builder

_NAMESPACES = ("network_mode", "ipc", "pid", "uts")
_CONTAINER = "container:"


def add_relations(builder: Builder) -> None:
    """Dependencies, links, shared volumes and namespaces, extends, models, and what services name
    in their environment and commands."""
    for key, (key_node, node) in builder.project.section("models").items():
        model = plain(node.get("model")) if type(node) is Mapping else ""
        facts = {"model": model} if model else {}
        builder.graph.add(
            GraphNode(
                builder.own(MODEL, key),
                MODEL,
                key,
                key,
                builder.project.name,
                facts,
                (),
                key_node.span,
                ("models", key),
            )
        )
    talks = _Talks(builder)
    for place in builder.topology.places.values():
        source = builder.service_id(place.name)
        if source is None:
            continue
        _depends(builder, place, source)
        _links(builder, place, source)
        _shares(builder, place, source)
        _extends(builder, place, source)
        _models(builder, place, source)
        talks.of(place, source)


def _depends(builder: Builder, place: Place, source: str) -> None:
    for wait in waits_of(place.section, place.name, place.service):
        target = builder.service_id(wait.target)
        if target is None:
            continue
        facts: dict[str, Any] = {"condition": show(wait.condition), "required": wait.required}
        if wait.attribute != "depends_on":
            facts["implied"] = wait.attribute
        elif _restarts(place.service, wait.target):
            facts["restart"] = True
        builder.graph.join(DEPENDS_ON, source, target, facts, wait.span, wait.path)


def _restarts(service: Mapping, target: str) -> bool:
    node = service.get("depends_on")
    entry = node.get(target) if type(node) is Mapping else None
    return type(entry) is Mapping and is_true(entry.get("restart"))


def _links(builder: Builder, place: Place, source: str) -> None:
    base: Path = (place.section, place.name)
    for attribute, kind in (
        ("links", LINK),
        ("external_links", LINK),
        ("volumes_from", VOLUMES_FROM),
    ):
        node = place.service.get(attribute)
        for path, item in texts(node, (*base, attribute)) if node is not None else ():
            text = item.text
            foreign = attribute == "external_links" or text.startswith(_CONTAINER)
            name, _, rest = text.removeprefix(_CONTAINER).partition(":")
            target = _foreign(builder, name) if foreign else builder.service_id(name)
            if target is None:
                continue
            facts: dict[str, Any] = {}
            if kind == LINK and rest:
                facts["alias"] = rest
            if kind == VOLUMES_FROM and rest == "ro":
                facts["read_only"] = True
            builder.graph.join(kind, source, target, facts, item.span, path)


def _foreign(builder: Builder, name: str) -> str:
    """A container that is not of this project."""
    id_ = f"{FOREIGN}:{name}"
    builder.graph.add(GraphNode(id_, FOREIGN, name, name, "", {"external": True}))
    return id_


def _shares(builder: Builder, place: Place, source: str) -> None:
    for attribute in _NAMESPACES:
        node = place.service.get(attribute)
        if type(node) is not Scalar or not node.known:
            continue
        name = service_reference(node)
        if name is not None:
            target, span = builder.service_id(name), reference_span(node)
        elif node.text.startswith(_CONTAINER):
            target, span = _foreign(builder, node.text[len(_CONTAINER) :]), node.span
        else:
            continue
        if target is not None:
            what = "network" if attribute == "network_mode" else attribute
            path: Path = (place.section, place.name, attribute)
            builder.graph.join(SHARES, source, target, {"what": what}, span, path)


def _extends(builder: Builder, place: Place, source: str) -> None:
    origin = place.service.origin
    if not isinstance(origin, Extended):
        return
    file = "" if origin.file == origin.span.source.path else origin.file
    target = builder.service_id(origin.service) if not file else None
    if target is None:
        name = origin.file.rpartition("/")[2]
        id_ = builder.own(BASE, f"{name}:{origin.service}")
        title = f"{origin.service} in {name}"
        builder.graph.add(
            GraphNode(id_, BASE, origin.service, title, builder.project.name, {"file": name})
        )
        target = id_
    if target != source:
        path: Path = (place.section, place.name, "extends")
        builder.graph.join(
            EXTENDS, source, target, {"file": file.rpartition("/")[2]}, origin.span, path
        )


def _models(builder: Builder, place: Place, source: str) -> None:
    node = place.service.get("models")
    path: Path = (place.section, place.name, "models")
    for name, span, where in _named(node, path):
        if builder.own(MODEL, name) in builder.graph.nodes:
            builder.graph.join(USES_MODEL, source, builder.own(MODEL, name), {}, span, where)


def _named(node: Node | None, path: Path) -> list[tuple[str, Span, Path]]:
    if type(node) is Mapping:
        return [(name, key.span, (*path, name)) for name, (key, _) in node.entries.items()]
    if type(node) is Sequence:
        return [(item.text, item.span, where) for where, item in texts(node, path)]
    return []


class _Talks:
    """Which services name which others, one edge for each pair, with all that is said."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.named = builder.topology.named
        links = {link for place in builder.topology.places.values() for link in place.links}
        self.reader = Reader(builder.project, frozenset(self.named) | links)

    def of(self, place: Place, source: str) -> None:
        found: dict[str, tuple[dict[str, Any], Span, Path]] = {}
        for use in self.reader.uses(place.section, place.name, place.service):
            if use.attribute == ARGS:
                continue
            other = self._meant(place, use.mention.host)
            target = None if other is None else self.builder.service_id(other)
            if target is None or target == source:
                continue
            facts, _, _ = found.setdefault(
                target, ({"names": [], "ports": [], "where": []}, use.span, use.path)
            )
            for key, value in (
                ("names", use.mention.host),
                ("ports", use.mention.port),
                ("where", use.variable or use.attribute),
            ):
                if value is not None and value not in facts[key]:
                    facts[key].append(value)
        for target, (facts, span, path) in found.items():
            self.builder.graph.join(TALKS_TO, source, target, facts, span, path)

    def _meant(self, place: Place, host: str) -> str | None:
        """The one service that a name leads to."""
        if host in place.hosts:
            return None
        if host in place.links:
            return place.links[host]
        meant = self.named.get(host, [])
        return meant[0].name if len(meant) == 1 and meant[0] is not place else None
