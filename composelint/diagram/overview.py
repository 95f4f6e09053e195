"""The default view: services, what they need and talk to, what is published, where data lives."""

from __future__ import annotations

from ..graph.records import (
    FOREIGN,
    HOST,
    LINK,
    MODEL,
    MOUNTS,
    NETWORK,
    OUTSIDE,
    SHARES,
    TALKS_TO,
    USES_MODEL,
    VOLUME,
    VOLUMES_FROM,
    Graph,
)
from .parts import RUNNING, box, dependency_arrows, entrances, groups, short_list
from .picture import Arrow, Box, Group
from .wanted import Wanted

_KINDS = (*RUNNING, OUTSIDE, HOST, MODEL, FOREIGN)


def overview(graph: Graph, wanted: Wanted) -> tuple[list[Box], list[Arrow], tuple[Group, ...]]:
    """Services; volumes with a name; who comes in from outside, with all ports on one arrow.

    Networks are no boxes here, but for those that several projects share.
    """
    shown = {
        node.id
        for node in graph.nodes.values()
        if node.kind in _KINDS or (node.kind == VOLUME and node.name)
    }
    shared = _shared_networks(graph)
    boxes = [box(n, wanted) for n in graph.nodes.values() if n.id in shown or n.id in shared]
    waits = dependency_arrows(graph)
    arrows = entrances(graph) + waits + _between(graph, waits)
    arrows += _uses(graph, shown)
    for edge in graph.edges:
        if edge.target in shared:
            arrows.append(Arrow(edge.source, edge.target, edge.kind, span=edge.span))
    return boxes, arrows, groups(graph, wanted, [one.id for one in boxes])


def _uses(graph: Graph, shown: set[str]) -> list[Arrow]:
    """One arrow to each volume and model, however often a service mounts it."""
    found: dict[tuple[str, str], Arrow] = {}
    for edge in graph.edges_of(MOUNTS, USES_MODEL):
        if edge.target in shown:
            both = edge.kind == MOUNTS and not edge.facts.get("read_only")
            arrow = Arrow(edge.source, edge.target, edge.kind, both=both, span=edge.span)
            known = found.setdefault((edge.source, edge.target), arrow)
            found[edge.source, edge.target] = known._replace(both=known.both or both)
    return list(found.values())


def _shared_networks(graph: Graph) -> set[str]:
    users: dict[str, set[str]] = {}
    for edge in graph.edges:
        if graph.nodes[edge.target].kind == NETWORK:
            users.setdefault(edge.target, set()).add(graph.nodes[edge.source].project)
    return {id_ for id_, projects in users.items() if len(projects) > 1}


def _between(graph: Graph, waits: list[Arrow]) -> list[Arrow]:
    """What services have to do with each other besides waiting."""
    drawn = {(arrow.source, arrow.target) for arrow in waits}
    arrows = []
    for edge in graph.edges_of(TALKS_TO, LINK, VOLUMES_FROM, SHARES):
        if edge.kind in (TALKS_TO, LINK) and (edge.source, edge.target) in drawn:
            continue  # the arrow of the dependency shows it
        label = str(edge.facts.get("what", "")) if edge.kind == SHARES else ""
        if edge.kind == TALKS_TO:
            label = short_list([f":{number}" for number in edge.facts["ports"]])
        arrows.append(
            Arrow(
                edge.source,
                edge.target,
                edge.kind,
                label,
                firm=edge.kind != TALKS_TO,
                span=edge.span,
            )
        )
    return arrows
