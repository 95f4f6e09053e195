"""The options of rules: how a page declares them, and how a configuration sets them.

options:
  alternatives:
    type: boolean            (or integer, number, text, texts: a list of text)
    default: false
    description: Report services that share no profile too
    values: [a, b]           (for text and texts: what else there is not)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..node import Mapping, Node, Scalar, Sequence
from ..rule import InvalidPage, Rule
from .kinds import JsonSchema, Kind
from .reading import Reading, meant

if TYPE_CHECKING:
    from ..rule import Catalogue

#: What each type takes: (classes in Python, the type of JSON Schema, in words).
TYPES: dict[str, tuple[tuple[type, ...], str, str]] = {
    "boolean": ((bool,), "boolean", "true or false"),
    "integer": ((int,), "integer", "a whole number"),
    "number": ((int, float), "number", "a number"),
    "text": ((str,), "string", "text"),
    "texts": ((list,), "array", "a list of text"),
}
_DECLARED = {"type", "default", "description", "values"}


def check_options(rule: Rule) -> None:
    """Raises InvalidPage where a page declares an option in another way than the above."""
    for name, declared in rule.options.items():
        fault = _fault(declared)
        if fault:
            raise InvalidPage(f"{rule.name}.md: option {name!r} {fault}", "options")


def _fault(declared: Any) -> str:
    if not isinstance(declared, dict):
        return "must be a mapping with type, default and description"
    missing = {"type", "default", "description"} - declared.keys()
    unknown = declared.keys() - _DECLARED
    if missing or unknown:
        return f"lacks {min(missing)}" if missing else f"has an unknown key {min(unknown)!r}"
    if not isinstance(declared["type"], str) or declared["type"] not in TYPES:
        return f"has a type that is none of {', '.join(TYPES)}"
    values = declared.get("values", [])
    if not isinstance(values, list) or (values and not declared["type"].startswith("text")):
        return "has values that are no list, or are not for text"
    if not fits(declared, declared["default"]):
        return "has a default of another type, or that is none of its values"
    return "" if isinstance(declared["description"], str) else "has a description that is no text"


def fits(declared: dict[str, Any], value: Any) -> bool:
    """Whether a value is one that an option can have."""
    classes = TYPES[declared["type"]][0]
    if type(value) not in classes:
        return False
    items = value if type(value) is list else [value]
    if declared["type"].startswith("text") and not all(type(item) is str for item in items):
        return False
    values = declared.get("values")
    return not values or all(item in values for item in items)


class Options(Kind):
    """A mapping from rules to their options; gives the values by the rule's name."""

    takes = "a mapping from rules to their options"

    def read(self, node: Node, name: str, reading: Reading) -> Any:
        if type(node) is not Mapping:
            return self.refuse(node, name, reading)
        found: dict[str, dict[str, Any]] = {}
        for key, (place, value) in node.entries.items():
            rule = reading.rules.get(key)
            if rule is None:
                known = [*reading.rules.by_name, *reading.rules.by_id]
                reading.wrong(place.span, f"there is no rule {key!r}{meant(key, known)}")
            elif not rule.options:
                reading.wrong(place.span, f"{rule.name} has no options")
            elif type(value) is not Mapping:
                reading.wrong(value.span, f"the options of {rule.name} must be a mapping")
            else:
                found.setdefault(rule.name, {}).update(_values(rule, value, reading))
        return found

    def schema(self, rules: Catalogue) -> JsonSchema:
        with_options = [rule for rule in rules if rule.options]
        properties = {key: _schema(rule) for rule in with_options for key in (rule.id, rule.name)}
        return {"type": "object", "properties": properties, "additionalProperties": False}


def _values(rule: Rule, node: Mapping, reading: Reading) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (place, value) in node.entries.items():
        declared = rule.options.get(name)
        if declared is None:
            near = meant(name, rule.options) or f"; it has {', '.join(rule.options)}"
            reading.wrong(place.span, f"{rule.name} has no option {name!r}{near}")
            continue
        found[name] = plain(value)
        if not fits(declared, found[name]):
            words = TYPES[declared["type"]][2]
            if declared.get("values"):
                words = f"{words} of {', '.join(map(str, declared['values']))}"
            reading.wrong(value.span, f"{name} of {rule.name} must be {words}")
    return found


def plain(node: Node) -> Any:
    """The value of a node in Python's own types."""
    if type(node) is Mapping:
        return {name: plain(value) for name, value in node.items()}
    if type(node) is Sequence:
        return [plain(item) for item in node.items]
    return node.value if type(node) is Scalar else None


def _schema(rule: Rule) -> JsonSchema:
    return {
        "type": "object",
        "properties": {name: _option(declared) for name, declared in rule.options.items()},
        "additionalProperties": False,
    }


def _option(declared: dict[str, Any]) -> JsonSchema:
    kind = TYPES[declared["type"]][1]
    schema: JsonSchema = {"description": declared["description"], "type": kind}
    one: JsonSchema = {"type": "string"}
    if declared.get("values"):
        one["enum"] = declared["values"]
    if kind == "array":
        schema["items"] = one
    elif kind == "string":
        schema |= one
    return {**schema, "default": declared["default"]}
