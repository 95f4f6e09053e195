"""Draws boxes that are alike as one, so that large pictures can be read."""

from __future__ import annotations

from collections.abc import Iterable

from ..graph.records import (
    BIND,
    CONFIG,
    DEVICE,
    ENV_FILE,
    JOB,
    PORT,
    PUBLISHES,
    SECRET,
    SERVICE,
    VOLUME,
)
from .parts import legend, short_list
from .picture import Arrow, Box, Group, Picture

#: When alike boxes are drawn as one: where there are more than MOST boxes, always, or never.
WAYS = ("auto", "always", "never")
MOST = 24
#: Where there are more boxes even then, what services run and what arrows say is left out.
_VERY_MANY = 80

#: As many of a kind have to be alike.
_FEWEST = {
    **dict.fromkeys((SERVICE, JOB), 3),
    **dict.fromkeys((VOLUME, BIND, SECRET, CONFIG, DEVICE, ENV_FILE, PORT), 2),
}
#: As many names stand in a box; all of them are in its notes. What a backup must hold is told.
_MOST_NAMES, _MOST_DATA = 12, 40
#: Folding services makes volumes alike, and the other way round.
_ROUNDS = 3

#: What the id of a box that stands for many begins with.
_ALIKE = "alike:"

_Key = tuple[object, ...]


def folded(picture: Picture, way: str = "auto") -> Picture:
    """The picture with boxes that are alike drawn as one, where the way asks for it.

    Alike are boxes of one kind that run the same image, stand in the same frame, have the same
    mark, and the same arrows to and from the same others. The labels of arrows may differ.
    """
    if way == "never" or (way == "auto" and len(picture.boxes) <= MOST):
        return picture
    for _ in range(_ROUNDS):
        less = _once(picture)
        if len(less.boxes) == len(picture.boxes):
            break
        picture = less
    if way == "auto" and len(picture.boxes) > _VERY_MANY:
        picture = _thin(picture)
    words = legend(picture.boxes, picture.arrows) if picture.legend else ()
    return picture._replace(legend=words)


def _thin(picture: Picture) -> Picture:
    """Names and lines only; ports keep their numbers."""
    return picture._replace(
        boxes=tuple(
            box._replace(lines=())
            if box.kind in (SERVICE, JOB) and not box.id.startswith(_ALIKE)
            else box
            for box in picture.boxes
        ),
        arrows=tuple(
            arrow if arrow.kind == PUBLISHES else arrow._replace(label="")
            for arrow in picture.arrows
        ),
    )


def _once(picture: Picture) -> Picture:
    alike: dict[_Key, list[Box]] = {}
    around = _arrows_of(picture)
    frames = dict(_frames(picture.groups))
    for box in picture.boxes:
        if box.kind in _FEWEST:
            key = (box.kind, _runs(box), box.external, box.mark, frames.get(box.id))
            alike.setdefault((*key, around.get(box.id, frozenset())), []).append(box)
    into: dict[str, str] = {}
    drawn: dict[str, Box] = {}
    for boxes in alike.values():
        if len(boxes) >= _FEWEST[boxes[0].kind]:
            one = _as_one(boxes)
            drawn[boxes[0].id] = one
            into.update((box.id, one.id) for box in boxes)
    return picture._replace(
        boxes=tuple(
            drawn.get(box.id, box) for box in picture.boxes if box.id not in into or box.id in drawn
        ),
        arrows=_merged(picture.arrows, into),
        groups=tuple(_regrouped(group, into) for group in picture.groups),
    )


def _arrows_of(picture: Picture) -> dict[str, frozenset[_Key]]:
    """What leads to and from each box, but for labels."""
    around: dict[str, set[_Key]] = {}
    for arrow in picture.arrows:
        look = (arrow.kind, arrow.firm, arrow.both, arrow.critical, arrow.mark)
        around.setdefault(arrow.source, set()).add(("to", arrow.target, look))
        around.setdefault(arrow.target, set()).add(("from", arrow.source, look))
    return {id_: frozenset(keys) for id_, keys in around.items()}


def _frames(groups: Iterable[Group]) -> Iterable[tuple[str, str]]:
    for group in groups:
        yield from ((id_, group.id) for id_ in group.boxes)
        yield from _frames(group.groups)


def _runs(box: Box) -> _Key:
    """What a service runs; nothing for what runs nothing."""
    about = ("image:", "build:", "provider:", "network mode:")
    return tuple(note for note in box.notes if note.startswith(about))


# --- one for many


def _as_one(boxes: list[Box]) -> Box:
    first = boxes[0]
    names = [box.title for box in boxes]
    same = [line for line in first.lines if all(line in box.lines for box in boxes)]
    most = _MOST_NAMES if first.kind in (SERVICE, JOB) else _MOST_DATA
    shown = names if len(names) <= most else names[: most - 1]
    more = [f"and {len(names) - len(shown)} more"] if len(shown) < len(names) else []
    return first._replace(
        id=_ALIKE + first.id,
        title=_title(first.kind, names),
        lines=(*same, *shown, *more),
        notes=(*names, *(note for note in first.notes if all(note in b.notes for b in boxes))),
    )


def _title(kind: str, names: list[str]) -> str:
    pattern = _pattern(names)
    if pattern:
        return f"{pattern} \u00d7 {len(names)}"
    return f"{len(names)} {_MANY.get(kind, kind + 's')}"


_MANY = {BIND: "paths of the host", ENV_FILE: "env files"}


def _pattern(names: list[str]) -> str:
    """What the names begin and end with: snuba-…-consumer."""
    begin = _begin(names)
    end = _begin([name[len(begin) :][::-1] for name in names])[::-1]
    return f"{begin}…{end}" if begin or end else ""


def _begin(names: list[str]) -> str:
    """What all begin with, as much of it as ends between two words."""
    first, last = min(names), max(names)
    size = next(
        (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other),
        len(first),
    )
    while size and first[size - 1] not in "-_./ :":
        size -= 1
    return first[:size]


def _merged(arrows: Iterable[Arrow], into: dict[str, str]) -> tuple[Arrow, ...]:
    found: dict[_Key, list[Arrow]] = {}
    for arrow in arrows:
        moved = arrow._replace(
            source=into.get(arrow.source, arrow.source), target=into.get(arrow.target, arrow.target)
        )
        at_folded = arrow.source in into or arrow.target in into
        # What was drawn apart stays apart.
        label = "" if at_folded else arrow.label
        look = (moved.kind, moved.firm, moved.both, moved.critical, moved.mark)
        found.setdefault((moved.source, moved.target, look, label, at_folded), []).append(moved)
    return tuple(
        many[0]
        if len(many) == 1
        else many[0]._replace(
            label=_label([arrow.label for arrow in many]),
            notes=tuple(dict.fromkeys(note for arrow in many for note in arrow.notes)),
        )
        for many in found.values()
    )


def _label(labels: list[str]) -> str:
    """What all say, or what they say together where that is short."""
    said = short_list(labels)
    return said if len(set(labels)) == 1 or len(said) <= 26 else ""


def _regrouped(group: Group, into: dict[str, str]) -> Group:
    return group._replace(
        boxes=tuple(dict.fromkeys(into.get(id_, id_) for id_ in group.boxes)),
        groups=tuple(_regrouped(one, into) for one in group.groups),
    )
