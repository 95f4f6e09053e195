"""The legend of a Mermaid flowchart: a frame in which one of each kind is drawn.

It stands on end, whatever way the picture runs: what it draws is joined into one chain, the
samples of lines by themselves and the rest by invisible ones, or it would push the picture apart.
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
    last = ""
    # Samples of lines stand together: one ends where the next begins.
    ordered = sorted(enumerate(legend), key=lambda pair: pair[1].what == "arrow")
    for number, entry in ordered:
        if entry.what == "arrow":
            last = _line(made, entry, number, last)
            continue
        name = f"l{number}"
        if entry.what == "group":
            made.frames.append((name, entry.text))
        else:
            made.boxes.append((name, writing.legend_box(entry, number)))
        if last:
            made.links.append(Link(last, name, None))
        last = name
    return made


def _line(made: Chain, entry: Legend, number: int, last: str) -> str:
    """Adds the sample of a line; the dot that it ends at."""
    start, end = last, f"d{number}"
    if last not in made.dots:
        start = f"s{number}"
        made.dots.append(start)
        if last:
            made.links.append(Link(last, start, None))
    made.dots.append(end)
    made.links.append(Link(start, end, writing.legend_arrow(entry, number)))
    return end
