"""The view of the start: layers, conditions, worst cases, the way that takes longest."""

from __future__ import annotations

from collections.abc import Sequence

from ..graph.build import prefix_of
from ..graph.records import SERVICE, Graph
from ..project import Project
from ..readiness.model import Member, readiness
from .parts import RUNNING, box, dependency_arrows
from .picture import Arrow, Box, Group
from .wanted import Wanted
from .words import seconds


def dependencies(
    graph: Graph, wanted: Wanted, projects: Sequence[Project]
) -> tuple[list[Box], list[Arrow], tuple[Group, ...]]:
    """Services and jobs only, in the layers in which they can start, each with the time until it
    is ready in the worst case."""
    members: dict[str, Member] = {}
    critical: set[tuple[str, str]] = set()
    for number, project in enumerate(projects):
        prefix = prefix_of(projects, number)
        found = readiness(project)
        for member in found.members:
            members[f"{prefix}{SERVICE}:{member.name}"] = member
        way = [f"{prefix}{SERVICE}:{name}" for name in found.critical]
        critical.update(zip(way[1:], way[:-1], strict=True))
    boxes = []
    layers: dict[int, list[str]] = {}
    for node in graph.of_kind(*RUNNING):
        known = members.get(node.id)
        boxes.append(box(node, wanted._replace(images=False), _time(known)))
        if known is not None and known.layer is not None:
            layers.setdefault(known.layer, []).append(node.id)
    arrows = [
        arrow._replace(critical=(arrow.source, arrow.target) in critical)
        for arrow in dependency_arrows(graph, critical)
    ]
    frames = tuple(
        Group(
            f"layer:{layer}",
            "layer",
            f"{layer + 1}: starts first" if not layer else str(layer + 1),
            tuple(ids),
        )
        for layer, ids in sorted(layers.items())
    )
    return boxes, arrows, frames if len(frames) > 1 else ()


def _time(member: Member | None) -> list[str]:
    if member is None:
        return []
    if member.never is not None:
        return ["never starts"]
    if member.ready is None or not member.ready.seconds:
        return []
    # What these take, nobody can tell from the files.
    beside = member.ready.beside
    more = "" if not beside else f" + {beside[0]}" if len(beside) == 1 else " + more"
    return [f"ready in ≤ {seconds(member.ready.seconds)}{more}"]
