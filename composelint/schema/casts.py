"""Strings that Docker Compose reads as something else.

At some paths a string is turned into a number or a boolean while variables are filled in, before
the schema sees it (`cast`: `privileged: "true"`, `ports[].target: "80"`); at others when the
project is decoded, after the schema (`decode`: `attach: "yes"`). Which literals do was seen with
Docker Compose 5.6.1 and 2.40.3, and is the same for both.
"""

from __future__ import annotations

from typing import Any

from ..model.bad import BadValue
from ..model.gonumbers import float32, parse_bool, parse_float, parse_int


class NotCast(ValueError):
    """A string that is not what the place takes."""


def cast(reading: str, text: str) -> Any:
    """The value of a string read as `reading`, one of those in attributes.csv.

    Sizes, durations and octal modes stay strings: they are judged only. Raises NotCast.
    """
    try:
        return _cast(reading, text)
    except (BadValue, ValueError, OverflowError):
        raise NotCast(text) from None


def _cast(reading: str, text: str) -> Any:
    if reading == "boolean":
        return parse_bool(text)
    if reading == "integer":
        return parse_int(text)
    if reading in ("number", "number-32"):
        return _number(reading, text)
    if reading.startswith("python-"):
        from .casts_v1 import cast_v1

        return cast_v1(reading, text)
    if reading == "size":
        from ..model.sizes import parse_size

        parse_size(text)
    elif not (
        (reading == "octal" and is_octal(text)) or (reading == "duration" and is_duration(text))
    ):
        raise NotCast(text)
    return text


def _number(reading: str, text: str) -> float:
    value = parse_float(text)
    infinite = abs(value) == float("inf")
    if reading == "number-32" and not infinite and abs(float32(value)) == float("inf"):
        raise NotCast(text)
    return value


def is_octal(text: str) -> bool:
    """Whether Go's ParseInt reads a text to the base of 8: 0444, 444; neither 0o444 nor 9."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    return bool(digits) and not digits.strip("01234567")


def is_duration(text: str) -> bool:
    """Whether Go's time.ParseDuration reads a text: 1h30m, 1.5s, 0; no days."""
    import re

    return bool(re.match(r"[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)\Z", text, re.ASCII))
