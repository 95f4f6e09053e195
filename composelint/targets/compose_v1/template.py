"""Variables in a text as Docker Compose 1.29.2 fills them: Python's string templates.

`$X`, `${X}`, and but for format 1 `${X:-d}`, `${X-d}`, `${X:?m}` and `${X?m}`, where `d` and `m`
are text as it stands, without variables of their own. Anything else behind a dollar is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ...loading.template import InvalidTemplate, Lookup, MissingVariable, Variable
from ...node import UNKNOWN

_FIRST = "_a-zA-Z\u017f\u0131\u212a"
_NAME = f"[{_FIRST}][{_FIRST}0-9]*"
#: A dollar, and: another one; a name; a name in braces with an operator and what follows it.
_TOKEN = re.compile(
    rf"\$(?:(?P<dollar>\$)|(?P<named>{_NAME})"
    rf"|\{{(?P<braced>{_NAME})(?:(?P<operator>:?[-?])(?P<default>[^}}]*))?\}})?"
)
_WRITTEN = re.compile(r"\$\{[^}\n]*\}?|\$")


def substitute(
    text: str,
    lookup: Lookup,
    *,
    assume: bool,
    seen: Callable[[Variable], None] | None = None,
    eager: bool = False,
) -> str:
    """Fill the variables of a text; `eager` has no meaning here.

    With `assume`, a variable without a value becomes UNKNOWN. Raises InvalidTemplate, and
    MissingVariable unless `assume`.
    """
    return _substitute(text, lookup, assume, seen, True)


def substitute_1(
    text: str,
    lookup: Lookup,
    *,
    assume: bool,
    seen: Callable[[Variable], None] | None = None,
    eager: bool = False,
) -> str:
    """The same for a file of format 1, in which an operator is an error."""
    return _substitute(text, lookup, assume, seen, False)


def _substitute(
    text: str,
    lookup: Lookup,
    assume: bool,
    seen: Callable[[Variable], None] | None,
    operators: bool,
) -> str:
    def value_of(match: re.Match[str]) -> str:
        name = match["named"] or match["braced"]
        if match["dollar"]:
            return "$"
        if not name or (match["operator"] and not operators):
            raise _invalid(text, match.start())
        value = lookup(name)
        operator = match["operator"] or ""
        if seen is not None:
            default = match["default"] if operator else None
            seen(Variable(name, *match.span(), operator, default, value is not None))
        if value if operator[:1] == ":" else value is not None:
            return value or ""
        if operator[-1:] == "-":
            return match["default"]
        if assume:
            return UNKNOWN
        if operator:
            raise MissingVariable(name, match["default"] or name, *match.span())
        return ""

    return _TOKEN.sub(value_of, text)


def _invalid(text: str, start: int) -> InvalidTemplate:
    written = _WRITTEN.match(text, start)
    assert written is not None
    return InvalidTemplate(start, written.end(), "operator", "")
