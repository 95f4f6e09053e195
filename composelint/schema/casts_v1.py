"""Values that Docker Compose 1.x reads as something else: its Python program has rules of its own.

Seen with Docker Compose 1.29.2, for the readings `python-…` of attributes.csv.
"""

from __future__ import annotations

import re
from typing import Any

_UNITS = {"b": 0, "k": 10, "m": 20, "g": 30, "t": 40}
_PARTS = r"(?:[\d.]+{})?"
_DURATION = "".join(_PARTS.format(unit) for unit in ("h", "m", "s", "ms", "(?:us|µs)", "ns"))


def cast_v1(reading: str, text: str) -> Any:
    """The value of a string read as `reading`; raises ValueError where it cannot be."""
    if reading == "python-integer":
        # 0444 is octal here, as 0o444 is.
        octal = re.match(r"0[0-9]+\Z", text.strip())
        return int("0o" + text[1:] if octal else text, base=0)
    if reading == "python-number":
        return float(text)
    if reading == "python-duration":
        return _microseconds(text)
    return _bytes(text)


def _microseconds(text: str) -> int:
    """A length of time as 1.29.2 gives it to `cpu_quota`: with a unit always; the program itself
    fails on a number in quotes. Its amount does not matter to any check."""
    if not text.strip() or not re.match(rf"\s*{_DURATION}\s*\Z", text, re.IGNORECASE):
        raise ValueError(text)
    for amount in re.findall(r"[\d.]+", text):
        float(amount)
    return 0


def _bytes(text: str) -> int:
    """A size as docker-py reads it: 64m, 1.5gb, 5."""
    if not text:
        return 0
    if text[-2:-1].isalpha() and text[-1] in "bB":
        text = text[:-1]
    if text[-1].isdigit():
        return int(float(text))
    return int(float(text[:-1]) * 2 ** _units(text[-1].lower()))


def _units(suffix: str) -> int:
    if suffix not in _UNITS:
        raise ValueError(suffix)
    return _UNITS[suffix]
