"""Variables in a text: `$X`, `${X:-default}` and their kin, the way Docker Compose fills them.

What is here was seen with Docker Compose 5.6.1; tests/loading holds the cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from ..node import UNKNOWN

Lookup = Callable[[str], "str | None"]
"""The value of a variable, or None where it is not set."""

# The two letters beyond ASCII are those that fold to `s` and `k`.
_FIRST = "_a-zA-Z\u017f\u212a"
_NAME = f"[{_FIRST}][{_FIRST}0-9]*"

# Groups: an escaped dollar, a bare name, a name in braces and the operator (or brace) after it;
# none of them where `${` is invalid.
_TOKEN = re.compile(rf"\$(?:(\$)|({_NAME})|\{{(?:({_NAME})(\}}|:?[-+?]))?)")
# Docker Compose steps over whatever follows an opening brace.
_BRACE = re.compile(r"\}|\{.?", re.DOTALL)
_NAME_AFTER = re.compile(rf"({_NAME})?")
_OPERATOR = re.compile(r":?[-+?]")
_WORD = re.compile(r"[^\s\"']*")

#: Nested defaults go no deeper. Docker Compose has no such bound, nor any file such a default.
_DEEPEST = 100


class Variable(NamedTuple):
    """A variable as written in a template, from `start` up to `end`.

    `operator` is "" or one of `:-` `-` `:?` `?` `:+` `+`, `default` the raw text after it (None
    without an operator), `set` whether the variable had a value. `used` is False for one inside
    a default, message or alternative that was not taken: it has no part in the result.
    """

    name: str
    start: int
    end: int
    operator: str
    default: str | None
    set: bool
    used: bool = True


class InvalidTemplate(Exception):
    """A `${` that Docker Compose refuses; text[start:end] are the offending characters.

    `reason` says why in a word: "unclosed", "empty", "name", "operator", "newline" (a default
    over several lines) or "depth". `variable` is the name that could be read, or "".
    """

    def __init__(self, start: int, end: int, reason: str, variable: str) -> None:
        super().__init__(reason, start, end)
        self.start = start
        self.end = end
        self.reason = reason
        self.variable = variable


class MissingVariable(Exception):
    """`${name:?message}` without a value; `message` has its own variables filled in."""

    def __init__(self, name: str, message: str, start: int, end: int) -> None:
        super().__init__(name, message)
        self.name = name
        self.message = message
        self.start = start
        self.end = end


def substitute(
    text: str,
    lookup: Lookup,
    *,
    assume: bool,
    seen: Callable[[Variable], None] | None = None,
    eager: bool = False,
) -> str:
    """Fill the variables of a text.

    With `assume`, what only deployment can tell becomes UNKNOWN: a variable with neither value
    nor default, `${X:?m}` and `${X:+v}` of an unset X. `seen` hears of every variable, an outer
    one before those in its default. `eager` reads defaults that are not needed as well, as
    Docker Compose 2 did (seen with 2.40.3): one that is invalid or misses something is refused.

    Raises InvalidTemplate, and MissingVariable unless `assume`.
    """
    if "$" not in text:
        return text
    return _Filler(text, lookup, assume, seen, eager).fill(0, len(text), 0)


class _Filler:
    """The filling of one text. Every nested default is a stretch of it, so offsets stay true."""

    __slots__ = ("assume", "eager", "lookup", "seen", "text")

    def __init__(
        self,
        text: str,
        lookup: Lookup,
        assume: bool,
        seen: Callable[[Variable], None] | None,
        eager: bool,
    ) -> None:
        self.text = text
        self.lookup = lookup
        self.assume = assume
        self.seen = seen
        self.eager = eager

    def fill(self, begin: int, end: int, depth: int) -> str:
        """The result of text[begin:end]."""
        text = self.text
        done = begin
        parts: list[str] = []
        while (token := _TOKEN.search(text, done, end)) is not None:
            start, after = token.span()
            parts.append(text[done:start])
            escaped, named, braced, operator = token.groups()
            if operator == "}":
                parts.append(self.plain(braced, start, after))
            elif operator:
                close = _closing_brace(text, start, after, end)
                if close < 0:
                    raise _invalid(text, start, end)
                if depth == _DEEPEST:
                    raise InvalidTemplate(start, close + 1, "depth", braced)
                parts.append(self.operate(braced, operator, start, close, depth))
                after = close + 1
            elif named:
                parts.append(self.plain(named, start, after))
            elif escaped:
                parts.append("$")
            else:
                raise _invalid(text, start, end)
            done = after
        parts.append(text[done:end])
        return "".join(parts)

    def plain(self, name: str, start: int, end: int) -> str:
        """`$X` or `${X}`."""
        value = self.lookup(name)
        if self.seen is not None:
            self.seen(Variable(name, start, end, "", None, value is not None))
        if value is None:
            return UNKNOWN if self.assume else ""
        return value

    def operate(self, name: str, operator: str, start: int, close: int, depth: int) -> str:
        """`${X` operator default `}`, where the brace stands at `close`."""
        value = self.lookup(name)
        begin = start + 2 + len(name) + len(operator)
        if self.seen is not None:
            default = self.text[begin:close]
            self.seen(Variable(name, start, close + 1, operator, default, value is not None))
        present = bool(value) if operator[0] == ":" else value is not None
        kind = operator[-1]
        unknown = self.assume and ((kind == "?" and not present) or (kind == "+" and value is None))
        if unknown or present is not (kind == "+"):
            self.skip(begin, close, depth)
            return UNKNOWN if unknown else value or ""
        taken = self.fill(begin, close, depth + 1)
        if kind == "?":
            raise MissingVariable(name, taken, start, close + 1)
        return taken

    def skip(self, begin: int, end: int, depth: int) -> None:
        """A default that is not taken: name its variables all the same."""
        if self.eager:
            self.fill(begin, end, depth + 1)
        elif self.seen is not None and "$" in self.text[begin:end]:
            seen = self.seen
            unused = _Filler(
                self.text, self.lookup, True, lambda found: seen(found._replace(used=False)), False
            )
            with suppress(InvalidTemplate):  # nobody reads it
                unused.fill(begin, end, depth + 1)


def _closing_brace(text: str, start: int, after: int, end: int) -> int:
    """The brace that ends the default beginning at `after`, or -1.

    It must stand on the line of the `${` at `start`. Where the braces do not balance, it is the
    line's last.
    """
    line_end = _line_end(text, after, end)
    close = text.find("}", after, line_end)
    if close < 0 or text.find("{", after, close) < 0:
        return close
    last = text.rfind("}", close, line_end)
    depth = 0
    for brace in _BRACE.finditer(text, start + 1, last + 1):
        depth += -1 if brace[0] == "}" else 1
        if depth == 0:
            return brace.start()
    return last


def _line_end(text: str, begin: int, end: int) -> int:
    found = text.find("\n", begin, end)
    return end if found < 0 else found


def _invalid(text: str, start: int, end: int) -> InvalidTemplate:
    """Why the `${` at `start` is refused, and how far it reaches."""
    named = _NAME_AFTER.match(text, start + 2, end)
    name = named[0] if named else ""
    after = start + 2 + len(name)
    line_end = _line_end(text, after, end)
    close = text.find("}", after, line_end)
    if close >= 0:
        reason = "operator" if name else "empty" if close == after else "name"
        return InvalidTemplate(start, close + 1, reason, name)
    if name and text.find("}", line_end, end) >= 0 and _OPERATOR.match(text, after, end):
        return InvalidTemplate(start, len(text[:line_end].rstrip()), "newline", name)
    unclosed = _WORD.match(text, after, line_end)
    return InvalidTemplate(start, unclosed.end() if unclosed else after, "unclosed", name)
