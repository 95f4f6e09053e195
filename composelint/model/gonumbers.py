"""Numbers in text, as the Go program behind `docker-compose` reads and prints them."""

from __future__ import annotations

import re
import struct

from .bad import BadValue

_FLOAT = r"(?a)[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z"
_HEX_FLOAT = (
    r"(?a)[+-]?0[xX]_?(?:[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)"
    r"[pP][+-]?\d+\Z"
)
_NAMED = frozenset(("inf", "infinity", "nan"))
TRUE = frozenset(("true", "y", "yes", "on"))
_FALSE = frozenset(("false", "n", "no", "off"))
#: More digits than this are no number that anything takes, and more than int() does.
_MOST_DIGITS = 300
INT_MIN, INT_MAX = -(2**63), 2**63 - 1


def is_digits(text: str) -> bool:
    """Whether a text is a number of 0 to 9 (and no other script's digits), within bounds."""
    return text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS


def parse_int(text: str) -> int:
    """A decimal integer of 64 bits, with an optional sign: strconv.Atoi.

    Neither spaces, underscores nor prefixes such as 0x. Raises BadValue("integer").
    """
    digits = text[1:] if text[:1] in ("+", "-") else text
    if is_digits(digits):
        value = int(text)
        if INT_MIN <= value <= INT_MAX:
            return value
    raise BadValue("integer", 0, len(text), value=text)


def parse_float(text: str) -> float:
    """A number as strconv.ParseFloat has it: 1.5, .5, 1e3, 0x1p-2, inf, NaN.

    Raises BadValue("number").
    """
    if is_digits(text):
        return float(text)
    if re.match(_FLOAT, text):
        value = float(text)
        if value not in (float("inf"), float("-inf")):
            return value
    elif text.lstrip("+-").lower() in _NAMED and len(text) - len(text.lstrip("+-")) < 2:
        return float(text)
    elif re.match(_HEX_FLOAT, text):
        return float.fromhex(text.replace("_", ""))
    raise BadValue("number", 0, len(text), value=text)


def parse_bool(text: str) -> bool:
    """A quoted boolean: true, yes, y, on and their opposites, in any case.

    `1`, `t` and the like are refused, as seen with Docker Compose 5.6.1. Raises
    BadValue("boolean").
    """
    lowered = text.lower()
    if lowered in TRUE:
        return True
    if lowered in _FALSE:
        return False
    raise BadValue("boolean", 0, len(text), value=text)


def float32(value: float) -> float | int:
    """What JSON shows of a number kept in 32 bits: 0.333333333333 becomes 0.33333334.

    `cpus`, `cpu_percent` and `max_failure_ratio` are kept so.
    """
    try:
        packed = struct.pack("f", value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    kept: float = struct.unpack("f", packed)[0]
    for precision in range(1, 10):
        short = float(f"{kept:.{precision}g}")
        if struct.pack("f", short) == packed:
            return json_number(short)
    return json_number(kept)


def json_number(value: float) -> float | int:
    """A whole number without a fraction, as Go's JSON prints it."""
    if value == value and abs(value) < 1e21 and value == int(value):
        return int(value)
    return value
