"""A JSON Schema in which what is long and comes more than once stands once, under `$defs`.

What editors show of a place stays there, beside the `$ref`: draft 2020-12 has that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

JsonSchema = dict[str, Any]

#: Schemas at least as long as this are written once, if they come more than once.
_WORTH_SHARING = 160
_ABOUT = ("title", "description", "deprecated")


def share(schema: JsonSchema) -> JsonSchema:
    """The schema with what is long and comes more than once written once, under `$defs`."""
    counts: dict[str, int] = {}
    _count(schema, counts)
    sharing = _Sharing({core for core, count in counts.items() if count > 1})
    shared = sharing.below(schema, "")
    if sharing.definitions:
        shared["$defs"] = dict(sorted(sharing.definitions.items()))
    return shared


def _count(schema: JsonSchema, counts: dict[str, int]) -> None:
    for _, child in _parts(schema):
        core = _core(child)
        if len(core) >= _WORTH_SHARING:
            counts[core] = counts.get(core, 0) + 1
            if counts[core] > 1:
                continue
        _count(child, counts)


def _parts(schema: JsonSchema) -> Iterator[tuple[str, JsonSchema]]:
    """The schemas right inside one, each with the last step of its path."""
    for name in ("properties", "patternProperties"):
        for step, child in schema.get(name, {}).items():
            yield step if name == "properties" else "entry", child
    if "items" in schema:
        yield "item", schema["items"]


def _core(schema: JsonSchema) -> str:
    return json.dumps({name: part for name, part in schema.items() if name not in _ABOUT})


class _Sharing:
    def __init__(self, cores: set[str]) -> None:
        self.cores = cores
        self.names: dict[str, str] = {}
        self.definitions: dict[str, JsonSchema] = {}

    def place(self, schema: JsonSchema, name: str) -> JsonSchema:
        core = _core(schema)
        if core not in self.cores:
            return self.below(schema, name)
        about = {key: schema[key] for key in _ABOUT if key in schema}
        if core not in self.names:
            self.names[core] = self.free(name)
            bare = {key: part for key, part in schema.items() if key not in _ABOUT}
            self.definitions[self.names[core]] = self.below(bare, name)
        return {**about, "$ref": f"#/$defs/{self.names[core]}"}

    def below(self, schema: JsonSchema, name: str) -> JsonSchema:
        result = dict(schema)
        for part in ("properties", "patternProperties"):
            if part in schema:
                result[part] = {
                    step: self.place(child, step if part == "properties" else _of(name, "entry"))
                    for step, child in schema[part].items()
                }
        if "items" in schema:
            result["items"] = self.place(schema["items"], _of(name, "item"))
        return result

    def free(self, name: str) -> str:
        """A name for a definition that no other has."""
        taken = set(self.names.values())
        number = 1
        while (found := name if number == 1 else f"{name}_{number}") in taken:
            number += 1
        return found


def _of(name: str, part: str) -> str:
    return f"{name}_{part}" if name else part
