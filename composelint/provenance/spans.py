"""The exact characters of a part of a scalar, through its variables too."""

from __future__ import annotations

from ..loading.template import InvalidTemplate, MissingVariable, Variable, substitute
from ..node import Scalar
from ..source import Span

_REFUSED = (InvalidTemplate, MissingVariable)


def part_span(scalar: Scalar, begin: int, end: int) -> Span:
    """The span of text[begin:end]; a part that a variable brings is that variable.

    The whole scalar where its writing cannot be followed (escapes, folded lines).
    """
    if scalar.raw is None:
        return _written(scalar, scalar.text, begin, end)
    raw = _in_raw(scalar.text, scalar.raw, begin, end, scalar)
    return scalar.span if raw is None else _written(scalar, scalar.raw, *raw)


def value_span(key: str, scalar: Scalar) -> Span:
    """The span of the value of an entry `KEY=value` whose scalar knows only the whole entry."""
    if scalar.raw is not None and scalar.raw.startswith(f"{key}="):
        return _written(scalar, scalar.raw, len(key) + 1, len(scalar.raw))
    return whole_span(scalar)


def whole_span(scalar: Scalar) -> Span:
    """The span of a scalar without the anchor and the tag before it."""
    return scalar.span._replace(start=scalar.start + _lead(scalar))


def _lead(scalar: Scalar) -> int:
    """How many characters of its writing are anchor and tag, and the blanks after them."""
    text = scalar.source.text
    if text[scalar.start - 1 : scalar.start] == "=":
        return 0  # the value of an entry `KEY=value`
    writing = text[scalar.start : scalar.end]
    at = 0
    while writing.startswith(("&", "!"), at):
        word = writing[at:].split(None, 1)
        if len(word) < 2:
            return at
        at = len(writing) - len(word[1])
    return at


def _written(scalar: Scalar, raw: str, begin: int, end: int) -> Span:
    source = scalar.source
    writing = source.text[scalar.start : scalar.end]
    at = _lead(scalar)
    at += writing[at : at + 1] in ('"', "'") and not scalar.plain
    if writing[at : at + len(raw)] != raw:
        return whole_span(scalar)
    return Span(source, scalar.start + at + begin, scalar.start + at + end)


def _in_raw(text: str, raw: str, begin: int, end: int, scalar: Scalar) -> tuple[int, int] | None:
    """Offsets of the text as those of what it was before its variables were filled in."""
    pieces = _pieces(raw, scalar)
    if pieces is None or sum(piece[2] for piece in pieces) != len(text):
        return None
    found: list[int] = []
    at = 0
    first = last = None
    for start, stop, length in pieces:
        literal = stop - start == length and "$" not in raw[start:stop]
        if first is None and (begin < at + length or (begin == at and not literal)):
            first = start + (begin - at if literal else 0)
        if first is not None and last is None and end <= at + length:
            last = start + (end - at) if literal else stop
        at += length
    found = [offset for offset in (first, last) if offset is not None]
    return (found[0], found[1]) if len(found) == 2 else None


def _pieces(raw: str, scalar: Scalar) -> list[tuple[int, int, int]] | None:
    """(start, stop, length of the result) of each stretch of the raw text: literal or variable."""
    if "$$" in raw:
        return None
    seen: list[Variable] = []
    environment = scalar.source.environment
    try:
        substitute(raw, environment.get, assume=False, seen=seen.append)
    except _REFUSED:
        return None
    pieces: list[tuple[int, int, int]] = []
    at = 0
    for variable in seen:
        if variable.start < at:
            continue  # a part of the one before it
        if variable.start > at:
            pieces.append((at, variable.start, variable.start - at))
        filled = substitute(raw[variable.start : variable.end], environment.get, assume=False)
        pieces.append((variable.start, variable.end, len(filled)))
        at = variable.end
    if at < len(raw):
        pieces.append((at, len(raw), len(raw) - at))
    return pieces
