"""Variables in a text: `$X`, `${X:-default}` and their kin, the way Docker Compose fills them.

What is here was seen with Docker Compose 5.6.1; tests/loading holds the cases. How a text is read
is in `filling`, which is imported for the first text with a `$`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Lookup = Callable[[str], "str | None"]
"""The value of a variable, or None where it is not set."""


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
    from .filling import Filler

    return Filler(text, lookup, assume, seen, eager).fill(0, len(text), 0)
