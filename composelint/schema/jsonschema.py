"""The JSON Schema of a table: for editors, and for validation by the jsonschema library.

Every place is one flat schema: the keywords of JSON Schema look at values of one type each, so
that the kinds of a place need no `oneOf`, and an error names what is wrong and nothing else.
Where Docker Compose reads text as a number or a boolean, text of that writing is allowed: what
the amount then is (`cpu_count: "-1"`, 64 bits) is beyond a schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..node import Mapping, Sequence
from .attribute import WRONG, Attribute, Limits
from .formats import SPEC_1_29
from .notes import note
from .sharing import share
from .table import Table

JsonSchema = dict[str, Any]

DRAFT_4 = "http://json-schema.org/draft-04/schema#"
DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema"

_VARIABLE = r"\$"
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_AMOUNT = r"([0-9]+\.?[0-9]*|\.[0-9]+)"
_DURATION = rf"^[+-]?(0|({_AMOUNT}(ns|us|µs|μs|ms|s|m|h))+)$"
_PYTHON_DURATION = (
    r"^\s*(?=\S)([\d.]+h)?([\d.]+m)?([\d.]+s)?([\d.]+ms)?([\d.]+[uµ]s)?([\d.]+ns)?\s*$"
)


def _any_case(*words: str) -> str:
    """A pattern for words in any case: patterns of JSON Schema have no flags."""
    spelled = ("".join(f"[{letter}{letter.upper()}]" for letter in word) for word in words)
    return f"^({'|'.join(spelled)})$"


#: What text reads as what, for the readings of attributes.csv.
READINGS = {
    "boolean": _any_case("true", "false", "yes", "no", "y", "n", "on", "off"),
    "integer": "^[+-]?[0-9]+$",
    "number": _NUMBER,
    "number-32": _NUMBER,
    "size": rf"^(-1|{_AMOUNT} ?([kKmMgGtTpP]?([iI]?[bB])?))$",
    "duration": _DURATION,
    "octal": "^[+-]?[0-7]+$",
    "nothing": "(?!)",
    "python-integer": r"^\s*[+-]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]*|[1-9][0-9_]*)\s*$",
    "python-number": r"^\s*[+-]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)([eE][+-]?[0-9]+)?\s*$",
    "python-duration": _PYTHON_DURATION,
    "python-size": rf"^({_AMOUNT}[bkmgtBKMGT]?[bB]?)?$",
}
#: Readings that leave text as text: it is only judged.
_STAYS_TEXT = ("size", "duration", "octal")
_TITLES = {
    "services.*": "Service",
    "networks.*": "Network",
    "volumes.*": "Volume",
    "secrets.*": "Secret",
    "configs.*": "Config",
    "models.*": "Model",
    "jobs.*": "Job",
}


def json_schema(table: Table, *, variables: bool = False) -> JsonSchema:
    """The JSON Schema of a release or a format: draft 2020-12, draft 4 for the legacy formats.

    `variables`: text with a `$` in it is allowed wherever text is, and where a variable can give
    a number or a boolean: files as written, not filled in, are to be judged. The order of keys is
    always the same; there is no `$id`.
    """
    root = _Writer(table, variables).place(table.root, "")
    legacy = bool(table.format)
    schema: JsonSchema = {"$schema": DRAFT_4 if legacy else DRAFT_2020, "title": _title(table)}
    schema |= root
    return schema if legacy else share(schema)


def _title(table: Table) -> str:
    release = ".".join(map(str, table.release))
    if not table.format or table.format == SPEC_1_29:
        return f"Compose Specification, as Docker Compose {release} reads it"
    return f"Compose file format {table.format}"


class _Writer:
    def __init__(self, table: Table, variables: bool) -> None:
        self.table = table
        self.variables = variables

    def place(self, attribute: Attribute, path: str) -> JsonSchema:
        """The schema of what may stand at a place. `path` is as the file has it, and leads to
        `jobs` where the attribute is one that jobs have from services."""
        children = attribute.expand()
        schema = self.about(attribute, path)
        types = list(self.types(attribute))
        schema["type"] = types[0] if len(types) == 1 else types
        if "string" in types:
            schema |= self.text(attribute, alone=len(types) == 1)
        numbers = attribute.kinds.get(int)
        if numbers is not None:
            schema |= _bounds(numbers)
        if Sequence in attribute.kinds:
            if attribute.item is not None:
                schema["items"] = self.place(attribute.item, f"{path}.[]")
            if attribute.unique:
                schema["uniqueItems"] = True
        if Mapping in attribute.kinds:
            schema |= self.keys(attribute, children, path)
        return schema

    def about(self, attribute: Attribute, path: str) -> JsonSchema:
        """What editors show."""
        if path in _TITLES:
            return {"title": _TITLES[path]}
        known = note(attribute.path) if path and not path.endswith((".*", ".[]")) else None
        if known is None:
            return {}
        about: JsonSchema = {"description": known.text}
        if known.deprecated:
            if known.instead:
                about["description"] += f" Use {known.instead} instead."
            about["deprecated"] = True
        return about

    def types(self, attribute: Attribute) -> Iterator[str]:
        kinds = attribute.kinds
        if str in kinds and attribute.decode != "nothing" and self.takes_text(attribute):
            yield "string"
        number = kinds.get(float)
        if float in kinds and not (number and number.whole):
            yield "number"
        elif int in kinds:
            yield "integer"
        if bool in kinds:
            yield "boolean"
        if Sequence in kinds:
            yield "array"
        if Mapping in kinds:
            yield "object"
        if type(None) in kinds:
            yield "null"

    def takes_text(self, attribute: Attribute) -> bool:
        """Whether there is any text that fits: not where none is taken and a cast leaves it text,
        nor where only a variable's text is cast."""
        if attribute.kinds[str] is not WRONG:
            return True
        if attribute.cast in _STAYS_TEXT:
            return False
        return self.variables or not self.table.casts_filled

    def text(self, attribute: Attribute, *, alone: bool) -> JsonSchema:
        """What text must be: all of the patterns, or one of some values."""
        limits = attribute.kinds[str] or Limits()
        if alone and limits.values:
            values = {"enum": list(limits.values)}
            return {"anyOf": [values, {"pattern": _VARIABLE}]} if self.variables else values
        patterns = []
        if limits.values:
            patterns.append(f"^({'|'.join(map(re.escape, limits.values))})$")
        if limits.pattern:
            patterns.append(limits.pattern)
        if limits.duration:
            patterns.append(_DURATION)
        if attribute.cast:
            patterns.append(_VARIABLE if self.table.casts_filled else READINGS[attribute.cast])
        if attribute.decode:
            patterns.append(READINGS[attribute.decode])
        if self.variables:
            patterns = [f"{one}|{_VARIABLE}" if one != _VARIABLE else one for one in patterns]
        if len(patterns) > 1:
            return {"allOf": [{"pattern": one} for one in patterns]}
        return {"pattern": patterns[0]} if patterns else {}

    def keys(self, attribute: Attribute, children: dict[str, Attribute], path: str) -> JsonSchema:
        """What a mapping may have."""
        prefix = f"{path}." if path else ""
        schema: JsonSchema = {}
        if children:
            schema["properties"] = {
                name: self.place(child, prefix + name) for name, child in children.items()
            }
        patterns: JsonSchema = {}
        if attribute.wildcard is not None:
            pattern = attribute.key_pattern or ".+"
            patterns[pattern] = self.place(attribute.wildcard, f"{prefix}*")
        if attribute.extensions:
            patterns["^x-"] = {}
        if patterns:
            schema["patternProperties"] = patterns
        if not attribute.open:
            schema["additionalProperties"] = False
        elif attribute.wildcard is not None:
            schema |= self.readings_only(attribute.wildcard)
        if attribute.required:
            schema["required"] = list(attribute.required)
        if attribute.any_of:
            schema["anyOf"] = [{"required": [name]} for name in attribute.any_of]
        if attribute.needs:
            needs = {name: [needed] for name, needed in attribute.needs}
            schema["dependencies" if self.table.format else "dependentRequired"] = needs
        return schema

    def readings_only(self, attribute: Attribute) -> JsonSchema:
        """Under a key that is free, text that is cast must still be what it is cast to."""
        schema = self.reading_only(attribute)
        return {"additionalProperties": schema} if schema else {}

    def reading_only(self, attribute: Attribute) -> JsonSchema:
        schema: JsonSchema = {}
        reading = "" if self.table.casts_filled else attribute.cast or attribute.decode
        if reading:
            pattern = READINGS[reading]
            schema["pattern"] = f"{pattern}|{_VARIABLE}" if self.variables else pattern
        properties = {
            name: below
            for name, child in attribute.expand().items()
            if (below := self.reading_only(child))
        }
        if properties:
            schema["properties"] = properties
        return schema


def _bounds(limits: Limits) -> JsonSchema:
    bounds = {"minimum": limits.minimum, "maximum": limits.maximum}
    return {name: bound for name, bound in bounds.items() if bound is not None}
