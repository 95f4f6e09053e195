"""Nodes to JSON values, by the kind of attribute.

A value that Docker Compose leaves out (an empty text, list or mapping, zero, false) is OMIT.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..model.casts import boolean, label_map, number32, string, text_list, whole_number
from ..model.durations import canonical_duration
from ..model.shellwords import split_words
from ..model.sizes import canonical_size
from ..node import Mapping, Node, Scalar, Sequence, Timestamp

#: Not printed.
OMIT: Any = object()

Convert = Callable[[Node], Any]


def plain(node: Node) -> Any:
    """A tree as the JSON value that it is: what stands in `x-` sections."""
    if type(node) is Mapping:
        return {name: plain(value) for name, value in node.items()}
    if type(node) is Sequence:
        return [plain(item) for item in node.items]
    assert type(node) is Scalar
    value = node.value
    if isinstance(value, Timestamp):
        return _rfc3339(value)
    if isinstance(value, float) and _LONG <= abs(value) < _EXPONENT:
        # Go writes these out, in the fewest digits that tell the float from its neighbours.
        from decimal import Decimal

        return int(Decimal(repr(value)))
    return value


#: From here on a float has no fraction, and up to there Go prints it without an exponent.
_LONG, _EXPONENT = 2.0**53, 1e21


def _rfc3339(stamp: Timestamp) -> str:
    """A date or time as Go prints it in JSON."""
    day, _, time = stamp.replace("t", "T").replace(" ", "T", 1).partition("T")
    year, month, of_month = day.split("-")
    date = f"{year}-{int(month):02}-{int(of_month):02}"
    if not time:
        return f"{date}T00:00:00Z"
    hour, minute, rest = time.strip().split(":", 2)
    zone = "" if rest[-1] == "Z" or "+" in rest or "-" in rest else "Z"
    second = rest if rest[1:2].isdigit() else f"0{rest}"
    return f"{date}T{int(hour):02}:{int(minute):02}:{second}{zone}"


def is_null(node: Node | None) -> bool:
    return node is None or (type(node) is Scalar and node.value is None)


def text(node: Node) -> Any:
    return string(node) or OMIT if type(node) is Scalar else OMIT


def flag(node: Node) -> Any:
    return True if type(node) is Scalar and node.value is not None and boolean(node) else OMIT


def known_flag(node: Node) -> Any:
    """A boolean that is printed when false, too."""
    return boolean(node) if type(node) is Scalar and node.value is not None else OMIT


def number(node: Node) -> Any:
    return whole_number(node) or OMIT if type(node) is Scalar and node.value is not None else OMIT


def known_number(node: Node) -> Any:
    """A whole number that is printed when zero, too."""
    return whole_number(node) if type(node) is Scalar and node.value is not None else OMIT


def fraction(node: Node) -> Any:
    return number32(node) or OMIT if type(node) is Scalar and node.value is not None else OMIT


def size(node: Node) -> Any:
    if type(node) is not Scalar or node.value is None:
        return OMIT
    return canonical_size(node.value) or OMIT


def duration(node: Node) -> Any:
    if type(node) is not Scalar or node.value is None:
        return OMIT
    return canonical_duration(string(node))


def texts(node: Node) -> Any:
    return OMIT if is_null(node) else text_list(node) or OMIT


def pairs(node: Node) -> Any:
    return OMIT if is_null(node) else label_map(node) or OMIT


def command(node: Node) -> Any:
    """The words of a command; null stays null and an empty list empty."""
    if type(node) is Scalar:
        # A date is neither text nor list, and is passed over.
        unread = node.value is None or isinstance(node.value, Timestamp)
        return None if unread else split_words(string(node))
    return text_list(node)


def words(node: Node) -> Any:
    found = command(node)
    return OMIT if found is None else found


def fields(node: Node | None, table: dict[str, Convert]) -> dict[str, Any]:
    """The attributes of a mapping that the table knows, each by its kind."""
    shown: dict[str, Any] = {}
    if type(node) is Mapping:
        for name, convert in table.items():
            value = node.get(name)
            if value is not None:
                found = convert(value)
                if found is not OMIT:
                    shown[name] = found
    return shown


def mapping_of(table: dict[str, Convert]) -> Convert:
    """A mapping that is printed whenever it is there, with the attributes that the table knows."""

    def convert(node: Node) -> Any:
        return OMIT if is_null(node) else fields(node, table)

    return convert


def sequence_of(convert: Convert) -> Convert:
    """A list, each entry by `convert`; an empty one, or what is no list, is left out."""

    def convert_list(node: Node) -> Any:
        if type(node) is not Sequence:
            return OMIT
        return [convert(item) for item in node.items if not is_null(item)] or OMIT

    return convert_list


def each(node: Node) -> list[Node]:
    """The items of a list, each as a list of its own; anything else as it is."""
    if type(node) is not Sequence:
        return [node]
    return [Sequence(item.source, item.start, item.end, "", [item]) for item in node.items]
