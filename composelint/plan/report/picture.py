"""A plan painted on the picture of its project."""

from __future__ import annotations

from typing import Any

from ...diagram.parts import legend
from ...diagram.picture import Box, Picture
from ..records import (
    CONNECT,
    CONTAINER,
    CREATE,
    DISCONNECT,
    IMAGE,
    RECREATE,
    REMOVE,
    RESTART,
    SERVICE,
    START,
    STOP,
    UPDATE,
    Action,
    Plan,
)
from .looks import DATA_LOSS, LOOKS
from .told import told

#: The marks, the gravest first: of several actions on one box it gets this one.
_GRAVEST = (RECREATE, UPDATE, REMOVE, STOP, RESTART, CREATE, START)
_PARTLY = (CONNECT, DISCONNECT)
#: The picture's boxes for what holds data or joins services: (section of the model, kind).
_SECTIONS = {"network": "networks", "volume": "volumes", "secret": "secrets", "config": "configs"}


def painted(picture: Picture, plan: Plan, model: dict[str, Any], down: bool = False) -> Picture:
    """The picture with what happens to each box as its mark, and why as notes. `model` is the
    canonical project (resolved.model). Containers of which the project knows nothing get boxes
    of their own."""
    by_box: dict[str, list[Action]] = {}
    names = _names(model)
    for action in told(plan.actions):
        by_box.setdefault(_box_of(action, names), []).append(action)
    stay = frozenset() if down else _staying(model)
    boxes = [_marked(box, by_box.pop(box.id, []), stay) for box in picture.boxes]
    boxes += [
        _marked(_stranger(one), [one], stay)
        for actions in by_box.values()
        for one in actions
        if one.kind in (CONTAINER, SERVICE) and one.service not in model["services"]
    ]
    return picture._replace(boxes=tuple(boxes), legend=legend(boxes, picture.arrows))


def _staying(model: dict[str, Any]) -> frozenset[str]:
    """The boxes of services that keep a container, even if others of theirs are removed."""
    return frozenset(
        f"service:{name}"
        for name, service in model["services"].items()
        if service.get("scale", service.get("deploy", {}).get("replicas", 1)) != 0
    )


def _names(model: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The keys of networks, volumes … by their names on the engine."""
    return {
        (kind, str(one.get("name", key))): key
        for kind, section in _SECTIONS.items()
        for key, one in model.get(section, {}).items()
    }


def _box_of(action: Action, names: dict[tuple[str, str], str]) -> str:
    """The id of the box of what an action is about."""
    if action.kind in (CONTAINER, SERVICE, IMAGE):
        return f"service:{action.service}"
    return f"{action.kind}:{names.get((action.kind, action.name), action.name)}"


def _stranger(action: Action) -> Box:
    return Box(f"gone:{action.name}", "service", action.name, ("not in the file",))


def _marked(box: Box, actions: list[Action], stay: frozenset[str]) -> Box:
    if not actions:
        return box
    mark = _mark(actions)
    if mark == REMOVE and box.id in stay:
        mark = UPDATE
    lines = box.lines
    if any(action.risk == DATA_LOSS for action in actions):
        lines = (*lines, "data at risk")
    return box._replace(mark=mark, lines=lines, notes=(*box.notes, *_notes(actions)))


def _mark(actions: list[Action]) -> str:
    words = {action.action for action in actions if action.kind != IMAGE}
    if not words.isdisjoint(_PARTLY):
        words = (words - set(_PARTLY)) | {UPDATE}
    return next((word for word in _GRAVEST if word in words), "")


def _notes(actions: list[Action]) -> list[str]:
    found = []
    for action in actions:
        done = LOOKS[action.action].done
        why = "; ".join(reason.message for reason in action.reasons)
        found.append(f"{action.kind} {action.name} {done}" + (f": {why}" if why else ""))
        found += action.effects
    return list(dict.fromkeys(found))
