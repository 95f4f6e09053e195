"""What the text formats share: names that mean nothing to them, lines of text, nested frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..report.columns import clean
from .looks import signed
from .picture import Arrow, Box, Group, Legend, Picture

#: As wide as a line gets, in characters, before it is broken.
_WIDTH = 30
_BREAKS = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
#: After these a long word may be broken.
_JOINTS = re.compile(r"(?<=[-_./:,@ ])")


class Names(NamedTuple):
    """A short name for each box and group: n0, n1, … and g0, g1, …, never a word of a format."""

    boxes: dict[str, str]
    groups: dict[str, str]

    def end(self, id_: str) -> str:
        """The name of what an arrow ends at."""
        return self.boxes.get(id_) or self.groups[id_]


def names(picture: Picture) -> Names:
    boxes = {box.id: f"n{number}" for number, box in enumerate(picture.boxes)}
    groups: dict[str, str] = {}
    for group in every_group(picture.groups):
        groups.setdefault(group.id, f"g{len(groups)}")
    return Names(boxes, groups)


def every_group(groups: tuple[Group, ...]) -> Iterator[Group]:
    for group in groups:
        yield group
        yield from every_group(group.groups)


class Frame(NamedTuple):
    """A group with what is drawn in it: no box is in two frames, the innermost first one has it."""

    group: Group
    boxes: tuple[Box, ...]
    frames: tuple[Frame, ...]


def framed(picture: Picture) -> tuple[tuple[Frame, ...], tuple[Box, ...]]:
    """The frames, and the boxes that are in none, in the order of the picture."""
    free = {box.id: box for box in picture.boxes}

    def frame(group: Group) -> Frame:
        inner = tuple(frame(one) for one in group.groups)
        own = tuple(free.pop(id_) for id_ in group.boxes if id_ in free)
        return Frame(group, own, inner)

    frames = tuple(frame(group) for group in picture.groups)
    return frames, tuple(free.values())


def texts(box: Box) -> list[str]:
    """The lines of a box: its title behind the sign of its mark, and what else stands in it."""
    return [
        *lines(signed(box.mark, box.title)),
        *(part for text in box.lines for part in lines(text)),
    ]


def lines(text: str) -> list[str]:
    """A text in lines that can be shown: broken where it breaks and where it is too long, without
    controls and without marks that reorder the text around them. At least one line."""
    found = []
    for whole in _BREAKS.split(text):
        found += _broken(clean(whole))
    return found


def _broken(text: str) -> list[str]:
    if len(text) <= _WIDTH:
        return [text]
    found = [""]
    for piece in _JOINTS.split(text):
        if found[-1] and len(found[-1]) + len(piece.rstrip()) > _WIDTH:
            found.append("")
        found[-1] += piece
    return found


def label(arrow: Arrow) -> list[str]:
    """The lines of an arrow's label; none where there is nothing to say."""
    text = signed(arrow.mark, arrow.label)
    return lines(text) if text.strip() else []


# --- the legend


def legend_box(entry: Legend, number: int) -> Box:
    """The box that shows what a kind of box, or a mark, looks like."""
    id_ = f"legend:{number}"
    if entry.what == "mark":
        return Box(id_, "service", entry.text, mark=entry.kind)
    if entry.kind == "external":
        return Box(id_, "service", entry.text, external=True)
    return Box(id_, entry.kind, entry.text)


def legend_arrow(entry: Legend, number: int) -> Arrow:
    """The arrow that shows what a kind of arrow looks like."""
    source, target = f"legend:{number}:from", f"legend:{number}:to"
    if entry.kind == "loose":
        return Arrow(source, target, "", entry.text, firm=False)
    if entry.kind == "critical":
        return Arrow(source, target, "", entry.text, critical=True)
    # All that a picture shows of who talks to whom is told from names, and dotted.
    firm = entry.kind != "talks_to"
    return Arrow(source, target, entry.kind, entry.text, firm=firm)
