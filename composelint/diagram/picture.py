"""A picture before it is written in any format: boxes, groups of boxes, arrows.

A view makes it out of a graph; every format draws exactly what stands here, in this order, so
that all formats tell the same and equal projects give equal pictures to the byte.
"""

from __future__ import annotations

from typing import NamedTuple

from ..source import Span

#: Directions in which arrows run.
RIGHT, DOWN = "right", "down"

#: What a mark says: of a finding, of a comparison, of a plan.
MARKS = (
    *("error", "warning", "info"),
    *("added", "removed", "changed"),
    *("create", "recreate", "restart", "start", "update", "stop", "remove"),
)


class Box(NamedTuple):
    """A thing: `kind` is that of the graph's node (graph.records), which decides shape and colour.

    `title` is its name and `lines` what else stands in it, in smaller letters, already wrapped.
    `external` things are not made by the project. `notes` are for whoever points at it. `mark` is
    one of MARKS or "".
    """

    id: str
    kind: str
    title: str
    lines: tuple[str, ...] = ()
    external: bool = False
    notes: tuple[str, ...] = ()
    mark: str = ""
    span: Span | None = None


class Arrow(NamedTuple):
    """From one box to another; `kind` is that of the graph's edge, which decides the line.

    `label` is short. `firm` is False for what is optional, implied or only guessed: a thinner or
    dashed line. `both`: it goes both ways (a volume that is read and written).
    """

    source: str
    target: str
    kind: str
    label: str = ""
    firm: bool = True
    both: bool = False
    critical: bool = False
    mark: str = ""
    notes: tuple[str, ...] = ()
    span: Span | None = None


class Group(NamedTuple):
    """A frame around boxes, by their ids, and around other groups.

    `kind` is "network", "profile", "label", "project" or "layer".
    """

    id: str
    kind: str
    title: str
    boxes: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    external: bool = False
    notes: tuple[str, ...] = ()


class Legend(NamedTuple):
    """What a kind of box, arrow, group or mark in this picture means."""

    what: str
    kind: str
    text: str


class Picture(NamedTuple):
    """`groups` hold boxes by id; a box in none stands by itself."""

    title: str
    view: str
    direction: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    groups: tuple[Group, ...]
    legend: tuple[Legend, ...]
