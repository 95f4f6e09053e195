"""What is wrong where the walk stops: the problems, with what their words need.

Imported with the first problem only. Which rule and variant has which fields is told at each
method; `name` is the key that the problem is about, `at` the whole path as people write it,
`owner` the path of what holds it (PROJECT for the top level).
"""

from __future__ import annotations

from typing import Any

from ..finding import Problem, Related, Report
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence, show_path
from ..source import Span
from .attribute import VALUES, Attribute, Limits
from .elsewhere import attribute_elsewhere, gone, kind_elsewhere, value_elsewhere
from .places import Place, Places, is_meant, is_plural
from .shapes import NOT_TEXT, WORDS, found, kind_of, shape
from .table import Table

#: The owner of the top-level attributes.
PROJECT = "the project"

#: The variants of wrong-type whose `name` is that of the item, for an item of a list.
_OF_ITEMS = ("", "empty", "date", "number", "boolean")


class Faults:
    """Raises the walk's problems. `trail` is the walk's own: the keys down to where it is."""

    __slots__ = ("places", "report", "root", "table", "trail")

    def __init__(self, root: Mapping, table: Table, report: Report, trail: list[Any]) -> None:
        self.root = root
        self.table = table
        self.report = report
        self.trail = trail
        self.places = Places(table)

    # -- keys ------------------------------------------------------------------------------

    def unknown_key(self, node: Mapping, attribute: Attribute, name: str) -> None:
        """A key that the mapping must not have.

        invalid-value/key: a name of the wrong characters; fields owner, name, pattern.
        needs-newer-release: see elsewhere.
        unknown-attribute/gone: field until. misplaced-attribute: see Places. unknown-attribute,
        and its variant near with field near.
        """
        key, value = node.entries[name]
        path = (*self.trail, name)
        if _is_split_text(node, attribute):
            self._split_text(node, key, value)
            return
        fields = {"name": name, "owner": self._owner(tuple(self.trail))}
        if attribute.wildcard is not None:
            fields["pattern"] = attribute.key_pattern
            self._raise("invalid-value", key.span, path, "key", fields)
            return
        elsewhere = attribute_elsewhere(self.table, attribute, name)
        if elsewhere is not None:
            fields |= elsewhere.fields
            self._raise("needs-newer-release", key.span, path, elsewhere.variant, fields)
            return
        until = gone(self.table, attribute, name)
        if until:
            fields["until"] = until
            self._raise("unknown-attribute", key.span, path, "gone", fields)
            return
        self._stray_key(attribute, key, value, path, fields)

    def _stray_key(
        self,
        attribute: Attribute,
        key: Scalar,
        value: Node,
        path: Path,
        fields: dict[str, Any],
    ) -> None:
        name = key.text
        near = self.places.near(attribute, name)
        place = self.places.belongs(attribute, path, value)
        if place is not None and place.sure and not _rather_near(near, name, attribute, place):
            fields["place"] = place.place
            self._raise("misplaced-attribute", key.span, path, place.variant, fields)
        elif near:
            fields["near"] = near
            self._raise("unknown-attribute", key.span, path, "near", fields)
        elif place is not None:
            fields["place"] = place.place
            self._raise("misplaced-attribute", key.span, path, place.variant, fields)
        else:
            self._raise("unknown-attribute", key.span, path, "", fields)

    def _split_text(self, node: Mapping, key: Scalar, value: Node) -> None:
        """wrong-type/item-is-mapping, for `- data: /var/lib` where `- data:/var/lib` was meant."""
        path = tuple(self.trail)
        text = value.text if type(value) is Scalar else ""
        fields = {"name": self._name(path), "at": show_path(path), "kinds": [WORDS["string"]]}
        fields |= {"found": found(node), "key": key.text, "value": text}
        self._raise("wrong-type", key.span, path, "item-is-mapping", fields)

    def missing(self, node: Mapping, attribute: Attribute, name: str) -> None:
        """missing-attribute: fields owner, name. misplaced-attribute/split-item: the mapping goes
        on where the list item before it left off; fields name (its key), before."""
        path = tuple(self.trail)
        if _is_split_text(node, attribute):
            return
        split = self._split_from(node, path)
        if split is not None:
            name = next(iter(node.entries))
            fields = {"name": name, "owner": self._owner(path), "before": split}
            span = node.entries[name][0].span
            self._raise("misplaced-attribute", span, (*path, name), "split-item", fields)
            return
        fields = {"name": name, "owner": self._owner(path)}
        self._raise("missing-attribute", self._key_span(node, path), path, "", fields)

    def missing_any(self, node: Mapping, attribute: Attribute) -> None:
        """missing-attribute/any-of: fields owner, names (a list)."""
        path = tuple(self.trail)
        fields = {"names": list(attribute.any_of), "owner": self._owner(path)}
        self._raise("missing-attribute", self._key_span(node, path), path, "any-of", fields)

    def missing_beside(self, node: Mapping, name: str, needed: str) -> None:
        """missing-attribute/swap-without-limit: one key needs another beside it; fields owner,
        name."""
        path = tuple(self.trail)
        fields = {"name": needed, "owner": self._owner(path)}
        span = node.entries[name][0].span
        self._raise("missing-attribute", span, (*path, name), "swap-without-limit", fields)

    def _split_from(self, node: Mapping, path: Path) -> str | None:
        """The first key of the list item that a mapping seems to have been cut from."""
        if not node.entries or not path or not isinstance(path[-1], int) or path[-1] == 0:
            return None
        siblings = self._node_at(path[:-1])
        before = siblings.items[path[-1] - 1] if type(siblings) is Sequence else None
        if type(before) is not Mapping or not before.entries or set(before) & set(node):
            return None
        return next(iter(before.entries))

    # -- types -----------------------------------------------------------------------------

    def wrong_type(self, node: Node, attribute: Attribute) -> None:
        """needs-newer-release/kind, format-kind: a later version takes it; field found, and see
        elsewhere. wrong-type and its variants (see `shapes.shape`): fields name, at, found, kinds
        (a list) and, where there is one, text (the scalar)."""
        path = tuple(self.trail)
        kinds = [WORDS[kind] for kind in self.kinds(attribute)]
        fields: dict[str, Any] = {"name": self._name(path), "at": show_path(path), "kinds": kinds}
        fields["owner"] = self._owner(path[:-1])
        fields["found"] = found(node)
        if type(node) is Scalar:
            fields["text"] = node.text
        later = kind_elsewhere(self.table, attribute, kind_of(node))
        if later is not None:
            fields |= later.fields
            self._raise("needs-newer-release", node.span, path, later.variant, fields)
            return
        variant = shape(node, attribute, fields)
        if variant in _OF_ITEMS and path and isinstance(path[-1], int):
            fields["name"] += f"[{path[-1]}]"
        self._raise("wrong-type", self._place(node, path), path, variant, fields)

    def kinds(self, attribute: Attribute) -> list[str]:
        """The kinds of values that this release takes there, in the order of messages."""
        rows = self.table.current(attribute.path)
        kinds = {row.kind for row in rows}
        if (attribute.cast or attribute.decode) in NOT_TEXT:
            kinds.discard("string")
        return [kind for kind in VALUES if kind in kinds]

    # -- values ----------------------------------------------------------------------------

    def invalid(self, node: Scalar, attribute: Attribute, limits: Limits, value: Any) -> None:
        """needs-newer-release/value: a later release has it; field value, and see elsewhere.
        invalid-value/choice: fields value, allowed (a list), near ("" for none); /pattern: field
        pattern; /minimum and /maximum: field limit; /duration, /infinite."""
        path = tuple(self.trail)
        fields = self._value_fields(node, path)
        if limits.values:
            later = value_elsewhere(self.table, attribute, node.text)
            if later is not None:
                fields |= later.fields
                self._raise("needs-newer-release", node.span, path, later.variant, fields)
                return
            fields["allowed"] = list(limits.values)
            fields["near"] = self.places.nearest(node.text, limits.values)
            variant = "choice-near" if fields["near"] else "choice"
        elif limits.pattern:
            variant = "pull-policy" if fields["name"] == "pull_policy" else "pattern"
            fields["pattern"] = limits.pattern
        elif limits.duration:
            variant = "duration"
        elif limits.minimum is not None and value < limits.minimum:
            variant, fields["limit"] = "minimum", limits.minimum
        elif limits.maximum is not None and value > limits.maximum:
            variant, fields["limit"] = "maximum", limits.maximum
        else:
            variant = "infinite"
        self._raise("invalid-value", node.span, path, variant, fields)

    def not_read(self, node: Scalar, attribute: Attribute, reading: str) -> None:
        """invalid-value/not-boolean, not-integer, not-number, not-octal, not-size, not-duration,
        not-text: a string that cannot be read as what the place takes; field value."""
        path = tuple(self.trail)
        reading = reading.removeprefix("python-")
        name = {"number-32": "number", "nothing": "text"}.get(reading, reading)
        variant = f"not-{name}" if node.text else "blank"
        self._raise("invalid-value", node.span, path, variant, self._value_fields(node, path))

    def repeated(self, items: list[Node], first: int, second: int) -> None:
        """invalid-value/repeated: an item stands twice in a list; field value ("" for a
        collection), related the first."""
        path = (*self.trail, second)
        item = items[second]
        fields = {"name": self._name(path), "at": show_path(path), "value": ""}
        fields["owner"] = self._owner(path[:-2])
        if type(item) is Scalar:
            fields["value"] = item.text
        related = (Related(items[first].span, "first"),)
        self._raise("invalid-value", item.span, path, "repeated", fields, related)

    # -- places ----------------------------------------------------------------------------

    def _value_fields(self, node: Scalar, path: Path) -> dict[str, Any]:
        return {
            "name": self._name(path),
            "at": show_path(path),
            "owner": self._owner(path[:-1]),
            "value": node.text.replace(UNKNOWN, "…"),
        }

    def _owner(self, path: Path) -> str:
        return show_path(path) or PROJECT

    def _name(self, path: Path) -> str:
        """The last key of a path: that of the list, for an item."""
        return next((step for step in reversed(path) if isinstance(step, str)), "")

    def _node_at(self, path: Path) -> Node | None:
        node: Node | None = self.root
        for step in path:
            if type(node) is Mapping:
                node = node.get(str(step))
            elif type(node) is Sequence and isinstance(step, int):
                node = node.items[step]
        return node

    def _key_span(self, node: Node, path: Path) -> Span:
        """The key that a node stands under; in a list the first key of the item itself."""
        holder = self._node_at(path[:-1]) if path else None
        if type(holder) is Mapping and (key := holder.key(str(path[-1]))) is not None:
            return key.span
        if type(node) is Mapping and node.entries:
            return next(iter(node.entries.values()))[0].span
        return node.span

    def _place(self, node: Node, path: Path) -> Span:
        """A collection of the wrong kind is shown by its key, and so is a value that is not
        written at all."""
        if type(node) is Scalar and node.end > node.start:
            return node.span
        return self._key_span(node, path)

    def _raise(
        self,
        rule: str,
        span: Span,
        path: Path,
        variant: str,
        fields: dict[str, Any],
        related: tuple[Related, ...] = (),
    ) -> None:
        self.report(Problem(rule, span, path, variant, fields, refused=True, related=related))


def _is_split_text(node: Mapping, attribute: Attribute) -> bool:
    """Whether an item that is a mapping was probably meant as text: its one key is no attribute."""
    if len(node.entries) != 1 or str not in attribute.kinds or attribute.path[-3:] != ".[]":
        return False
    ((name, (_, value)),) = node.entries.items()
    if type(value) is not Scalar or name in attribute.expand() or name[:2] == "x-":
        return False
    return not name.isidentifier() or "/" in value.text


def _rather_near(near: str, name: str, attribute: Attribute, place: Place) -> bool:
    """Whether a name is rather a slip for one of the same owner than in the wrong place."""
    return is_plural(near, name) or (place.variant != "down" and is_meant(attribute, name))
