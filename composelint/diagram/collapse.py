"""Draws each frame as one box: a project of hundreds of services at a glance."""

from __future__ import annotations

from collections.abc import Iterable

from ..graph.records import JOB, PUBLISHES, SERVICE
from .parts import legend, short_list
from .picture import Arrow, Box, Group, Picture

#: As many names stand in a box; all of them are in its notes.
_MOST_NAMES = 6
#: The gravest first.
_MARKS = ("error", "warning", "info")


def collapsed(picture: Picture) -> Picture:
    """The picture with a box for each innermost frame that has services, and one arrow of a kind
    between two; it says how many it stands for, or which ports. What only these services have,
    volumes and secrets, stays in the frame."""
    by_id = {box.id: box for box in picture.boxes}
    into: dict[str, str] = {}
    drawn: dict[str, Box] = {}
    for group in _innermost(picture.groups):
        inside = [by_id[id_] for id_ in group.boxes if id_ in by_id]
        if any(box.kind in (SERVICE, JOB) for box in inside):
            drawn[inside[0].id] = _as_box(group, inside)
            into.update((box.id, group.id) for box in inside)
    for id_, owner in _owned(picture, into).items():
        into[id_] = owner
    boxes = [
        drawn.get(box.id, box) for box in picture.boxes if box.id in drawn or box.id not in into
    ]
    arrows = _merged(picture.arrows, into)
    return picture._replace(
        boxes=tuple(boxes),
        arrows=arrows,
        groups=tuple(kept for group in picture.groups if (kept := _left(group, into)) is not None),
        legend=legend(boxes, arrows) if picture.legend else (),
    )


def _innermost(groups: Iterable[Group]) -> Iterable[Group]:
    for group in groups:
        if not group.groups:
            yield group
        yield from _innermost(group.groups)


def _as_box(group: Group, inside: list[Box]) -> Box:
    names = [box.title for box in inside if box.kind in (SERVICE, JOB)]
    shown = names if len(names) <= _MOST_NAMES else names[: _MOST_NAMES - 1]
    count = f"{len(names)} services" if len(names) > 1 else "1 service"
    more = [f"and {len(names) - len(shown)} more"] if len(shown) < len(names) else []
    return Box(
        group.id,
        SERVICE,
        group.title,
        (count, *shown, *more),
        notes=tuple(names),
        mark=_mark([box.mark for box in inside]),
    )


def _mark(marks: list[str]) -> str:
    """The gravest finding; the difference, where all differ in the same way."""
    for mark in _MARKS:
        if mark in marks:
            return mark
    said = set(marks)
    if said == {""}:
        return ""
    return said.pop() if len(said) == 1 else "changed"


def _owned(picture: Picture, into: dict[str, str]) -> dict[str, str]:
    """What has arrows from one box only, and nothing of its own: it goes along."""
    users: dict[str, set[str]] = {}
    for arrow in picture.arrows:
        users.setdefault(arrow.target, set()).add(into.get(arrow.source, ""))
        users.setdefault(arrow.source, set()).add(" ")
    running = {box.id for box in picture.boxes if box.kind in (SERVICE, JOB)}
    return {
        id_: owner
        for id_, owners in users.items()
        if id_ not in into and id_ not in running and len(owners) == 1
        for owner in owners
        if owner.strip()
    }


def _merged(arrows: Iterable[Arrow], into: dict[str, str]) -> tuple[Arrow, ...]:
    found: dict[tuple[str, str, str], list[Arrow]] = {}
    for arrow in arrows:
        source = into.get(arrow.source, arrow.source)
        target = into.get(arrow.target, arrow.target)
        if source != target or arrow.source == arrow.target:
            moved = arrow._replace(source=source, target=target)
            found.setdefault((source, target, arrow.kind), []).append(moved)
    return tuple(many[0] if len(many) == 1 else _one(many) for many in found.values())


def _one(many: list[Arrow]) -> Arrow:
    first = many[0]
    marks = {arrow.mark for arrow in many}
    notes = [note for arrow in many for note in arrow.notes]
    return first._replace(
        label=short_list(notes) if first.kind == PUBLISHES else f"{len(many)}\u00d7",
        firm=any(arrow.firm for arrow in many),
        both=any(arrow.both for arrow in many),
        critical=any(arrow.critical for arrow in many),
        mark=marks.pop() if len(marks) == 1 else "changed",
        notes=tuple(dict.fromkeys(notes)),
    )


def _left(group: Group, into: dict[str, str]) -> Group | None:
    """A frame without what has become a box; none for one that has become a box itself."""
    if group.id in into.values():
        return None
    boxes = tuple(dict.fromkeys(id_ for id_ in group.boxes if id_ not in into))
    inner = [one for one in group.groups if one.id not in into.values()]
    became = tuple(one.id for one in group.groups if one.id in into.values())
    groups = tuple(kept for one in inner if (kept := _left(one, into)) is not None)
    return group._replace(boxes=(*boxes, *became), groups=groups)
