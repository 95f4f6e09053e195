"""The one walk over a project's nodes that judges their shape by the attribute table.

Its verdict is that of the JSON Schema which the release of Docker Compose ships, run on the values
as they are after strings have been cast (see casts). Beyond JSON Schema, seen with the binary:

- The formats `ports`, `expose` and `subnet_ip_address` of the older schemas are never enforced;
  `duration` is, up to 2.27 (2.20.3 refuses `interval: 1d`; 5.6.1 has no formats and reads it).
- What stands beside a `$ref` has no effect (2.20.3 takes `include: [a.yaml]`, although its schema
  says `type: object` there).
- Lists that must not repeat an item are freed of repeated ones first at many paths: see the rows
  of kind `repeats`.
- A plain date, and numbers without end: see table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..finding import Report
from ..node import UNKNOWN, Mapping, Node, Scalar, Sequence
from .attribute import WRONG, Attribute, Limits
from .table import Table

if TYPE_CHECKING:
    from .faults import Faults

INFINITE = (float("inf"), float("-inf"))


def walk(root: Mapping, table: Table, report: Report) -> None:
    """Raise a problem for everything that Docker Compose's schema step would refuse.

    `root` is the merged project. A string that Docker Compose reads as a number or a boolean
    is replaced, in the collection that holds it, by a Scalar of that value.
    """
    _Walk(root, table, report).mapping(root, table.root)


class _Walk:
    __slots__ = ("_faults", "report", "root", "table", "trail")

    def __init__(self, root: Mapping, table: Table, report: Report) -> None:
        self.root = root
        self.table = table
        self.report = report
        self.trail: list[str | int] = []
        self._faults: Faults | None = None

    @property
    def faults(self) -> Faults:
        """What words problems; imported with the first one."""
        if self._faults is None:
            from .faults import Faults

            self._faults = Faults(self.root, self.table, self.report, self.trail)
        return self._faults

    def mapping(self, node: Mapping, attribute: Attribute) -> None:
        children = attribute.children
        if children is None:
            children = attribute.expand()
        trail = self.trail
        entries = node.entries
        for name, (_, value) in entries.items():
            child = children.get(name)
            if child is None:
                child = attribute.wildcard
                if child is None or not attribute.key_fits(name):
                    self.other_key(node, attribute, name, value)
                    continue
            if type(value) is Scalar:
                if child.kinds.get(type(value.value), WRONG) is not None:
                    trail.append(name)
                    replacement = self.scalar(value, child)
                    if replacement is not None:
                        entries[name] = (entries[name][0], replacement)
                    trail.pop()
            else:
                trail.append(name)
                self.collection(value, child)
                trail.pop()
        for name in attribute.required:
            if name not in entries:
                self.faults.missing(node, attribute, name)
        if attribute.any_of and not any(name in entries for name in attribute.any_of):
            self.faults.missing_any(node, attribute)
        for name, needed in attribute.needs:
            if name in entries and needed not in entries:
                self.faults.missing_beside(node, name, needed)

    def other_key(self, node: Mapping, attribute: Attribute, name: str, value: Node) -> None:
        """A key that is neither known nor fits: it may be free all the same."""
        if attribute.open:
            if attribute.wildcard is not None:
                self.trail.append(name)
                self.casts(value, attribute.wildcard)
                self.trail.pop()
        elif not (attribute.extensions and name[:2] == "x-"):
            self.faults.unknown_key(node, attribute, name)

    def casts(self, node: Node, attribute: Attribute) -> None:
        """Strings are read as something else even under a key that the schema does not look at:
        5.6.1 refuses `ulimits: {A: q}`."""
        if type(node) is Scalar:
            reading = attribute.cast if self.table.casts(node) else ""
            reading = reading or attribute.decode
            if reading and type(node.value) is str and UNKNOWN not in node.text:
                self._read(node, attribute, reading)
        elif type(node) is Mapping:
            children = attribute.expand()
            for name, value in node.items():
                child = children.get(name, attribute.wildcard)
                if child is not None:
                    self.trail.append(name)
                    self.casts(value, child)
                    self.trail.pop()

    def sequence(self, node: Sequence, attribute: Attribute) -> None:
        if attribute.children is None:
            attribute.expand()
        items = node.items
        item = attribute.item
        if item is not None:
            trail = self.trail
            kinds = item.kinds
            for index, value in enumerate(items):
                if type(value) is Scalar:
                    if kinds.get(type(value.value), WRONG) is not None:
                        trail.append(index)
                        replacement = self.scalar(value, item)
                        if replacement is not None:
                            items[index] = replacement
                        trail.pop()
                else:
                    trail.append(index)
                    self.collection(value, item)
                    trail.pop()
        if attribute.unique and len(items) > 1:
            self.unique(items)

    def collection(self, node: Node, attribute: Attribute) -> None:
        """A mapping or a list."""
        if type(node) not in attribute.kinds:
            self.faults.wrong_type(node, attribute)
        elif type(node) is Mapping:
            self.mapping(node, attribute)
        elif type(node) is Sequence:
            self.sequence(node, attribute)

    def scalar(self, node: Scalar, attribute: Attribute) -> Scalar | None:
        """Judge a scalar whose type alone does not say that it fits; the scalar to put in its
        place, if any."""
        value = node.value
        if type(value) is str:
            if UNKNOWN in node.text:
                if str not in attribute.kinds:
                    self.faults.wrong_type(node, attribute)
                return None
            if attribute.cast and self.table.casts(node):
                if not self._read(node, attribute, attribute.cast):
                    return None
                value = _cast(attribute.cast, value)
        limits = attribute.kinds.get(type(value), WRONG)
        if limits is WRONG or (limits is not None and limits.whole and value % 1):
            self.faults.wrong_type(node, attribute)
            return None
        if limits is not None and not self.keeps(limits, value):
            self.faults.invalid(node, attribute, limits, value)
            return None
        if attribute.decode and type(value) is str:
            if not self._read(node, attribute, attribute.decode):
                return None
            value = _cast(attribute.decode, value)
        return None if value is node.value else with_value(node, value)

    def _read(self, node: Scalar, attribute: Attribute, reading: str) -> bool:
        """Whether a string can be read so; else a problem is raised."""
        from .casts import NotCast

        try:
            _cast(reading, node.value)
        except NotCast:
            self.faults.not_read(node, attribute, reading)
            return False
        return True

    def keeps(self, limits: Limits, value: Any) -> bool:
        """Whether a value of a fitting type keeps to the limits of its kind."""
        if type(value) is str:
            if limits.values and value not in limits.values:
                return False
            if limits.pattern and not self.table.pattern(limits.pattern).search(value):
                return False
            if limits.duration:
                from .casts import is_duration

                return is_duration(value)
            return True
        if limits.finite and (value != value or value in INFINITE):
            return False
        if limits.minimum is not None and value < limits.minimum:
            return False
        return limits.maximum is None or value <= limits.maximum

    def unique(self, items: list[Node]) -> None:
        """No item may stand twice in a list."""
        for first, second in repetitions(items):
            self.faults.repeated(items, first, second)


def repetitions(items: list[Node]) -> Iterator[tuple[int, int]]:
    """The indexes of an item and of one like it further down, for each that repeats another; what
    is not known is no item's equal."""
    seen: dict[Any, int] = {}
    for index, item in enumerate(items):
        if type(item) is Scalar:
            value = item.value
            if type(value) is str and UNKNOWN in value:
                continue
            key: Any = value if type(value) is str else (type(value) is bool, value)
        else:
            key = plain(item)
            if key is None:
                continue
        first = seen.setdefault(key, index)
        if first != index:
            yield first, index


def plain(node: Node) -> Any:
    """A node's value as something to compare by, equal where JSON Schema has it equal; None where
    a part is not known."""
    if type(node) is Mapping:
        pairs = [(name, plain(value)) for name, value in node.items()]
        if any(value is None for _, value in pairs):
            return None
        return ("mapping", frozenset(pairs))
    if type(node) is Sequence:
        items = tuple(plain(item) for item in node.items)
        return None if None in items else ("list", items)
    if type(node) is Scalar:
        value = node.value
        if type(value) is str and UNKNOWN in value:
            return None
        return (type(value) is bool, value)
    return None


def _cast(reading: str, text: str) -> Any:
    from .casts import cast

    return cast(reading, text)


def with_value(node: Scalar, value: Any) -> Scalar:
    """A copy of a scalar that reads as another value: an alias may use the node elsewhere."""
    copy = Scalar(node.source, node.start, node.end, node.tag, node.text, value, node.plain)
    copy.origin = node.origin
    copy.raw = node.raw
    return copy
