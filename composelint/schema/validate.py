"""The walk's judgement from the jsonschema library: the generated schema, run on the values.

Every error of jsonschema is put back on its node, and worded as the walk words it, by the keyword
that failed (see KEYWORDS): the same rules at the same paths, which a test holds over the corpus.
What JSON has no values for stands in as an object of its own: text that is not known, dates,
numbers without end, and text that cannot be read as what its place takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import jsonschema

from ..finding import Report
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence, Timestamp
from .attribute import WRONG, Attribute
from .casts import NotCast, cast
from .faults import Faults
from .jsonschema import json_schema
from .table import Table
from .walk import INFINITE, repetitions, with_value

#: A jsonschema.ValidationError: its fields are set when it gets here, which its types do not say.
Error = Any


def validate(root: Mapping, table: Table, report: Report) -> None:
    """As `walk` does: raise a problem for everything that the target's schema would refuse, and
    replace strings that it reads as something else."""
    values = _Values(table)
    value = values.of(root, table.root, ())
    errors = _Errors(root, table, report)
    for error in validator(table).iter_errors(value):
        errors.add(error)
    errors.raise_all()
    for path, replacement in values.replacements.items():
        if path not in errors.found:
            replacement.put()


# -- values ----------------------------------------------------------------------------------


class _Anything:
    """Fits everywhere: text of which a part is not known, or a date where one is text."""

    __slots__ = ()


class _Unread:
    """Text that cannot be read as its place wants; fits nowhere."""

    __slots__ = ("reading",)

    def __init__(self, reading: str) -> None:
        self.reading = reading


class _Infinite:
    """A number without end, where there may be none."""

    __slots__ = ()


class _Date(NamedTuple):
    """A date where none may be; equal to the same one."""

    text: str


class _Replacement(NamedTuple):
    """A scalar of another value, for what a string is read as."""

    holder: Mapping | Sequence
    step: str | int
    scalar: Scalar

    def put(self) -> None:
        if type(self.holder) is Mapping:
            entries = self.holder.entries
            entries[str(self.step)] = (entries[str(self.step)][0], self.scalar)
        elif type(self.holder) is Sequence:
            self.holder.items[int(self.step)] = self.scalar


class _Values:
    """Python values of nodes. Strings that are cast or decoded are what they become."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.replacements: dict[Path, _Replacement] = {}

    def of(self, node: Node, attribute: Attribute | None, path: Path) -> Any:
        """`attribute` is None under keys that the schema does not look at."""
        if type(node) is Mapping:
            return {
                name: self.below(node, name, value, _child(attribute, name), path)
                for name, value in node.items()
            }
        if type(node) is Sequence:
            item = None
            if attribute is not None:
                attribute.expand()
                item = attribute.item
            return [
                self.below(node, index, one, item, path) for index, one in enumerate(node.items)
            ]
        assert type(node) is Scalar
        return self.scalar(node, attribute)

    def below(
        self,
        holder: Mapping | Sequence,
        step: str | int,
        node: Node,
        attribute: Attribute | None,
        path: Path,
    ) -> Any:
        path = (*path, step)
        value = self.of(node, attribute, path)
        if type(node) is Scalar and type(node.value) is str and type(value) in (bool, int, float):
            self.replacements[path] = _Replacement(holder, step, with_value(node, value))
        return value

    def scalar(self, node: Scalar, attribute: Attribute | None) -> Any:
        value = node.value
        kinds = attribute.kinds if attribute is not None else None
        if type(value) is Timestamp:
            return _Anything() if kinds is not None and Timestamp in kinds else _Date(value)
        if type(value) is str:
            if UNKNOWN in node.text:
                return _Anything() if kinds is None or str in kinds else value
            return value if attribute is None else self.read(node, attribute)
        if type(value) is float and kinds is not None and (value != value or value in INFINITE):
            limits = kinds.get(float)
            return _Infinite() if limits and limits.finite and not limits.whole else value
        return value

    def read(self, node: Scalar, attribute: Attribute) -> Any:
        """A string as the place reads it."""
        value = node.value
        readings = [attribute.cast if self.table.casts(node) else "", attribute.decode]
        for reading in readings:
            if reading and type(value) is str:
                try:
                    value = cast(reading, value)
                except NotCast:
                    return _Unread(reading)
        if type(value) is float and (value != value or value in INFINITE):
            limits = attribute.kinds.get(float, WRONG)
            return _Infinite() if limits and limits.finite else value
        return value


def _child(attribute: Attribute | None, name: str) -> Attribute | None:
    """What the schema has under a key; None for what it does not look at."""
    if attribute is None:
        return None
    found = attribute.expand().get(name)
    return attribute.wildcard if found is None and attribute.key_fits(name) else found


# -- the validator ---------------------------------------------------------------------------

_VALIDATORS: dict[tuple[Any, str], Any] = {}


def validator(table: Table) -> Any:
    """The generated schema of a table, ready to run; made once."""
    key = (table.release, table.format)
    if key not in _VALIDATORS:
        _VALIDATORS[key] = _validator_class(table)(json_schema(table))
    return _VALIDATORS[key]


def _validator_class(table: Table) -> Any:
    draft = jsonschema.Draft4Validator if table.format else jsonschema.Draft202012Validator
    integers = jsonschema.Draft202012Validator if table.whole_floats else jsonschema.Draft4Validator
    keywords = {name: _unless_anything(draft.VALIDATORS[name]) for name in ("type", "enum")}
    extend: Any = jsonschema.validators.extend
    return extend(draft, keywords, type_checker=integers.TYPE_CHECKER)


def _unless_anything(keyword: Any) -> Any:
    def judge(validator: Any, value: Any, instance: Any, schema: Any) -> Any:
        return () if type(instance) is _Anything else keyword(validator, value, instance, schema)

    return judge


# -- errors ----------------------------------------------------------------------------------


class _Errors:
    """Errors by path, put back on their nodes."""

    def __init__(self, root: Mapping, table: Table, report: Report) -> None:
        self.root = root
        self.table = table
        self.trail: list[Any] = []
        self.faults = Faults(root, table, report, self.trail)
        #: The first error of each keyword, by path.
        self.found: dict[Path, dict[str, Error]] = {}

    def add(self, error: Error) -> None:
        at = self.found.setdefault(tuple(error.absolute_path), {})
        at.setdefault(str(error.validator), error)

    def raise_all(self) -> None:
        """Raise a problem for every error; where the kind is wrong, for that only."""
        for path, errors in self.found.items():
            attribute = self.table.find(path)
            node = _node_at(self.root, path)
            assert attribute is not None
            self.trail[:] = path
            for keyword, error in errors.items():
                if keyword == "type" or "type" not in errors:
                    KEYWORDS[keyword](self, node, attribute, error)

    def wrong_type(self, node: Any, attribute: Attribute, error: Error) -> None:
        if type(error.instance) is _Unread:
            self.faults.not_read(node, attribute, error.instance.reading)
        elif type(error.instance) is _Infinite:
            self.faults.invalid(node, attribute, attribute.kinds[float] or WRONG, float("inf"))
        else:
            self.faults.wrong_type(node, attribute)

    def invalid(self, node: Any, attribute: Attribute, error: Error) -> None:
        limits = attribute.kinds.get(type(error.instance)) or WRONG
        if limits == WRONG:
            self.faults.not_read(node, attribute, attribute.cast or attribute.decode)
        else:
            self.faults.invalid(node, attribute, limits, error.instance)

    def unknown_keys(self, node: Any, attribute: Attribute, error: Error) -> None:
        known = error.schema.get("properties", {})
        patterns = error.schema.get("patternProperties", {})
        for name in error.instance:
            if name not in known and not any(re.search(pattern, name) for pattern in patterns):
                self.faults.unknown_key(node, attribute, name)

    def missing(self, node: Any, attribute: Attribute, error: Error) -> None:
        for name in error.validator_value:
            if name not in error.instance:
                self.faults.missing(node, attribute, name)

    def missing_any(self, node: Any, attribute: Attribute, error: Error) -> None:
        self.faults.missing_any(node, attribute)

    def missing_beside(self, node: Any, attribute: Attribute, error: Error) -> None:
        for name, needed in error.validator_value.items():
            if name in error.instance:
                for other in needed:
                    if other not in error.instance:
                        self.faults.missing_beside(node, name, other)

    def repeated(self, node: Any, attribute: Attribute, error: Error) -> None:
        for first, second in repetitions(node.items):
            self.faults.repeated(node.items, first, second)


#: What each keyword of the generated schema has to do with the rules. Text that cannot be read as
#: its place wants fails `type` or `pattern`, and is an invalid value in either case.
KEYWORDS: dict[str, Callable[[_Errors, Any, Attribute, Error], None]] = {
    "type": _Errors.wrong_type,  # wrong-type, invalid-value, needs-newer-release
    "enum": _Errors.invalid,  # invalid-value, needs-newer-release
    "pattern": _Errors.invalid,
    "minimum": _Errors.invalid,
    "maximum": _Errors.invalid,
    "uniqueItems": _Errors.repeated,  # invalid-value
    "additionalProperties": _Errors.unknown_keys,  # unknown- and misplaced-attribute, and others
    "required": _Errors.missing,  # missing-attribute
    "anyOf": _Errors.missing_any,
    "dependentRequired": _Errors.missing_beside,
    "dependencies": _Errors.missing_beside,
}


def _node_at(root: Mapping, path: Path) -> Node:
    node: Node = root
    for step in path:
        if type(node) is Mapping:
            node = node.entries[str(step)][1]
        else:
            assert type(node) is Sequence
            assert isinstance(step, int)
            node = node.items[step]
    return node
