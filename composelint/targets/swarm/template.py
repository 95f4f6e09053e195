"""Variables in a text as `docker stack` fills them: `$X`, `${X}`, and the operators `-`, `?`.

Seen with the Docker CLI 28.2.2. It differs from Docker Compose: there is no `+`; what follows an
operator ends at the first `}` and is not filled itself; an operator works without braces too, and
then takes the rest of the text (`$PORT:-80 x`); `$(` and a lone `$` are refused. An error counts
only if no variable follows it: `${X:?} ${Y}` passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ...loading.template import InvalidTemplate, Lookup, MissingVariable, Variable
from ...node import UNKNOWN

# The two letters beyond ASCII are those that fold to `s` and `k`.
_NAME = "[_a-zA-Z\u017f\u212a][_a-zA-Z0-9\u017f\u212a]*"
_VARIABLE = rf"({_NAME})((?::?[-?][^}}]*)?)"
#: Groups: an escaped dollar, a bare name and what follows it, the same in braces; none of them
#: where the dollar is invalid.
_TOKEN = re.compile(rf"\$(?:(\$)|{_VARIABLE}|\{{{_VARIABLE}\}})?")

#: In the order in which they are looked for in what follows the name, wherever they stand there.
_OPERATORS = (":-", "-", ":?", "?")


def substitute(
    text: str,
    lookup: Lookup,
    *,
    assume: bool,
    seen: Callable[[Variable], None] | None = None,
    eager: bool = False,
) -> str:
    """Fill the variables of a text; see loading.template.substitute, whose place it takes.

    Raises InvalidTemplate, and MissingVariable unless `assume`.
    """
    parts: list[str] = []
    error: InvalidTemplate | MissingVariable | None = None
    done = 0
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        parts.append(text[done:start])
        done = end
        escaped, bare, after, braced, inside = token.groups()
        if escaped:
            parts.append("$")
            continue
        name = bare or braced
        if not name:
            error = _invalid(text, start)
            continue
        try:
            parts.append(_fill(name, after or inside or "", (start, end), lookup, assume, seen))
            error = None
        except MissingVariable as missing:
            error = missing
    if error is not None:
        raise error
    parts.append(text[done:])
    return "".join(parts)


def _fill(
    name: str,
    after: str,
    place: tuple[int, int],
    lookup: Lookup,
    assume: bool,
    seen: Callable[[Variable], None] | None,
) -> str:
    """The value of one variable, with all that follows its name."""
    operator = next((known for known in _OPERATORS if known in after), "")
    before, _, default = after.partition(operator) if operator else ("", "", "")
    # `${A:?a:-b}` asks for a variable called "A:?a": the CLI takes the operators in turn.
    value = lookup(name + before)
    if seen is not None:
        known = value is not None
        seen(Variable(name, *place, operator, default if operator else None, known))
    if not operator:
        return value if value is not None else UNKNOWN if assume else ""
    if value if operator[0] == ":" else value is not None:
        return value or ""
    if operator[-1] == "-":
        return default
    if assume:
        return UNKNOWN
    raise MissingVariable(name, default, *place)


def _invalid(text: str, start: int) -> InvalidTemplate:
    """Why a dollar is refused, and how far the trouble reaches."""
    if text[start + 1 : start + 2] != "{":
        end = start + 1
        while end < len(text) and not text[end].isspace() and text[end] not in "\"'":
            end += 1
        return InvalidTemplate(start, end, "dollar", "")
    close = text.find("}", start)
    if close < 0:
        return InvalidTemplate(start, len(text), "unclosed", "")
    name = re.match(_NAME, text[start + 2 : close])
    reason = "operator" if name else "empty" if close == start + 2 else "name"
    return InvalidTemplate(start, close + 1, reason, name[0] if name else "")
