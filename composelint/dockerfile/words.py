"""Words and variables of a Dockerfile, as BuildKit reads them.

dockerfile-parse has both, but knows none of `${NAME:-value}`, and takes an unset variable for an
empty one where we have to say that it is not known.
"""

from __future__ import annotations

from collections.abc import Callable

from ..node import UNKNOWN

Lookup = Callable[[str], str | None]
"""The value of a variable; None where it has none."""

#: Deeper defaults of defaults than this are taken for unknown.
_DEEPEST = 20
#: No text that people write becomes longer; variables that double each other do.
_LONGEST = 20_000


def raw_words(text: str, escape: str) -> list[str]:
    """The words of a text with their quotes and escapes."""
    words: list[str] = []
    begin = -1
    quote = ""
    at = 0
    while at < len(text):
        sign = text[at]
        if not quote and sign.isspace():
            if begin >= 0:
                words.append(text[begin:at])
            begin = -1
        else:
            if begin < 0:
                begin = at
            if sign == escape and quote != "'":
                at += 1
            elif quote:
                quote = "" if sign == quote else quote
            elif sign in "'\"":
                quote = sign
        at += 1
    if begin >= 0:
        words.append(text[begin:])
    return words


def words(text: str, escape: str, lookup: Lookup) -> list[str]:
    """The words with variables filled in and quotes undone; a variable may bring several."""
    found: list[str] = []
    for word in raw_words(text, escape):
        filled = expand(word, escape, lookup)
        found += [filled] if "'" in word or '"' in word else filled.split()
    return found


def expand(text: str, escape: str, lookup: Lookup, depth: int = 0) -> str:
    """A text with its variables filled in, and quotes and escapes undone."""
    parts: list[str] = []
    quote = ""
    at = 0
    while at < len(text):
        sign = text[at]
        if sign == escape and quote != "'" and at + 1 < len(text):
            following = text[at + 1]
            if quote and following not in f'"${escape}':
                parts.append(sign)
            parts.append(following)
            at += 2
        elif sign == quote or (not quote and sign in "'\""):
            quote = "" if quote else sign
            at += 1
        elif sign == "$" and quote != "'":
            value, at = _variable(text, at + 1, escape, lookup, depth)
            parts.append(value)
        else:
            parts.append(sign)
            at += 1
    joined = "".join(parts)
    return joined if len(joined) <= _LONGEST else UNKNOWN


def _variable(text: str, at: int, escape: str, lookup: Lookup, depth: int) -> tuple[str, int]:
    """(value, where it goes on) of what stands behind a dollar sign."""
    if text[at : at + 1] != "{":
        end = _name_end(text, at)
        return (lookup(text[at:end]) or "", end) if end > at else ("$", at)
    end = _closing(text, at + 1)
    inner = text[at + 1 : end]
    cut = _name_end(inner, 0)
    value = lookup(inner[:cut])
    rest = inner[cut:]
    if not rest:
        return value or "", end + 1
    colon = rest.startswith(":")
    modifier, word = rest[colon : colon + 1], rest[colon + 1 :]
    if modifier not in ("-", "+", "?") or depth >= _DEEPEST or (value and UNKNOWN in value):
        return UNKNOWN, end + 1
    given = bool(value) if colon else value is not None
    if modifier == "?" or given == (modifier == "-"):
        return (value or "") if modifier != "+" else "", end + 1
    return expand(word, escape, lookup, depth + 1), end + 1


def _name_end(text: str, at: int) -> int:
    while at < len(text) and (text[at] == "_" or (text[at].isascii() and text[at].isalnum())):
        at += 1
    return at


def _closing(text: str, at: int) -> int:
    """Where the brace that is open at `at` closes, or the end."""
    depth = 1
    while at < len(text):
        depth += (text[at] == "{") - (text[at] == "}")
        if not depth:
            return at
        at += 1
    return at
