"""Runs a JSON Schema of the user's own on a part of the project: company policy, say, or the shape
of an `x-` section. Its errors are put back on the nodes that they are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import jsonschema
from jsonschema.exceptions import best_match
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped, unused-ignore]

from ..errors import CannotLook
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..rule import Rule
from ..source import Span

#: A jsonschema.ValidationError: its fields are set when it gets here, which its types do not say.
Error = Any

#: What these say of a mapping or list holds whatever its values are.
_OF_THE_SHAPE = frozenset(
    "type required additionalProperties propertyNames dependentRequired dependencies "
    "minProperties maxProperties minItems maxItems".split()
)


class _Anything:
    """Text of which a part is not known: nothing is said of it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "…"


class InvalidSchema(ValueError):
    """Not a JSON Schema, or one that needs other files."""


def check_schema(schema: Any) -> None:
    """Raises InvalidSchema for what can never be run."""
    if not isinstance(schema, (dict, bool)):
        raise InvalidSchema("a schema is a mapping")
    for reference in _references(schema):
        if not reference.startswith("#"):
            raise InvalidSchema(f"it refers to {reference}, and only # in itself can be read")
    try:
        _class_of(schema).check_schema(schema)
    except jsonschema.SchemaError as error:
        where = "/".join(map(str, error.absolute_path))
        raise InvalidSchema(f"{where}: {error.message}" if where else error.message) from None


def _references(schema: Any) -> Iterator[str]:
    waiting = [schema]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str):
                yield reference
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _class_of(schema: Any) -> Any:
    default = jsonschema.Draft202012Validator
    return jsonschema.validators.validator_for(schema, default=default)


class Checker:
    """A schema, ready to be run on nodes."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        schema = rule.parameters["schema"]
        # With a registry of its own it never asks the network.
        self.validator = _class_of(schema)(schema, registry=REGISTRY)

    def errors(self, key: Scalar | None, node: Node) -> list[tuple[Span, Path, str]]:
        """(place, path below the node, reason) of everything that the schema has against a node;
        raises CannotLook where it cannot be run."""
        try:
            found = list(self.validator.iter_errors(value_of(node)))
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise CannotLook(f"the schema of {self.rule.name} cannot be run: {reason}") from None
        return [place for error in found for place in self._places(key, node, error)]

    def _places(
        self, key: Scalar | None, node: Node, error: Error
    ) -> Iterable[tuple[Span, Path, str]]:
        if _holds_unknown(error.instance) and error.validator not in _OF_THE_SHAPE:
            return
        # Of several ways to be right, the one that is nearest to what is there.
        error = best_match([error])
        if type(error.instance) is _Anything:
            return
        path = tuple(error.absolute_path)
        for step in path:
            key, node = _below(node, step)
        if error.validator == "additionalProperties" and type(node) is Mapping:
            for name in _additional(error):
                entry = node.entries[name][0]
                yield entry.span, (*path, name), f"{name!r} is not among what may stand here"
            return
        own = type(node) is Scalar or key is None
        yield (node.span if own or key is None else key.span), path, error.message


def _below(node: Node, step: str | int) -> tuple[Scalar | None, Node]:
    if type(node) is Mapping:
        return node.entries[str(step)]
    assert type(node) is Sequence
    return None, node.items[int(step)]


def _additional(error: Error) -> list[str]:
    known = error.schema.get("properties", {})
    patterns = error.schema.get("patternProperties", {})
    return [
        name
        for name in error.instance
        if name not in known and not any(re.search(pattern, name) for pattern in patterns)
    ]


def value_of(node: Node) -> Any:
    """The value of a node as JSON has it."""
    if type(node) is Mapping:
        return {name: value_of(value) for name, value in node.items()}
    if type(node) is Sequence:
        return [value_of(item) for item in node.items]
    assert type(node) is Scalar
    if not node.known:
        return _Anything()
    return str(node.value) if isinstance(node.value, str) else node.value


def _holds_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_unknown, value.values()))
    if isinstance(value, list):
        return any(map(_holds_unknown, value))
    return type(value) is _Anything
