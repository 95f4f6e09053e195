"""The view of the networks: who is on which, and what is published to whom."""

from __future__ import annotations

from ..graph.records import (
    ATTACHED,
    ENTERS,
    FOREIGN,
    HOST,
    NETWORK,
    OUTSIDE,
    PUBLISHES,
    SHARES,
    Edge,
    Graph,
)
from .parts import RUNNING, box, groups, short_list
from .picture import Arrow, Box, Group
from .wanted import Wanted
from .words import port


def network(graph: Graph, wanted: Wanted) -> tuple[list[Box], list[Arrow], tuple[Group, ...]]:
    """Networks as frames around the services that are on no other; a service on several stands
    outside, with a line to each. Ports lead in from outside or from the host."""
    on: dict[str, list[Edge]] = {}
    for edge in graph.edges_of(ATTACHED):
        on.setdefault(edge.source, []).append(edge)
    kinds = (*RUNNING, NETWORK, OUTSIDE, HOST, FOREIGN)
    boxes = []
    for node in graph.of_kind(*kinds):
        mode = node.facts.get("network_mode", "")
        more = [f"network_mode {mode}"] if mode in ("host", "none", "bridge") else []
        boxes.append(box(node, wanted, more))
    arrows = _entrances(graph)
    for edge in graph.edges_of(ATTACHED):
        arrows.append(Arrow(edge.source, edge.target, ATTACHED, _names(edge), span=edge.span))
    for edge in graph.edges_of(SHARES):
        if edge.facts["what"] == "network":
            arrows.append(Arrow(edge.source, edge.target, SHARES, "network", span=edge.span))
    return boxes, arrows, groups(graph, wanted, [one.id for one in boxes])


def _names(edge: Edge) -> str:
    facts = edge.facts
    addresses = [facts[name] for name in ("ipv4_address", "ipv6_address") if name in facts]
    aliases = facts.get("aliases", [])
    said = short_list(addresses)
    if aliases:
        said = f"{said} as {short_list(aliases)}".strip()
    return said


def _entrances(graph: Graph) -> list[Arrow]:
    opened = {edge.target: edge.source for edge in graph.edges_of(ENTERS)}
    found: dict[tuple[str, str], list[str]] = {}
    for edge in graph.edges_of(PUBLISHES):
        found.setdefault((opened.get(edge.source, OUTSIDE), edge.target), []).append(port(edge))
    return [
        Arrow(source, target, PUBLISHES, short_list(ports))
        for (source, target), ports in found.items()
        if source in graph.nodes
    ]
