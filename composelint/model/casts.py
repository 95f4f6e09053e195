"""Scalars and small collections as the kind that an attribute wants.

Docker Compose turns a quoted number or boolean into what the attribute wants before it looks at
the schema, so `"5"` and `"yes"` serve where 5 and true do.
"""

from __future__ import annotations

from ..node import Mapping, Node, Scalar, Sequence
from .bad import BadValue
from .gonumbers import float32, parse_bool, parse_float, parse_int
from .gostring import go_string


def string(node: Scalar) -> str:
    """The scalar as text; null is ""."""
    return go_string(node.value)


def boolean(node: Scalar) -> bool:
    """true, or a text such as yes or off; raises BadValue("boolean")."""
    value = node.value
    if isinstance(value, bool):
        return value
    return parse_bool(go_string(value))


def whole_number(node: Scalar) -> int:
    """An integer, or a text or a number like 5.0 that stands for one; a fraction is cut off.

    Raises BadValue("integer").
    """
    value = node.value
    if type(value) is int:
        return value
    if isinstance(value, float):
        # Beyond 64 bits the processor's conversion gives the least number: so does `config`.
        return int(value) if abs(value) < 2**63 else -(2**63)
    return parse_int(go_string(value))


def number32(node: Scalar) -> float | int:
    """A number kept in 32 bits, as `cpus` is; raises BadValue("number")."""
    value = node.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float32(float(value))
    return float32(parse_float(go_string(value)))


def label_map(node: Node) -> dict[str, str]:
    """Labels, annotations, sysctls, options: a mapping, or a list of `key=value`.

    A key without a value gets "". Entries of a list that are no text are passed over.
    """
    return {key: value or "" for key, value in variable_map(node).items()}


def variable_map(node: Node) -> dict[str, str | None]:
    """`environment`, `args`: as label_map, but a key without a value gets None."""
    pairs: dict[str, str | None] = {}
    if isinstance(node, Mapping):
        for key, value in node.items():
            known = isinstance(value, Scalar) and value.value is not None
            pairs[key] = string(value) if known and isinstance(value, Scalar) else None
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar) and isinstance(item.value, str):
                key, equals, text = item.text.partition("=")
                pairs[key] = text if equals else None
    return pairs


def text_list(node: Node) -> list[str]:
    """A list of texts, or a single text as a list of one."""
    if isinstance(node, Scalar):
        return [string(node)]
    if isinstance(node, Sequence):
        return [string(item) for item in node.items if isinstance(item, Scalar)]
    return []


def try_parse_float(node: Scalar) -> float | None:
    """The number a scalar stands for, None where it is none or not known."""
    if not node.known:
        return None
    value = node.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        return parse_float(go_string(value))
    except BadValue:
        return None
