"""The filling of one text's variables: see `template.substitute`."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from ..node import UNKNOWN
from .template import InvalidTemplate, Lookup, MissingVariable, Variable

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


class Filler:
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
            unused = Filler(
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
