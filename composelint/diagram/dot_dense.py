"""Pictures with many arrows: the label that most arrows of a kind have becomes a second head.

Every label takes a place of its own in the layout; a hundred times "healthy" makes a picture twice
as high and hides the arrows that differ. The legend tells what two heads mean.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from .looks import NOTHING, end
from .picture import Legend, Picture

#: With as many arrows a picture is dense; as many labels alike are worth a sign.
_MANY, _ALIKE = 60, 15
#: What a kind has in the legend whose arrows have two heads.
DOUBLE = "double:"


class Dense(NamedTuple):
    """`doubled` are the numbers of the arrows with two heads; `dense` is whether there are many."""

    picture: Picture
    doubled: frozenset[int]
    dense: bool


def thinned(picture: Picture) -> Dense:
    """The picture, where it is dense without the labels that the legend can tell."""
    if len(picture.arrows) < _MANY:
        return Dense(picture, frozenset(), False)
    told = _told(picture)
    doubled = frozenset(
        number
        for number, arrow in enumerate(picture.arrows)
        if arrow.label and told.get(arrow.kind) == arrow.label
    )
    arrows = tuple(
        arrow._replace(label="") if number in doubled else arrow
        for number, arrow in enumerate(picture.arrows)
    )
    legend = tuple(row for entry in picture.legend for row in _rows(entry, told))
    return Dense(picture._replace(arrows=arrows, legend=legend), doubled, True)


def _told(picture: Picture) -> dict[str, str]:
    """The commonest label of each kind that the legend has, where it is there often."""
    counts: dict[str, Counter[str]] = {}
    for arrow in picture.arrows:
        if arrow.label:
            counts.setdefault(arrow.kind, Counter())[arrow.label] += 1
    found = {}
    for entry in picture.legend:
        if entry.what == "arrow" and entry.kind in counts and end(entry.kind) != NOTHING:
            of_kind = counts[entry.kind].items()
            label, count = max(of_kind, key=lambda item: (item[1], item[0]))
            if count >= _ALIKE:
                found[entry.kind] = label
    return found


def _rows(entry: Legend, told: dict[str, str]) -> list[Legend]:
    if entry.what != "arrow" or entry.kind not in told:
        return [entry]
    return [entry, Legend("arrow", DOUBLE + entry.kind, f"{entry.text}: {told[entry.kind]}")]
