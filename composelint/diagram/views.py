"""From a graph to the picture that is wanted of it."""

from __future__ import annotations

from collections.abc import Sequence

from ..graph.records import Graph
from ..project import Project
from .order import ordered
from .parts import legend
from .picture import RIGHT, Arrow, Box, Group, Picture
from .select import select
from .wanted import Wanted


def picture(graph: Graph, wanted: Wanted, projects: Sequence[Project]) -> Picture:
    """The picture of a graph; `projects` are those that it was made of.

    Raises select.NoSuchService where a name that is wanted is none.
    """
    part = ordered(select(graph, wanted))
    boxes, arrows, frames = _view(part, wanted, projects)
    there = {box.id for box in boxes}
    arrows = [one for one in arrows if one.source in there and one.target in there]
    if not wanted.labels:
        arrows = [one._replace(label="") for one in arrows]
    return Picture(
        wanted.title or " + ".join(dict.fromkeys(graph.projects)),
        wanted.view,
        wanted.direction or RIGHT,
        tuple(boxes),
        tuple(arrows),
        frames,
        legend(boxes, arrows) if wanted.legend else (),
    )


def _view(
    graph: Graph, wanted: Wanted, projects: Sequence[Project]
) -> tuple[list[Box], list[Arrow], tuple[Group, ...]]:
    if wanted.view == "dependencies":
        from .dependencies import dependencies

        return dependencies(graph, wanted, projects)
    if wanted.view == "network":
        from .network import network

        return network(graph, wanted)
    if wanted.view == "data":
        from .data import data

        return data(graph, wanted)
    if wanted.view == "all":
        from .everything import everything

        return everything(graph, wanted)
    from .overview import overview

    return overview(graph, wanted)
