"""How actions look in every report: a sign, a style, the words for them."""

from __future__ import annotations

from typing import NamedTuple

from ..records import (
    BUILD,
    CONNECT,
    CREATE,
    DISCONNECT,
    PULL,
    RECREATE,
    REMOVE,
    RESTART,
    START,
    STOP,
    UPDATE,
    Action,
)


class Look(NamedTuple):
    """`plain` is the sign where the encoding has no better; `style` one of report.ansi; `done`
    what has happened to the thing then."""

    sign: str
    plain: str
    style: str
    done: str


LOOKS = {
    PULL: Look("↓", "v", "info", "pulled"),
    BUILD: Look("*", "*", "info", "built"),
    CREATE: Look("+", "+", "good", "created"),
    RECREATE: Look("-/+", "-/+", "warning", "recreated"),
    START: Look("▶", ">", "good", "started"),
    RESTART: Look("↻", "@", "info", "restarted"),
    STOP: Look("■", "#", "warning", "stopped"),
    REMOVE: Look("-", "-", "error", "removed"),
    CONNECT: Look("→", ">", "info", "connected"),
    DISCONNECT: Look("←", "<", "warning", "disconnected"),
    UPDATE: Look("~", "~", "info", "updated"),
}

DATA_LOSS = "data-loss"

#: The group of what takes nothing from anybody.
HARMLESS = "Created and started"


class Group(NamedTuple):
    """Actions that are told together; `title` without the number of them."""

    title: str
    style: str
    actions: tuple[Action, ...]


#: What a group holds, the gravest first: (title, style, its actions).
_GROUPS = (
    ("Data at risk", "error", ()),
    ("Recreated", "warning", (RECREATE,)),
    ("Removed", "error", (REMOVE,)),
    ("Updated", "info", (UPDATE,)),
    ("Interrupted", "warning", (STOP, RESTART, DISCONNECT)),
    (HARMLESS, "good", (PULL, BUILD, CREATE, START, CONNECT)),
)


def groups(actions: tuple[Action, ...]) -> list[Group]:
    """The actions by how much they hurt; no empty groups."""
    found = []
    for title, style, words in _GROUPS:
        if words:
            mine = [a for a in actions if a.action in words and a.risk != DATA_LOSS]
        else:
            mine = [a for a in actions if a.risk == DATA_LOSS]
        if mine:
            found.append(Group(title, style, tuple(mine)))
    return found


def at_risk(actions: tuple[Action, ...]) -> list[str]:
    """What would lose data, each as `volume shop_db`: of a volume that another one takes the
    place of, it is the old one."""
    risky = [action for action in actions if action.risk == DATA_LOSS]
    named = [name for action in risky for name in action.data]
    found = named or [f"{action.kind} {action.name}" for action in risky]
    return list(dict.fromkeys(found))
