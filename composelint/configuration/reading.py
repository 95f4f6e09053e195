"""A configuration while it is read: what its values refer to, and the mistakes met so far."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..errors import CannotLook
from ..nearest import nearest
from ..node import Mapping, Node, Scalar, Sequence, Timestamp
from ..source import Position, Source, Span

if TYPE_CHECKING:
    from ..disk import Disk
    from ..rule import Catalogue

#: More mistakes than these are not shown one by one.
_MOST = 20


class Reading:
    """`rules` are those that selectors may mean; `show` gives a path as people write it. Folders
    that the file names are relative to its own."""

    def __init__(
        self, source: Source, disk: Disk, rules: Catalogue, show: Callable[[str], str]
    ) -> None:
        self.source = source
        self.disk = disk
        self.rules = rules
        self.show = show
        self.folder = os.path.dirname(source.path)
        self.mistakes: list[tuple[str, Position, str]] = []

    def wrong(self, place: Span, message: str) -> Any:
        """Something is not as it has to be, there: in this file or in one that it names.

        Gives None, which is what is read of it.
        """
        position = place.source.position(place.start)
        self.mistakes.append((self.show(place.source.path), position, message))
        return None

    def stop_if_wrong(self) -> None:
        """Raises CannotLook with a line for each mistake."""
        if not self.mistakes:
            return
        lines = [
            f"{file}:{at.line}:{at.column}: {message}"
            for file, at, message in sorted(dict.fromkeys(self.mistakes))
        ]
        if len(lines) > _MOST:
            lines[_MOST:] = [f"{self.show(self.source.path)}: {len(lines) - _MOST} more mistakes"]
        raise CannotLook(*lines)


def meant(name: str, known: Iterable[str]) -> str:
    """The end of a message about a name that is not known: the nearest one, or ""."""
    near = nearest(name, known)
    return "" if near is None else f"; did you mean {near}?"


def kind_of(node: Node) -> str:
    """What a value is, in words."""
    if type(node) is Mapping:
        return "a mapping"
    if type(node) is Sequence:
        return "a list"
    value = node.value if type(node) is Scalar else None
    for kind, words in _KINDS:
        if isinstance(value, kind):
            return words
    return "nothing"


_KINDS = (
    (bool, "true or false"),
    ((int, float), "a number"),
    (Timestamp, "a date"),
    (str, "text"),
)
