"""The view of all that the files say: every kind of box and arrow that there is."""

from __future__ import annotations

from ..graph.records import (
    ATTACHED,
    DEPENDS_ON,
    LINK,
    MOUNTS,
    PUBLISHES,
    SHARES,
    TALKS_TO,
    Edge,
    Graph,
    Node,
)
from .parts import box, groups, short_list
from .picture import Arrow, Box, Group
from .wanted import Wanted
from .words import condition


def everything(graph: Graph, wanted: Wanted) -> tuple[list[Box], list[Arrow], tuple[Group, ...]]:
    """Nothing is left out and nothing drawn together."""
    boxes = [box(node, wanted, _more(node)) for node in graph.nodes.values()]
    arrows = [
        Arrow(
            edge.source,
            edge.target,
            edge.kind,
            _label(edge),
            firm=_is_firm(edge),
            both=edge.kind == MOUNTS and not edge.facts.get("read_only"),
            span=edge.span,
        )
        for edge in graph.edges
    ]
    return boxes, arrows, groups(graph, wanted, list(graph.nodes))


def _is_firm(edge: Edge) -> bool:
    """What is asked for, and neither optional, nor implied, nor told from names."""
    facts = edge.facts
    return bool(facts.get("required", True)) and not facts.get("implied") and edge.kind != TALKS_TO


def _more(node: Node) -> list[str]:
    """What is a box or a line of its own nowhere."""
    names = ("container_name", "network_mode", "cgroup_parent", "driver")
    return [f"{name} {node.facts[name]}" for name in names if node.facts.get(name)]


def _label(edge: Edge) -> str:
    facts = edge.facts
    if edge.kind == DEPENDS_ON:
        return condition(edge)
    if edge.kind == ATTACHED:
        return short_list(facts.get("aliases", []))
    if edge.kind == PUBLISHES:
        return "" if facts.get("target") is None else str(facts["target"])
    if edge.kind == SHARES:
        return str(facts["what"])
    if edge.kind == LINK:
        return str(facts.get("alias", ""))
    return str(facts.get("target", "")) if edge.kind == MOUNTS else ""
