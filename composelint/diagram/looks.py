"""How the kinds of things look, for all formats: families, colours, line ends, signs of marks.

Colours are those of Okabe and Ito, which people with any colour blindness tell apart, darkened
until lines stand out (3 : 1 and better) on GitHub's white and on its dark page alike. Boxes bring
their own light ground, so that the dark letters on it are read on any page. Nothing is told by a
colour alone: shapes tell the kinds, signs the marks, and the ends of a line what sort it is.
"""

from __future__ import annotations

from typing import NamedTuple

from ..graph import records as graph

#: The letters in boxes, and what is neither light nor dark: lines on any page.
INK, GREY = "#1c2128", "#6e7781"


class Colours(NamedTuple):
    ground: str
    line: str


#: What a family of boxes is painted with.
FAMILIES = {
    "service": Colours("#dbeafe", "#2380c9"),
    "job": Colours("#dbeafe", "#2380c9"),
    "network": Colours("#d5f0e5", "#00805d"),
    "data": Colours("#fdebc8", "#b26a00"),
    "secret": Colours("#f7e0ee", "#b04a85"),
    "model": Colours("#e9e2f7", "#8467c0"),
    "edge": Colours("#eef0f2", GREY),
    "elsewhere": Colours("#ffffff", GREY),
}

_FAMILY_OF = {
    graph.SERVICE: "service",
    graph.JOB: "job",
    graph.NETWORK: "network",
    graph.VOLUME: "data",
    graph.BIND: "data",
    graph.SECRET: "secret",
    graph.CONFIG: "secret",
    graph.ENV_FILE: "secret",
    graph.MODEL: "model",
    graph.PORT: "edge",
    graph.OUTSIDE: "edge",
    graph.HOST: "edge",
    graph.DEVICE: "edge",
    graph.BASE: "elsewhere",
    graph.FOREIGN: "elsewhere",
}


def family(kind: str) -> str:
    """The family of a kind of box, a key of FAMILIES."""
    return _FAMILY_OF.get(kind, "elsewhere")


# --- arrows

#: How an arrow ends: with a head where something flows or waits, with a circle where something
#: is used, with nothing where two things merely belong together.
HEAD, CIRCLE, NOTHING = "head", "circle", "nothing"

_ENDS = {
    graph.ATTACHED: NOTHING,
    graph.READS: CIRCLE,
    graph.VOLUMES_FROM: CIRCLE,
    graph.EXTENDS: CIRCLE,
    graph.SHARES: CIRCLE,
    graph.USES_MODEL: CIRCLE,
    graph.USES_DEVICE: CIRCLE,
    graph.READS_FILE: CIRCLE,
}

_LINES = {
    graph.DEPENDS_ON: GREY,
    graph.ATTACHED: FAMILIES["network"].line,
    graph.MOUNTS: FAMILIES["data"].line,
    graph.VOLUMES_FROM: FAMILIES["data"].line,
    graph.READS: FAMILIES["secret"].line,
    graph.READS_FILE: FAMILIES["secret"].line,
    graph.TALKS_TO: FAMILIES["service"].line,
    graph.LINK: FAMILIES["service"].line,
    graph.PUBLISHES: "#c2520b",
    graph.ENTERS: "#c2520b",
    graph.USES_MODEL: FAMILIES["model"].line,
}


def end(kind: str) -> str:
    """How an arrow of this kind ends: HEAD, CIRCLE or NOTHING."""
    return _ENDS.get(kind, HEAD)


def line(kind: str) -> str:
    """The colour of an arrow of this kind."""
    return _LINES.get(kind, GREY)


# --- marks


class Mark(NamedTuple):
    """`sign` stands before the title; `broken` lines are dashed."""

    sign: str
    line: str
    ground: str
    broken: bool = False


_RED, _AMBER, _BLUE, _GREEN = "#d1242f", "#b26a00", "#2380c9", "#00805d"
_ON_RED, _ON_AMBER, _ON_BLUE, _ON_GREEN = "#ffdcd7", "#fff1c2", "#dbeafe", "#c9f2d9"

MARKS = {
    "error": Mark("✖", _RED, _ON_RED),
    "warning": Mark("▲", _AMBER, _ON_AMBER),
    "info": Mark("●", _BLUE, _ON_BLUE),
    "added": Mark("+", _GREEN, _ON_GREEN),
    "removed": Mark("\u2212", _RED, _ON_RED, broken=True),
    "changed": Mark("±", _AMBER, _ON_AMBER),
    "create": Mark("+", _GREEN, _ON_GREEN),
    "recreate": Mark("±", _AMBER, _ON_AMBER),
    "restart": Mark("↻", _BLUE, _ON_BLUE),
    "start": Mark("▶", _GREEN, _ON_GREEN),
    "update": Mark("~", _BLUE, _ON_BLUE),
    "stop": Mark("■", _AMBER, _ON_AMBER, broken=True),
    "remove": Mark("\u2212", _RED, _ON_RED, broken=True),
}


def signed(mark: str, text: str) -> str:
    """A text behind the sign of its mark, if it has one."""
    return f"{MARKS[mark].sign} {text}".rstrip() if mark else text
