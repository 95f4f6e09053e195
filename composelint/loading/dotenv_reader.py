"""How one env file is read from front to back: see `dotenv`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..node import UNKNOWN
from .dotenv import DotenvError, Entry
from .template import InvalidTemplate, Lookup, MissingVariable, substitute

# What Go's unicode.IsSpace holds for white; str.strip() would take \x1c to \x1f as well.
_WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BLANK = "\t\v\f\r \x85\xa0"

_BETWEEN = re.compile(rf"(?:[{_WHITE}]+|#[^\n]*)*")
_EXPORT = re.compile(rf"export(?=[\t\n\f\r ])[{_BLANK}]*")
_KEY = re.compile(rf"[\w.\-\[\]{_BLANK}]*")
_BLANKS = re.compile(rf"[{_BLANK}]*")
_WHITES = re.compile(rf"[{_WHITE}]*")
_TRAILING = re.compile(rf"[{_WHITE}]+\Z")
# Without a choice at any character, or a quote that is never closed would be tried in all ways.
_QUOTED = {
    "'": re.compile(r"'([^'\\]*(?:\\.[^'\\]*)*)'", re.DOTALL),
    '"': re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL),
}
_BACKSLASHED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPE = re.compile(r'\\(?:[abcfnrtv$"\\]|0[0-9]{0,3})')
_ESCAPES = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", '"': '"', "$": "$$",
}  # fmt: skip

#: A line of a raw file may have so many bytes and no more.
_LONGEST = 65535


class Reader:
    """Reads one file from front to back; `at` is the offset it has come to."""

    __slots__ = ("assume", "at", "eager", "known", "lookup", "text")

    def __init__(
        self, text: str, lookup: Lookup, earlier: Mapping[str, str], assume: bool, eager: bool
    ) -> None:
        self.text = text
        self.lookup = lookup
        self.known = dict(earlier)
        self.assume = assume
        self.eager = eager
        self.at = 1 if text.startswith("\ufeff") else 0

    def entries(self) -> Iterator[Entry]:
        end = len(self.text)
        while (start := _past(_BETWEEN, self.text, self.at)) < end:
            self.at = start
            entry = self.entry()
            if entry.value is not None:
                self.known[entry.name] = entry.value
            yield entry

    def entry(self) -> Entry:
        text = self.text
        start = _past(_EXPORT, text, self.at)
        if start == len(text):
            raise DotenvError("nothing after export", text, self.at)
        stop = _past(_KEY, text, start)
        sign = text[stop : stop + 1]
        if not sign:
            return self.nameless(start)
        if sign not in "=:\n":
            raise DotenvError(f"{sign!r} cannot stand in a variable's name", text, stop)
        name = _TRAILING.sub("", text[start:stop])
        if " " in name:
            message = "a variable's name cannot hold a space"
            raise DotenvError(message, text, start + name.index(" "))
        name_end = start + len(name)
        self.at = _past(_BLANKS, text, stop + 1)
        if sign == "\n":
            return Entry(name, self.inherited(name), start, name_end, name_end, name_end)
        value_start = self.at
        value, value_end = self.value()
        return Entry(name, value, start, name_end, value_start, value_end)

    def nameless(self, start: int) -> Entry:
        """The end of the file within a name: all that is left is the value of no name."""
        self.at = start
        value, end = self.value()
        return Entry("", value, start, start, start, end)

    def inherited(self, name: str) -> str | None:
        """A bare `NAME`."""
        value = self.lookup(name)
        return UNKNOWN if value is None and self.assume else value

    def value(self) -> tuple[str, int]:
        """The value that begins here, and where its writing ends."""
        text, start = self.text, self.at
        quote = text[start : start + 1]
        pattern = _QUOTED.get(quote)
        if pattern is None:
            return self.unquoted()
        closed = pattern.match(text, start)
        if closed is None:
            raise DotenvError("the quote is never closed", text, start)
        self.at = closed.end()
        value = _BACKSLASHED.sub(lambda m: quote if m[1] == quote else m[0], closed[1])
        if quote == '"':
            value = self.filled(_ESCAPE.sub(_unescape, value), start, exact=False)
        return value, closed.end()

    def unquoted(self) -> tuple[str, int]:
        text, start = self.text, self.at
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        self.at = min(end + 1, len(text))
        comment = text.find(" #", start, end)
        value = _TRAILING.sub("", text[start : end if comment < 0 else comment])
        return self.filled(value, start, exact=True), start + len(value)

    def filled(self, value: str, start: int, *, exact: bool) -> str:
        """The value with its variables; `exact` where it reads as written from `start` on."""
        try:
            return substitute(value, self.find, assume=self.assume, eager=self.eager)
        except InvalidTemplate as error:
            message = f"{value[error.start : error.end]} is no variable"
            raise DotenvError(message, self.text, start + error.start * exact) from error
        except MissingVariable as error:
            message = f"{error.name} is required and has no value"
            if error.message:
                message += f": {error.message}"
            raise DotenvError(message, self.text, start + error.start * exact) from error

    def find(self, name: str) -> str | None:
        value = self.lookup(name)
        return self.known.get(name) if value is None else value


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    """The offset after what the pattern matches at `at`; `at` where it does not."""
    found = pattern.match(text, at)
    return found.end() if found else at


def _unescape(match: re.Match[str]) -> str:
    """One escape of a double-quoted value; `\\0` and three octal digits are a character."""
    writing = match[0]
    kind = writing[1]
    if kind != "0":
        return _ESCAPES.get(kind, writing)
    digits = writing[2:]
    if len(digits) == 3 and digits < "4" and not set(digits) & {"8", "9"}:
        return chr(int(digits, 8))
    return "\\" + digits


def read_raw(text: str, lookup: Lookup, assume: bool) -> Iterator[Entry]:
    """The entries of a file of `format: raw`: see `dotenv.raw_entries`."""
    at = 1 if text.startswith("\ufeff") else 0
    while at < len(text):
        end = text.find("\n", at)
        if end < 0:
            end = len(text)
        entry = _raw_entry(text, at, end, lookup, assume)
        if entry is not None:
            yield entry
        at = end + 1


def _raw_entry(text: str, at: int, end: int, lookup: Lookup, assume: bool) -> Entry | None:
    if end - at > _LONGEST // 4 and len(text[at:end].encode(errors="replace")) > _LONGEST:
        raise DotenvError("the line is longer than 64 KiB", text, at)
    if text.endswith("\r", at, end):
        end -= 1
    start = min(_past(_WHITES, text, at), end)
    if start == end or text[start] == "#":
        return None
    sign = text.find("=", start, end)
    name_end = end if sign < 0 else sign
    name = text[start:name_end]
    if not name:
        raise DotenvError("no name stands before the =", text, start)
    white = re.search("[ \t]", name)
    if white is not None:
        message = "a variable's name cannot hold a space"
        raise DotenvError(message, text, start + white.start())
    if sign < 0:
        value = lookup(name)
        if value is None and assume:
            value = UNKNOWN
        return Entry(name, value, start, end, end, end)
    return Entry(name, text[sign + 1 : end], start, name_end, sign + 1, end)
