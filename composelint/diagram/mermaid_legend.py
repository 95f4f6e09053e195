"""The legend of a Mermaid flowchart: a frame in which one of each kind is drawn.

It stands on end, whatever way the picture runs, in two columns: boxes joined by lines that are
not to be seen, and samples of lines that join each other. Loose samples would push the picture
apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from . import writing
from .picture import Arrow, Box, Legend


class Link(NamedTuple):
    """Between two names of the chart; without an arrow it is not to be seen."""

    source: str
    target: str
    arrow: Arrow | None


class Chain(NamedTuple):
    """`boxes` by their names; `dots` are what lines run between; `frames` stand for groups."""

    boxes: list[tuple[str, Box]]
    dots: list[str]
    frames: list[tuple[str, str]]
    links: list[Link]


def chain(legend: Sequence[Legend]) -> Chain:
    made = Chain([], [], [], [])
    above = ""
    for number, entry in enumerate(legend):
        name = f"l{number}"
        if entry.what == "arrow":
            if not made.dots:
                made.dots.append(f"d{number}")
            made.links.append(Link(made.dots[-1], name, writing.legend_arrow(entry, number)))
            made.dots.append(name)
            continue
        if entry.what == "group":
            made.frames.append((name, entry.text))
        else:
            made.boxes.append((name, writing.legend_box(entry, number)))
        if above:
            made.links.append(Link(above, name, None))
        above = name
    return made
