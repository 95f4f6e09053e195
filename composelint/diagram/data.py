"""The view of the data: volumes, paths of the host, secrets and configs, and who uses them."""

from __future__ import annotations

from ..graph.records import (
    BIND,
    CONFIG,
    MOUNTS,
    READS,
    SECRET,
    VOLUME,
    VOLUMES_FROM,
    Graph,
)
from .parts import RUNNING, box, groups
from .picture import Arrow, Box, Group
from .wanted import Wanted


def data(graph: Graph, wanted: Wanted) -> tuple[list[Box], list[Arrow], tuple[Group, ...]]:
    """Services that have to do with data, and all data that is declared. An arrow goes both ways
    where a service can write."""
    arrows = []
    for edge in graph.edges_of(MOUNTS, READS, VOLUMES_FROM):
        target = str(edge.facts.get("target", ""))
        if edge.facts.get("build"):
            target = f"{target} at build".strip()
        both = edge.kind == MOUNTS and not edge.facts.get("read_only")
        arrows.append(Arrow(edge.source, edge.target, edge.kind, target, both=both, span=edge.span))
    used = {id_ for arrow in arrows for id_ in (arrow.source, arrow.target)}
    boxes = [
        box(node, wanted)
        for node in graph.of_kind(*RUNNING, VOLUME, BIND, SECRET, CONFIG)
        if node.id in used or node.kind not in RUNNING
    ]
    return boxes, arrows, groups(graph, wanted, [one.id for one in boxes])
