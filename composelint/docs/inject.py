"""Writing between two lines of a file, and touching nothing else of it.

    <!-- composelint:begin -->
    <!-- composelint:end -->

A begin may name sections: `<!-- composelint:begin services ports -->`. Lines in fenced code are no
markers: they tell others how it is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

#: What is no UTF-8 outside of the markers is kept as it is.
ERRORS = "surrogateescape"

_MARKER = re.compile(r" {0,3}<!--\s*composelint:(begin|end)\b([^\r\n]*?)-->\s*\Z")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FENCE = re.compile(r"\s*(?:[-*+]\s+|>\s?|[0-9]+[.)]\s+)*(`{3,}|~{3,})(.*)")


class BadMarkers(ValueError):
    """The markers of a file do not say where to write; the message tells why, with the line."""


class Block(NamedTuple):
    """What stands between two markers: `names` are those of the begin, text[start:end] is what
    there is now, `newline` the line ending of the begin. `line` is that of the begin."""

    names: tuple[str, ...]
    start: int
    end: int
    newline: str
    line: int


class _Mark(NamedTuple):
    kind: str
    names: tuple[str, ...]
    start: int
    end: int
    line: int
    newline: str


def injected(text: str, make: Callable[[tuple[str, ...]], str]) -> str:
    """A text with every block made anew: `make` gets the names of a block, and gives Markdown that
    ends in a newline. Raises BadMarkers."""
    parts: list[str] = []
    at = 0
    for block in blocks(text):
        made = make(block.names)
        if any(_MARKER.match(line) for line in made.split("\n")):
            raise BadMarkers(f"line {block.line}: what is to be written has a marker in it")
        body = made.replace("\n", block.newline)
        parts += (text[at : block.start], block.newline, body, block.newline)
        at = block.end
    return "".join([*parts, text[at:]])


def blocks(text: str) -> list[Block]:
    """The blocks of a text, in order. Raises BadMarkers."""
    marks, fenced = _marks(text)
    if not marks:
        if fenced:
            raise BadMarkers(f"line {fenced}: the markers stand in fenced code, and mean nothing")
        raise BadMarkers(
            "there is no line <!-- composelint:begin -->, nor <!-- composelint:end --> after it"
        )
    found: list[Block] = []
    begin: _Mark | None = None
    for mark in marks:
        if mark.kind == "begin":
            if begin is not None:
                raise BadMarkers(
                    f"line {mark.line}: a begin, and that of line {begin.line} has no end"
                )
            begin = mark
        elif begin is None:
            raise BadMarkers(f"line {mark.line}: an end without a begin before it")
        elif mark.names not in ((), begin.names):
            raise BadMarkers(f"line {mark.line}: not the end of what begins in line {begin.line}")
        else:
            found.append(Block(begin.names, begin.end, mark.start, begin.newline, begin.line))
            begin = None
    if begin is not None:
        raise BadMarkers(f"line {begin.line}: a begin without an end after it")
    _each_once(found)
    return found


def _each_once(found: list[Block]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for block in found:
        if block.names in seen:
            raise BadMarkers(f"line {block.line}: the same as in line {seen[block.names]}")
        seen[block.names] = block.line


def _marks(text: str) -> tuple[list[_Mark], int]:
    """(the markers, the line of the first that stands in fenced code or 0)."""
    marks: list[_Mark] = []
    fence = ""
    fenced = 0
    at = number = 0
    while at < len(text):
        number += 1
        found = _LINE.match(text, at)
        assert found is not None
        start, at = at, found.end()
        bare = found[0].rstrip("\r\n")
        if number == 1:
            bare = bare.removeprefix("\ufeff")
        marker = _MARKER.match(bare)
        if fence:
            fenced = fenced or (number if marker else 0)
            if _closes(bare, fence):
                fence = ""
        elif marker is not None:
            names = tuple(name for name in re.split(r"[\s,]+", marker[2]) if name)
            newline = found[0][len(found[0].rstrip("\r\n")) :] or "\n"
            marks.append(_Mark(marker[1], names, start, at, number, newline))
        else:
            fence = _opens(bare)
    return marks, fenced


def _opens(line: str) -> str:
    found = _FENCE.match(line)
    if found is None or (found[1][0] == "`" and "`" in found[2]):
        return ""
    return found[1]


def _closes(line: str, fence: str) -> bool:
    bare = line.strip().lstrip("> ")
    return len(bare) >= len(fence) and not bare.strip(fence[0])
