"""Hints for a layout that a page can hold.

Left alone, Graphviz puts all that nothing leads to into one row, however long. What hangs on
nothing is set in a block, what hangs on one thing only at several distances from it, and a layer
in several rows.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import NamedTuple

from .picture import DOWN, Arrow, Box, Picture
from .writing import Frame

#: As many boxes stand in one row of a layer, or hang on one thing at one distance.
_IN_A_ROW = 12
#: Arrows times distances, at most: each costs its way through all rows before it (1,000 arrows
#: over 84 rows are not laid out within minutes, over 4 in 2 s).
_MOST_STEPS = 4000
#: How many times as wide as high a box is, with what is kept free around it.
_PROPORTION = 2.6


class Order(NamedTuple):
    """`same`: ids that are to stand in one row; `after`: pairs of which the second is to stand
    in a later row; `lengths`: over how many rows an arrow (its number) goes at least; `first`:
    a box in each group that has any; `numbers` of the boxes in the picture."""

    same: list[tuple[str, ...]]
    after: list[tuple[str, str]]
    lengths: dict[int, int]
    first: dict[str, str]
    numbers: dict[str, int]


def arranged(
    picture: Picture, frames: tuple[Frame, ...], free: tuple[Box, ...], dense: bool
) -> Order:
    """`dense` pictures get longer rows: each row more makes many arrows longer."""
    numbers = {box.id: number for number, box in enumerate(picture.boxes)}
    order = Order([], [], {}, {}, numbers)
    joined = {id_ for arrow in picture.arrows for id_ in (arrow.source, arrow.target)}
    down = picture.direction == DOWN
    row = _IN_A_ROW * (2 if dense else 1)
    layered = [_in_frame(frame, joined, down, row, order) for frame in frames]
    _block([box.id for box in free if box.id not in joined], down, order)
    if not any(layered):
        _spread(picture.arrows, order)
    return order


def _in_frame(frame: Frame, joined: set[str], down: bool, row: int, order: Order) -> bool:
    """Whether a frame in it is a layer."""
    layered = [_in_frame(inner, joined, down, row, order) for inner in frame.frames]
    ids = [box.id for box in frame.boxes]
    inside = ids or [order.first[f.group.id] for f in frame.frames if f.group.id in order.first]
    if inside:
        order.first.setdefault(frame.group.id, inside[0])
    if frame.group.kind != "layer":
        _block([id_ for id_ in ids if id_ not in joined], down, order)
        return any(layered)
    rows = [tuple(ids[at : at + row]) for at in range(0, len(ids), row)]
    order.same.extend(ids for ids in rows if len(ids) > 1)
    order.after.extend(zip((ids[0] for ids in rows), (ids[0] for ids in rows[1:]), strict=False))
    return True


def _block(ids: list[str], down: bool, order: Order) -> None:
    """What nothing leads to, about as wide as high."""
    if len(ids) < 4:
        return
    across = sqrt(len(ids) / _PROPORTION)
    row = max(1, ceil(across if down else len(ids) / ceil(across)))
    order.after.extend(zip(ids, ids[row:], strict=False))


def _spread(arrows: tuple[Arrow, ...], order: Order) -> None:
    """Many that hang on one thing only, at several distances from it."""
    ends: dict[str, int] = {}
    for arrow in arrows:
        for id_ in {arrow.source, arrow.target}:
            ends[id_] = ends.get(id_, 0) + 1
    hanging: dict[tuple[str, bool], list[int]] = {}
    for number, arrow in enumerate(arrows):
        for leaf, hub, out in (
            (arrow.target, arrow.source, True),
            (arrow.source, arrow.target, False),
        ):
            if ends[leaf] == 1 and ends[hub] > 1:
                hanging.setdefault((hub, out), []).append(number)
    for numbers in hanging.values():
        rows = min(ceil(len(numbers) / _IN_A_ROW), max(2, _MOST_STEPS // len(numbers)))
        if rows > 1:
            order.lengths.update((number, 1 + at % rows) for at, number in enumerate(numbers))
