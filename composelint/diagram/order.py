"""One order for equal projects, in whichever order their files name things."""

from __future__ import annotations

import re
from typing import Any

from ..graph import records as kinds
from ..graph.records import Edge, Graph, Node

_KINDS = (
    *(kinds.SERVICE, kinds.JOB, kinds.OUTSIDE, kinds.HOST, kinds.PORT, kinds.NETWORK),
    *(kinds.VOLUME, kinds.BIND, kinds.SECRET, kinds.CONFIG, kinds.MODEL, kinds.DEVICE),
    *(kinds.ENV_FILE, kinds.BASE, kinds.FOREIGN),
)
_NUMBERS = re.compile(r"(\d+)")


def ordered(graph: Graph) -> Graph:
    """The same graph, its nodes by project, kind and name (2 before 10), its edges by what they
    join. The order of mappings does not count in a Compose file; that of lists stays."""
    projects = {name: number for number, name in enumerate(graph.projects)}

    def place(node: Node) -> tuple[Any, ...]:
        project = projects.get(node.project, len(projects))
        return project, _KINDS.index(node.kind), _natural(node.name or node.title), node.id

    part = Graph(graph.projects)
    part.nodes = {node.id: node for node in sorted(graph.nodes.values(), key=place)}
    number = {id_: at for at, id_ in enumerate(part.nodes)}
    # Edges between the same two stay as they are: they come out of lists.
    part.edges = sorted(
        map(_with_sorted_facts, graph.edges),
        key=lambda edge: (number[edge.source], number[edge.target], edge.kind),
    )
    return part


def _with_sorted_facts(edge: Edge) -> Edge:
    """What a service names was found in the order of its variables."""
    if edge.kind != kinds.TALKS_TO:
        return edge
    return edge._replace(facts={key: sorted(value) for key, value in edge.facts.items()})


def _natural(name: str) -> list[tuple[int, str]]:
    """A name as a key that puts web2 before web10."""
    return [
        (int(part), "") if part.isdecimal() and part.isascii() else (-1, part)
        for part in _NUMBERS.split(name)
    ]
