"""The part of a graph that is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fnmatch import translate

from ..graph.records import (
    DEPENDS_ON,
    ENTERS,
    HOST,
    JOB,
    LINK,
    OUTSIDE,
    PORT,
    PUBLISHES,
    SERVICE,
    SHARES,
    TALKS_TO,
    VOLUME,
    VOLUMES_FROM,
    Graph,
    Node,
)
from ..nearest import nearest
from .wanted import Wanted

#: What leads from one service to another.
BETWEEN = (DEPENDS_ON, TALKS_TO, LINK, VOLUMES_FROM, SHARES)
_RUNNING = (SERVICE, JOB)


class NoSuchService(ValueError):
    """A name that is asked for is none in the graph; the message names the nearest."""


def select(graph: Graph, wanted: Wanted) -> Graph:
    """The graph without what is hidden, left out or too far away. What no service that is left
    uses goes with it. Raises NoSuchService."""
    services = {
        id_: node
        for id_, node in graph.nodes.items()
        if node.kind in _RUNNING and node.facts.get("hidden", "false") in ("false", "")
    }
    if wanted.only:
        keep = _matcher(graph, wanted.only, services.values())
        services = {id_: node for id_, node in services.items() if keep(node)}
    if wanted.focus:
        services = _around(graph, services, wanted)
    kept = dict.fromkeys(services)
    for edge in graph.edges:
        # What hangs on a service: networks and data behind it, ports before it.
        if edge.source in services and graph.nodes[edge.target].kind not in _RUNNING:
            kept[edge.target] = None
        elif edge.kind == PUBLISHES and edge.target in services:
            kept[edge.source] = None
    for edge in graph.edges:
        if edge.kind == ENTERS and edge.target in kept:
            kept[edge.source] = None
    if not wanted.only and not wanted.focus:
        kept.update(dict.fromkeys(_of_nobody_hidden(graph, services)))
    drop = _matcher(graph, wanted.exclude, graph.nodes.values()) if wanted.exclude else None
    left = [
        id_
        for id_ in kept
        if not (drop is not None and drop(graph.nodes[id_])) and _shown(graph.nodes[id_], wanted)
    ]
    part = graph.kept(left)
    if drop is not None or not wanted.ports:
        # Nobody is left to come in.
        entered = {edge.source for edge in part.edges_of(ENTERS)}
        part = part.kept(
            [n.id for n in part.nodes.values() if n.kind not in (OUTSIDE, HOST) or n.id in entered]
        )
    return part


def _of_nobody_hidden(graph: Graph, services: dict[str, Node]) -> Iterable[str]:
    """What is there without any service, as far as it is not a hidden one's."""
    hidden = {
        other
        for edge in graph.edges
        for one, other in ((edge.source, edge.target), (edge.target, edge.source))
        if graph.nodes[one].kind in _RUNNING and one not in services
    }
    return (
        node.id
        for node in graph.nodes.values()
        if node.kind not in (*_RUNNING, OUTSIDE, HOST) and node.id not in hidden
    )


def _shown(node: Node, wanted: Wanted) -> bool:
    if node.kind == PORT:
        return wanted.ports
    return wanted.volumes or node.kind != VOLUME


def _matcher(
    graph: Graph, patterns: Iterable[str], among: Iterable[Node]
) -> Callable[[Node], bool]:
    """Whether a node is meant by one of the patterns; each has to mean one."""
    nodes = list(among)
    compiled = []
    for pattern in patterns:
        match = re.compile(translate(pattern)).fullmatch
        if not any(_names(pattern, match, node) for node in nodes):
            raise NoSuchService(_unknown(pattern, (node.name for node in nodes if node.name)))
        compiled.append((pattern, match))
    return lambda node: any(_names(pattern, match, node) for pattern, match in compiled)


def _names(pattern: str, match: Callable[[str], object], node: Node) -> bool:
    """By the name of the file, what people read, `project/name` or `kind:name`."""
    texts = [node.name, node.title]
    if "/" in pattern:
        texts.append(f"{node.project}/{node.name}")
    if ":" in pattern:
        texts.append(f"{node.kind}:{node.name}")
    return any(match(text) for text in texts)


def _around(graph: Graph, services: dict[str, Node], wanted: Wanted) -> dict[str, Node]:
    """The services within so many steps of one, whichever way the arrows run."""
    meant = _matcher(graph, [wanted.focus], services.values())
    beside: dict[str, list[str]] = {}
    for edge in graph.edges_of(*BETWEEN):
        beside.setdefault(edge.source, []).append(edge.target)
        beside.setdefault(edge.target, []).append(edge.source)
    near = {id_ for id_, node in services.items() if meant(node)}
    edge_of = set(near)
    for _ in range(wanted.depth):
        edge_of = {other for id_ in edge_of for other in beside.get(id_, ())} - near
        near |= edge_of
    return {id_: node for id_, node in services.items() if id_ in near}


def _unknown(pattern: str, names: Iterable[str]) -> str:
    known = list(dict.fromkeys(names))
    near = nearest(pattern, known)
    meant = f"; did you mean {near}?" if near else ""
    return f"there is no {pattern!r} in the picture{meant}"
