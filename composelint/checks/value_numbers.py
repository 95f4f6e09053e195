"""Numbers of a kind that Docker Compose refuses after its schema has let them pass.

Negative where it counts without a sign, and with a point or an exponent (`1.0`, `1e3`) where it
wants a whole number or a text; seen with 5.6.1 and 2.40.3.
"""

from __future__ import annotations

from ..model.bad import BadValue
from ..model.casts import whole_number
from ..node import Mapping, Node, Path, Scalar, Sequence
from .judge import Judge, mappings


def not_negative(judge: Judge, node: Node | None, path: Path) -> None:
    """Retries, attempts and the like; a text that is no number is the walk's."""
    if type(node) is not Scalar or not node.known or node.value is None:
        return
    try:
        number = whole_number(node)
    except BadValue:
        return
    if number < 0:
        judge.bad(node, path, "negative", refused=True)


def whole(judge: Judge, node: Node | None, path: Path, *, schema: bool = False) -> None:
    """A single number without a point. `schema`: 1.5 is refused by the schema, only 1.0 here."""
    if type(node) is Scalar and type(node.value) is float:
        if schema and not node.value.is_integer():
            return
        judge.bad(node, path, "fraction", refused=True)


def each_whole(judge: Judge, node: Node, path: Path) -> None:
    """The items of a list."""
    if type(node) is Sequence:
        for index, item in enumerate(node.items):
            whole(judge, item, (*path, index))


def storage_options(judge: Judge, node: Node, path: Path) -> None:
    """Texts and whole numbers only, though the schema takes any number and true."""
    if type(node) is Mapping:
        for name, (_, value) in node.entries.items():
            if type(value) is Scalar and type(value.value) in (float, bool):
                judge.bad(value, (*path, name), "fraction", refused=True)


def grants(judge: Judge, node: Node, path: Path) -> None:
    """The rights in `mode` of secrets and configs."""
    for grant, at in mappings(node, path):
        whole(judge, grant.get("mode"), (*at, "mode"))
