"""The text of one file, and how its offsets become lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple


class Position(NamedTuple):
    """A place for people: line and column, both from 1, columns in characters."""

    line: int
    column: int


class Source:
    """The decoded text of one file.

    `path` is the name the file was asked for by; `text` has no byte order mark, and keeps its
    line endings; every offset in the program counts characters of `text`. `directory` is what its
    relative paths are relative to, and `environment` holds the variables it is read with (an
    included file has its own); loading sets both.
    """

    __slots__ = ("_starts", "directory", "environment", "newline", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.directory = ""
        self.environment: dict[str, str] = {}
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._starts: list[int] | None = None

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; CR LF, LF and a lone CR end a line."""
        if self._starts is None:
            starts = [0]
            offset = 0
            text = self.text
            if "\r" in text:
                text = text.replace("\r\n", "\0\n").replace("\r", "\n")
            while (offset := text.find("\n", offset) + 1) > 0:
                starts.append(offset)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> Position:
        """Line and column of an offset; one past the end is the end."""
        starts = self.line_starts
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line ending."""
        starts = self.line_starts
        begin = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[begin:end].rstrip("\r\n")

    def __repr__(self) -> str:
        return f"Source({self.path!r})"


class Span(NamedTuple):
    """A stretch of a file, from `start` up to but not including `end`, in characters."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]


class UnreadableText(Exception):
    """The bytes of a file are not text that Docker Compose would read."""


def decode(path: str, data: bytes) -> Source:
    """Bytes to text: UTF-8, or UTF-16 where a byte order mark says so (as libyaml has it).

    Raises UnreadableText with the reason in words.
    """
    encoding = "utf-8"
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        return Source(path, data.decode(encoding))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableText(
            f"not {encoding.upper()} text: {error.reason} in line {line}"
        ) from None
