"""Amounts of memory as Docker Compose reads them: 64m, 1.5gb, 1 GB, 64MiB, all of base 1024.

Seen with Docker Compose 5.6.1: `64mi` and two spaces are refused, `.5m`, `5.m` and `"1e3"` are
read, `"-1"` alone among negative texts too. An unquoted fraction (1.5) or exponent (1e3) is
accepted and counts as nothing at all.
"""

from __future__ import annotations

from typing import Any

from ..node import UNKNOWN
from .bad import BadValue
from .gonumbers import INT_MAX, INT_MIN, parse_float

_POWERS = {"k": 10, "m": 20, "g": 30, "t": 40, "p": 50}
_LONGEST_SUFFIX = 3


def parse_size(text: str, *, minus_one: bool = True) -> int | None:
    """Bytes; None where a part is not known.

    `minus_one`: whether `-1` (no limit) is read, as from Docker Compose 5 on; 2.40 refuses the
    text and takes the number only. Raises BadValue: "empty", "number", "negative" or "suffix"
    (field suffix), with the place of the part at fault.
    """
    if UNKNOWN in text:
        return None
    if text == "-1" and minus_one:
        return -1
    if not text:
        raise BadValue("empty", 0, 0, value=text)
    last = len(text) - 1
    while last >= 0 and text[last] not in "0123456789. ":
        last -= 1
    if last < 0:
        raise BadValue("number", 0, len(text), value=text)
    number_end = last if text[last] == " " else last + 1
    suffix = text[last + 1 :]
    try:
        amount = parse_float(text[:number_end])
    except BadValue:
        raise BadValue("number", 0, max(number_end, 1), value=text) from None
    if amount < 0:
        raise BadValue("negative", 0, number_end, value=text)
    return _bytes(amount * _factor(suffix, last + 1, text))


def _factor(suffix: str, at: int, text: str) -> int:
    lowered = suffix.lower()
    if lowered in ("", "b"):
        return 1
    power = _POWERS.get(lowered[0])
    if power is None or lowered[1:] not in ("", "b", "ib"):
        raise BadValue("suffix", at, len(text), value=text, suffix=suffix)
    return 1 << power


def _bytes(amount: float) -> int:
    # Beyond 64 bits the processor's conversion gives the least number: so does `config`.
    return int(amount) if abs(amount) <= INT_MAX else INT_MIN


def canonical_size(value: Any) -> str | None:
    """What `config` prints for a size read as `value` (a scalar's): bytes as a string.

    None where it prints nothing: 0, and numbers with a fraction or an exponent, which Docker
    Compose drops. Raises BadValue as parse_size does.
    """
    if isinstance(value, str):
        amount = parse_size(value)
        if amount is None:
            return value
    elif type(value) is int and INT_MIN <= value <= INT_MAX:
        amount = value
    else:
        amount = 0
    return str(amount) if amount else None
