"""The view of the networks: who is on which, and what is published to whom."""

from __future__ import annotations

from collections.abc import Iterable

from ..graph.records import (
    ATTACHED,
    FOREIGN,
    HOST,
    NETWORK,
    OUTSIDE,
    SHARES,
    Edge,
    Graph,
    Node,
)
from .parts import RUNNING, box, entrances, groups, short_list
from .picture import Arrow, Box, Group
from .wanted import Wanted
from .words import wrapped


def network(graph: Graph, wanted: Wanted) -> tuple[list[Box], list[Arrow], tuple[Group, ...]]:
    """Each network is a box, with a frame around it and the services that are on no other; who is
    on several stands outside, with a line to each. Ports lead in from outside or from the host.

    Where other frames are asked for, every service has lines.
    """
    on: dict[str, list[Edge]] = {}
    for edge in graph.edges_of(ATTACHED):
        on.setdefault(edge.source, []).append(edge)
    only = _only(graph, on) if not wanted.group_by else {}
    framed = {id_ for members in only.values() for id_ in members}
    shared = {e.target for e in graph.edges_of(SHARES) if e.facts["what"] == "network"}
    boxes = [
        box(node, wanted, [*_mode(node), *(_names(on[node.id][0]) if node.id in framed else ())])
        for node in graph.of_kind(*RUNNING, NETWORK, OUTSIDE, HOST, FOREIGN)
        if node.kind != FOREIGN or node.id in shared
    ]
    arrows = entrances(graph)
    for source, edges in on.items():
        if source not in framed:
            arrows += [_line(edge) for edge in edges]
    for edge in graph.edges_of(SHARES):
        if edge.facts["what"] == "network":
            arrows.append(Arrow(edge.source, edge.target, SHARES, "network", span=edge.span))
    return boxes, arrows, _frames(graph, wanted, only, [one.id for one in boxes])


def _only(graph: Graph, on: dict[str, list[Edge]]) -> dict[str, list[str]]:
    """The services that are on one network only, by network, where it has two and more of them
    and is of their project."""
    members: dict[str, list[str]] = {}
    for source, edges in on.items():
        target = graph.nodes[edges[0].target]
        if len(edges) == 1 and (
            len(graph.projects) < 2 or target.project == graph.nodes[source].project
        ):
            members.setdefault(target.id, []).append(source)
    return {id_: found for id_, found in members.items() if len(found) > 1}


def _frames(
    graph: Graph, wanted: Wanted, only: dict[str, list[str]], shown: Iterable[str]
) -> tuple[Group, ...]:
    frames = {
        id_: Group(
            f"on:{id_}",
            "network",
            f"on {graph.nodes[id_].title} only",
            (id_, *members),
            external=graph.nodes[id_].external,
        )
        for id_, members in only.items()
    }
    if len(graph.projects) < 2 or wanted.group_by:
        return (*groups(graph, wanted, shown), *frames.values())
    framed = {id_ for frame in frames.values() for id_ in frame.boxes}
    return tuple(
        group._replace(
            boxes=tuple(id_ for id_ in group.boxes if id_ not in framed),
            groups=tuple(frames[id_] for id_ in group.boxes if id_ in frames),
        )
        for group in groups(graph, wanted, shown)
    )


def _mode(node: Node) -> list[str]:
    mode = node.facts.get("network_mode", "")
    return [f"network_mode {mode}"] if mode in ("host", "none", "bridge") else []


def _line(edge: Edge) -> Arrow:
    return Arrow(edge.source, edge.target, ATTACHED, _label(edge), span=edge.span)


def _label(edge: Edge) -> str:
    addresses, aliases = _said(edge)
    return f"{addresses} as {aliases}".strip() if aliases else addresses


def _names(edge: Edge) -> list[str]:
    """What is said of a service on its only network, as lines of its box."""
    addresses, aliases = _said(edge)
    said = [addresses] if addresses else []
    return [*said, *wrapped(f"as {aliases}")] if aliases else said


def _said(edge: Edge) -> tuple[str, str]:
    facts = edge.facts
    addresses = [facts[name] for name in ("ipv4_address", "ipv6_address") if name in facts]
    # By its own name it is known anyway.
    own = edge.path[1] if len(edge.path) > 1 else ""
    return short_list(addresses), short_list([a for a in facts.get("aliases", []) if a != own])
