"""JSON as Go writes it, byte for byte: that is what Docker Compose hashes."""

from __future__ import annotations

import json
from typing import Any

from .order import Shape

#: Go writes these so that JSON can stand within HTML and JavaScript.
_ESCAPED = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}

_FREE = Shape()
#: From and up to where Go writes a float without an exponent.
_SMALL, _LARGE = 1e-6, 1e21


def encode(value: Any, shape: Shape = _FREE) -> str:
    """A JSON value without spaces; the keys in the order of the shape, others sorted.

    A key that the shape does not have is left out, as no record of Docker Compose has it.
    """
    if isinstance(value, dict):
        return "{" + ",".join(_pairs(value, shape)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(encode(item, shape) for item in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).translate(_ESCAPED)
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value)


def _pairs(value: dict[str, Any], shape: Shape) -> list[str]:
    if shape.keys:
        return [
            f'"{key}":{encode(value[key], shape.within.get(key, _FREE))}'
            for key in shape.keys
            if key in value
        ]
    inner = shape.entries or _FREE
    return [f"{encode(key)}:{encode(value[key], inner)}" for key in sorted(value)]


def _number(value: float) -> str:
    """The fewest digits that tell the float from its neighbours."""
    if value == 0 or _SMALL <= abs(value) < _LARGE:
        from decimal import Decimal

        written = f"{Decimal(repr(value)):f}"
        return written.rstrip("0").rstrip(".") if "." in written else written
    digits, _, exponent = repr(value).partition("e")
    return f"{digits.removesuffix('.0')}e{int(exponent):+}"
