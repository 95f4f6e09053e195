"""Joins what one project uses from elsewhere with the project that makes it."""

from __future__ import annotations

from .records import NETWORK, VOLUME, Graph, Node


def join_shared(graph: Graph) -> None:
    """An external network or volume that another project of the graph makes is that one: its node
    goes, and what led to it leads to the one that is made."""
    made = {
        (node.kind, _real_name(node)): node.id
        for node in reversed(list(graph.of_kind(NETWORK, VOLUME)))
        if node.project and node.name and not node.external
    }
    same = {
        node.id: made[node.kind, node.title]
        for node in graph.of_kind(NETWORK, VOLUME)
        if node.external and (node.kind, node.title) in made
    }
    if not same:
        return
    for id_ in same:
        del graph.nodes[id_]
    graph.edges = [
        edge._replace(target=same[edge.target]) if edge.target in same else edge
        for edge in graph.edges
    ]


def _real_name(node: Node) -> str:
    """What the engine calls it."""
    return str(node.facts.get("real_name") or f"{node.project}_{node.name}")
