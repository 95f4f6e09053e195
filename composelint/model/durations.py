"""Spans of time as Docker Compose reads them: 1m30s, 1.5h, and beyond Go's own units 1d and 1w.

Seen with Docker Compose 5.6.1: `10` lacks its unit, `1m 30s` and `1S` are refused, `"0"` is the
one number that needs no unit, `+5s` and `-1s` are read.
"""

from __future__ import annotations

from ..node import UNKNOWN
from .bad import BadValue
from .gonumbers import INT_MAX, is_digits

#: Nanoseconds in a unit.
UNITS: dict[str, int] = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
    "d": 86_400_000_000_000,
    "w": 604_800_000_000_000,
}

#: No number of more digits fits, but for leading zeros.
_MOST_DIGITS = 300


def parse_duration(text: str) -> int | None:
    """Nanoseconds; None where a part of the text is not known.

    Raises BadValue: "empty", "number", "no-unit", "unit" (field unit) or "too-long", with the
    place of the part at fault.
    """
    if UNKNOWN in text:
        return None
    size = len(text)
    start = at = 1 if text[:1] in ("+", "-") else 0
    if at == size:
        raise BadValue("empty", 0, size, value=text)
    if text[at:] == "0":
        return 0
    total = 0
    while at < size:
        begin = at
        at = _digits(text, begin)
        whole = text[begin:at]
        fraction = ""
        if text[at : at + 1] == ".":
            point = at + 1
            at = _digits(text, point)
            fraction = text[point:at]
        if not whole and not fraction:
            raise BadValue("number", begin, size, value=text)
        number_end = at
        while at < size and not (text[at] == "." or is_digits(text[at])):
            at += 1
        unit = text[number_end:at]
        if not unit:
            raise BadValue("no-unit", begin, number_end, value=text)
        if unit not in UNITS:
            raise BadValue("unit", number_end, at, value=text, unit=unit)
        total += _amount(whole, fraction, UNITS[unit])
        if total > INT_MAX:
            raise BadValue("too-long", begin, at, value=text)
    return -total if start and text[0] == "-" else total


def _digits(text: str, at: int) -> int:
    while at < len(text) and "0" <= text[at] <= "9":
        at += 1
    return at


def _amount(whole: str, fraction: str, unit: int) -> int:
    if len(whole) > _MOST_DIGITS:
        return INT_MAX + 1
    amount = int(whole or 0) * unit
    if fraction:
        kept = fraction[:18]
        amount += int(float(int(kept)) * (float(unit) / float(10 ** len(kept))))
    return amount


def show_duration(nanoseconds: int) -> str:
    """A span of time as `config` prints it: 1h30m0s, 1.5s, 100ms, 0s."""
    if nanoseconds == 0:
        return "0s"
    sign = "-" if nanoseconds < 0 else ""
    rest = abs(nanoseconds)
    for unit, size in (("ns", 1), ("µs", 1_000), ("ms", 1_000_000)):
        if rest < size * 1_000:
            return f"{sign}{_decimal(rest, size)}{unit}"
    minutes, rest = divmod(rest, UNITS["m"])
    seconds = f"{_decimal(rest, UNITS['s'])}s"
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{sign}{hours}h{minutes}m{seconds}"
    return f"{sign}{minutes}m{seconds}" if minutes else f"{sign}{seconds}"


def _decimal(amount: int, size: int) -> str:
    whole, rest = divmod(amount, size)
    if not rest:
        return str(whole)
    return f"{whole}.{str(rest).rjust(len(str(size)) - 1, '0').rstrip('0')}"


def canonical_duration(text: str) -> str:
    """The text that `config` prints for a duration; raises BadValue as parse_duration does."""
    value = parse_duration(text)
    return text if value is None else show_duration(value)
