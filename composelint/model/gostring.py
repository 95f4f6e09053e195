"""What a scalar becomes where Docker Compose wants a string: environment, labels, options.

Seen with Docker Compose 5.6.1: `1e3` becomes 1000, `0x10` 16, `1000000.0` 1e+06, `True` true.
"""

from __future__ import annotations

import re
from typing import Any

from ..node import Scalar, Timestamp

_STAMP = (
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d*))?[ \t]*(Z|[+-]\d{1,2}(?::\d{2})?)?)?\Z"
)

#: From this power of ten on, Go prints an exponent.
_MOST_WHOLE = 6


def go_string(value: Any) -> str:
    """`fmt.Sprint` of what a plain scalar was read as; None gives ""."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if value is None:
        return ""
    if kind is bool:
        return "true" if value else "false"
    if kind is float:
        return go_float(value)
    if kind is Timestamp:
        return go_time(value)
    return str(value)


def scalar_string(node: Scalar) -> str | None:
    """The string a scalar stands for; None for null (`A:` in an environment)."""
    return None if node.value is None else go_string(node.value)


def go_float(value: float) -> str:
    """A float as Go's `%v` prints it: the shortest digits, 123456 but 1e+06, 0.0001 but 1e-05."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    mantissa, _, exponent = f"{value!r}".partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = whole + fraction
    power = int(exponent or 0) + len(whole)
    stripped = digits.lstrip("0")
    power -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    if not digits:
        return f"{sign}0"
    shown = power - 1
    if shown < -4 or shown >= _MOST_WHOLE:
        rest = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{rest}e{'-' if shown < 0 else '+'}{abs(shown):02d}"
    if power <= 0:
        return f"{sign}0.{'0' * -power}{digits}"
    if power >= len(digits):
        return sign + digits + "0" * (power - len(digits))
    return f"{sign}{digits[:power]}.{digits[power:]}"


def go_time(text: str) -> str:
    """A plain date or time as Go prints one: `2001-01-01 00:00:00 +0000 UTC`."""
    match = re.match(_STAMP, text)
    if match is None:
        return text
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    clock = f"{int(hour or 0):02d}:{minute or '00'}:{second or '00'}"
    fraction = (fraction or "").rstrip("0")
    if fraction:
        clock += f".{fraction}"
    shown = "+0000 UTC"
    if zone and zone != "Z":
        hours, _, minutes = zone[1:].partition(":")
        offset = f"{zone[0]}{int(hours):02d}{minutes or '00'}"
        shown = "+0000 +0000" if offset == "+0000" else f"{offset} {offset}"
    return f"{year}-{int(month):02d}-{int(day):02d} {clock} {shown}"
