"""A value of the wrong kind: what it is, and what was probably done."""

from __future__ import annotations

from typing import Any

from ..node import Mapping, Node, Scalar, Sequence, Timestamp
from .attribute import Attribute

#: The kinds of values, as messages say them.
WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "list": "a list",
    "mapping": "a mapping",
    "null": "empty",
}
#: What strings are read as at places that want no text.
NOT_TEXT = (
    *("boolean", "integer", "number", "number-32", "nothing"),
    *("python-integer", "python-number", "python-size"),
)
_DURATIONS = frozenset(
    (
        "interval",
        "timeout",
        "start_period",
        "start_interval",
        "stop_grace_period",
        "pull_refresh_after",
        "delay",
        "monitor",
        "window",
    )
)


def shape(node: Node, attribute: Attribute, fields: dict[str, Any]) -> str:
    """The variant of wrong-type: what was probably done.

    empty: a key with nothing under it. date. missing-space: `image:foo`; fields key, value.
    bare-port, bare-item: a list's item without its dash. mapping-for-list. list-for-mapping, or
    one item of it, as `- db: {condition: …}` in depends_on. entry-is-mapping: `- KEY: value`
    among KEY=value; fields key, value. item-is-mapping: a list item that became a mapping by its
    colon; fields key, value. nested-value: a variable, label or option that is a collection;
    field container. duration: a number without its unit. number, boolean: not in quotes.
    """
    if type(node) is Scalar:
        return _scalar_shape(node, attribute, fields)
    if type(node) is Sequence:
        if Mapping in attribute.kinds:
            return "list-for-mapping"
    elif Sequence in attribute.kinds and Mapping not in attribute.kinds:
        return "mapping-for-list"
    if attribute.path.endswith(".[]") and type(node) is Mapping and node.entries:
        key, (_, value) = next(iter(node.entries.items()))
        fields["key"] = key
        fields["value"] = value.text if type(value) is Scalar else ""
        holder = attribute.table.holder(attribute)
        if holder is None or Mapping not in holder.kinds:
            return "item-is-mapping"
        free = holder.wildcard
        return "entry-is-mapping" if free and str in free.kinds else "list-for-mapping"
    if attribute.path.endswith(".*"):
        fields["container"] = attribute.path.split(".")[-2]
        return "nested-value"
    return ""


def _scalar_shape(node: Scalar, attribute: Attribute, fields: dict[str, Any]) -> str:
    value = node.value
    if value is None:
        return "empty"
    if type(value) is Timestamp:
        return "date"
    if type(value) is str and Mapping in attribute.kinds:
        key, colon, rest = node.text.partition(":")
        if colon and node.plain and key.isidentifier() and rest[:1] not in ("", " "):
            fields["key"], fields["value"] = key, rest
            return "missing-space"
    if Sequence in attribute.kinds and Mapping not in attribute.kinds:
        return "bare-port" if fields["name"] == "ports" else "bare-item"
    if str not in attribute.kinds or (attribute.cast or attribute.decode) in NOT_TEXT:
        return ""
    if type(value) in (int, float):
        return "duration" if fields["name"] in _DURATIONS else "number"
    if type(value) is bool:
        return "boolean"
    return ""


def found(node: Node) -> str:
    """What a node is, in a word or two."""
    return WORDS[kind_of(node)] if type(getattr(node, "value", "")) is not Timestamp else "a date"


def kind_of(node: Node) -> str:
    """A node's kind, as the table names it."""
    if type(node) is Mapping:
        return "mapping"
    if type(node) is Sequence:
        return "list"
    value = node.value if type(node) is Scalar else None
    if value is None:
        return "null"
    if type(value) is bool:
        return "boolean"
    if type(value) is int:
        return "integer"
    return "number" if type(value) is float else "string"
