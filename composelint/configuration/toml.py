"""TOML to node trees: the library reads the values, and we look up where each stands."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from typing import Any

from ..node import Mapping, Node, Path, Scalar, Sequence, Timestamp
from ..source import Source

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_TEXT = re.compile(
    "|".join(
        (
            r'"""(?:\\.|[^\\])*?"""(?:"{0,2})',
            r"'''.*?'''(?:'{0,2})",
            r'"(?:\\.|[^"\\])*"',
            r"'[^']*'",
        )
    ),
    re.DOTALL,
)
_BARE_VALUE = re.compile(r"[^,\]}#\r\n]*[^,\]}#\s]")
#: Where a stretch of text begins and ends.
_Place = tuple[int, int]

_ERROR_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)\Z")


class NoToml(Exception):
    """The text is no TOML: why, and the offset."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


def read_toml(source: Source) -> Mapping:
    """The document; raises NoToml. Every node has the span of its value, keys that of the key."""
    try:
        data = tomllib.loads(source.text)
    except RecursionError:
        raise NoToml("values are nested too deep", 0) from None
    except ValueError as error:
        raise _no_toml(source, str(error)) from None
    root = _node(data, (), (0, len(source.text)), source, _places(source.text))
    assert type(root) is Mapping
    return root


def _places(text: str) -> dict[Path, tuple[_Place, _Place]]:
    places = _Places(text)
    # Should it be some newer TOML, what follows stands where its table does.
    with suppress(ValueError, IndexError, RecursionError):
        places.read()
    return places.found


def _no_toml(source: Source, message: str) -> NoToml:
    found = _ERROR_PLACE.search(message)
    reason = message[: found.start()] if found else message
    at = len(source.text)
    if found and found[1]:
        starts = source.line_starts
        at = starts[min(int(found[1]), len(starts)) - 1] + int(found[2]) - 1
    return NoToml(reason[:1].lower() + reason[1:], at)


def _node(
    value: Any,
    path: Path,
    around: _Place,
    source: Source,
    places: dict[Path, tuple[_Place, _Place]],
) -> Node:
    """`around` is where it stands at least, for what has no place of its own."""
    own = places.get(path, (around, around))[1]
    if isinstance(value, dict):
        entries = {}
        for name, child in value.items():
            at = places.get((*path, name), (own, own))[0]
            place = Scalar(source, *at, "", name, name, True)
            entries[name] = (place, _node(child, (*path, name), own, source, places))
        return Mapping(source, *own, "", entries)
    if isinstance(value, list):
        items = [_node(each, (*path, n), own, source, places) for n, each in enumerate(value)]
        return Sequence(source, *own, "", items)
    if not isinstance(value, (bool, int, float, str)):
        value = Timestamp(value)  # a date, a time, or both
    return Scalar(source, *own, "", str(value), value, type(value) is not str)


class _Places:
    """Where keys and values stand in a text that is known to be TOML: `found` has the stretches of
    key and value by path. A table stands where its header does."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, tuple[_Place, _Place]] = {}
        #: How many tables there are so far of each array of tables.
        self.counts: dict[Path, int] = {}

    def read(self) -> None:
        table: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)

    def skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def sign(self, sign: str) -> bool:
        """Go past a sign, if it comes next."""
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    def header(self) -> Path:
        begin = self.at
        many = self.sign("[[")
        if not many:
            self.sign("[")
        keys = self.keys()
        self.sign("]]" if many else "]")
        place = (begin, self.at)
        path: Path = ()
        for index, (name, key) in enumerate(keys):
            path = (*path, name)
            self.found.setdefault(path, (key, place))
            if many and index == len(keys) - 1:
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
                self.found.setdefault(path, (key, place))
        return path

    def keys(self) -> list[tuple[str, _Place]]:
        """The parts of a key, with their places, and the spaces behind it."""
        keys = []
        while True:
            self.skip(_SPACES)
            begin = self.at
            self.skip(_TEXT if self.text[begin] in "\"'" else _BARE_KEY)
            if self.at == begin:
                raise ValueError("a key was expected")
            written = self.text[begin : self.at]
            name = tomllib.loads(f"k={written}")["k"] if written[0] in "\"'" else written
            keys.append((name, (begin, self.at)))
            self.skip(_SPACES)
            if not self.sign("."):
                return keys

    def pair(self, table: Path) -> None:
        path = table
        key: _Place = (self.at, self.at)
        for name, key in self.keys():
            path = (*path, name)
            self.found.setdefault(path, (key, key))
        self.sign("=")
        self.skip(_SPACES)
        begin = self.at
        self.value(path)
        self.found[path] = (key, (begin, self.at))

    def value(self, path: Path) -> None:
        if self.sign("["):
            self.array(path)
        elif self.sign("{"):
            self.skip(_BLANK)
            while not self.sign("}"):
                self.pair(path)
                self.separator()
        else:
            self.skip(_TEXT if self.text[self.at] in "\"'" else _BARE_VALUE)

    def array(self, path: Path) -> None:
        self.skip(_BLANK)
        index = 0
        while not self.sign("]"):
            begin = self.at
            self.value((*path, index))
            place = (begin, self.at)
            self.found[(*path, index)] = (place, place)
            self.separator()
            index += 1

    def separator(self) -> None:
        begin = self.at
        self.skip(_BLANK)
        self.sign(",")
        self.skip(_BLANK)
        if self.at == begin and self.text[begin] not in "]}":
            raise ValueError("a comma was expected")
