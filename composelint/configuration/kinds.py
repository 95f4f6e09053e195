"""The kinds of values that a configuration is made of.

Each kind both reads a value and tells the JSON Schema of what it takes, so that the reader and the
schema for editors are one table (keys.KEYS). `read` gives None for what is wrong, and tells it to
the reading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..node import Mapping, Node, Scalar, Sequence
from ..rule import GROUPS
from ..selection import PRESETS, UnknownSelector, always_on, matching, select
from ..target import UnknownTarget, parse_target
from .reading import Reading, kind_of, meant

if TYPE_CHECKING:
    from ..rule import Catalogue

JsonSchema = dict[str, Any]


class Kind:
    """What may stand at a place."""

    #: What it takes, for messages: "preset must be {takes}".
    takes = ""

    def read(self, node: Node, name: str, reading: Reading) -> Any:
        raise NotImplementedError

    def schema(self, rules: Catalogue) -> JsonSchema:
        raise NotImplementedError

    def refuse(self, node: Node, name: str, reading: Reading) -> Any:
        """Say that a value is of another kind."""
        return reading.wrong(node.span, f"{name} must be {self.takes}, not {kind_of(node)}")


class Text(Kind):
    """Some text; subclasses say which."""

    takes = "text"

    def read(self, node: Node, name: str, reading: Reading) -> Any:
        if type(node) is not Scalar or type(node.value) is not str:
            return self.refuse(node, name, reading)
        if not node.text:
            return reading.wrong(node.span, f"{name} is empty")
        return self.read_text(node, name, reading)

    def read_text(self, node: Scalar, name: str, reading: Reading) -> Any:
        return node.text

    def schema(self, rules: Catalogue) -> JsonSchema:
        return {"type": "string", "minLength": 1}


class Choice(Text):
    """One of a few words; `what` says what they are."""

    def __init__(self, what: str, *words: str) -> None:
        self.what = what
        self.words = words
        self.takes = f"{', '.join(words[:-1])} or {words[-1]}"

    def read_text(self, node: Scalar, name: str, reading: Reading) -> Any:
        if node.text in self.words:
            return node.text
        near = meant(node.text, self.words) or f": use {self.takes}"
        return reading.wrong(node.span, f"{node.text!r} is no {self.what}{near}")

    def schema(self, rules: Catalogue) -> JsonSchema:
        return {"enum": list(self.words)}


class Preset(Text):
    takes = "the name of a preset"

    def read_text(self, node: Scalar, name: str, reading: Reading) -> Any:
        try:
            select((node.text,), rules=reading.rules)
        except UnknownSelector as error:
            return reading.wrong(node.span, str(error))
        return node.text

    def schema(self, rules: Catalogue) -> JsonSchema:
        return {"enum": [*PRESETS, *GROUPS]}


class Selector(Text):
    """The id of a rule, the beginning of ids, a name or a group. `changes`: rules that it means are
    switched off or get another severity, so that it must mean one that can be."""

    takes = "the id or name of a rule, the beginning of ids or a group"

    def __init__(self, *, changes: bool = False) -> None:
        self.changes = changes

    def read_text(self, node: Scalar, name: str, reading: Reading) -> Any:
        try:
            found = matching(node.text, reading.rules)
        except UnknownSelector as error:
            return reading.wrong(node.span, str(error))
        by_name = reading.rules.by_name
        if self.changes and found and all(always_on(by_name[each]) for each in found):
            reason = "it tells what could not be judged"
            return reading.wrong(node.span, f"{node.text} cannot be changed: {reason}")
        return node.text

    def schema(self, rules: Catalogue) -> JsonSchema:
        return {"enum": selectors(rules, changes=self.changes)}


def selectors(rules: Catalogue, *, changes: bool = False) -> list[str]:
    """All that can select rules, in the way in which it is usually written."""
    able = [rule for rule in rules if not (changes and always_on(rule))]
    ids = [rule.id for rule in able]
    beginnings = {each[:end] for each in ids for end in range(2, len(each))}
    return [*GROUPS, *ids, *(rule.name for rule in able), *sorted(beginnings)]


class TargetName(Text):
    takes = "a target: compose, compose@X.Y, compose-v1 or swarm"

    def read_text(self, node: Scalar, name: str, reading: Reading) -> Any:
        try:
            return parse_target(node.text)
        except UnknownTarget as error:
            return reading.wrong(node.span, str(error))

    def schema(self, rules: Catalogue) -> JsonSchema:
        release = r"^compose@v?([2-9]|[1-9][0-9]+)(\.[0-9]+){0,2}$"
        return {
            "anyOf": [
                {"enum": ["compose", "compose-v1", "swarm"]},
                {"type": "string", "pattern": release},
            ]
        }


#: What begins with # is a comment in a .gitignore, and a pattern needs more than its signs.
_GLOB = r"^!?/*[^#!/\s][^\n]*$"


class Glob(Text):
    """A pattern of paths as .gitignore has them."""

    takes = "a pattern such as legacy/**"

    def read_text(self, node: Scalar, name: str, reading: Reading) -> Any:
        from ..gitignore import parse

        if not re.match(_GLOB, node.text) or not parse(node.text):
            return reading.wrong(node.span, f"{node.text!r} matches nothing")
        return node.text

    def schema(self, rules: Catalogue) -> JsonSchema:
        # Of a set that is not closed, as in `a[`, no simple pattern can tell.
        return {"type": "string", "pattern": _GLOB}


class Many(Kind):
    """One value or a list of them; gives a list."""

    def __init__(self, one: Kind, *, least: int = 0, alone: bool = True) -> None:
        self.one = one
        self.least = least
        self.alone = alone
        self.takes = f"{one.takes}, or a list" if alone else "a list"

    def read(self, node: Node, name: str, reading: Reading) -> Any:
        if type(node) is Sequence:
            if len(node.items) < self.least:
                return reading.wrong(node.span, f"the list of {name} is empty")
            return [self.one.read(item, self.item_name(name), reading) for item in node.items]
        if not self.alone or type(node) is not Scalar or type(node.value) is not str:
            return self.refuse(node, name, reading)
        return [self.one.read(node, name, reading)]

    def item_name(self, name: str) -> str:
        return f"an item of {name}"

    def schema(self, rules: Catalogue) -> JsonSchema:
        one = self.one.schema(rules)
        many: JsonSchema = {"type": "array", "items": one}
        if self.least:
            many["minItems"] = self.least
        return {"anyOf": [one, many]} if self.alone else many


class Record(Kind):
    """A mapping with keys that are known: (kind, what it is for) by the name of each."""

    takes = "a mapping"

    def __init__(
        self,
        keys: dict[str, tuple[Kind, str]],
        required: tuple[str, ...] = (),
        elsewhere: tuple[str, str] = ("", ""),
    ) -> None:
        self.keys = keys
        self.required = required
        #: (keys that have their place elsewhere, where that is)
        self.elsewhere = elsewhere

    def read(self, node: Node, name: str, reading: Reading) -> Any:
        if type(node) is not Mapping:
            return self.refuse(node, name, reading)
        for key, (place, _) in node.entries.items():
            if key not in self.keys:
                keys, where = self.elsewhere
                hint = f": it belongs {where}" if key in keys.split() else meant(key, self.keys)
                reading.wrong(place.span, f"unknown key {key!r}{hint}")
        for key in self.required:
            if key not in node:
                reading.wrong(node.span, f"{key} is missing in {name}")
        # In the order of the table: what rules there are is known before they are named.
        return {
            key: kind.read(node.entries[key][1], key, reading)
            for key, (kind, _) in self.keys.items()
            if key in node
        }

    def schema(self, rules: Catalogue) -> JsonSchema:
        schema: JsonSchema = {
            "type": "object",
            "properties": {
                key: {"description": about, **kind.schema(rules)}
                for key, (kind, about) in self.keys.items()
            },
            "additionalProperties": False,
        }
        if self.required:
            schema["required"] = list(self.required)
        return schema


class ByRule(Kind):
    """A mapping from selectors of rules to values of a kind."""

    takes = "a mapping from rules to severities"

    def __init__(self, value: Kind, name: str) -> None:
        self.value = value
        self.name = name
        self.selector = Selector(changes=True)

    def read(self, node: Node, name: str, reading: Reading) -> Any:
        if type(node) is not Mapping:
            return self.refuse(node, name, reading)
        found = {}
        for key, (place, value) in node.entries.items():
            self.selector.read(place, f"a key of {name}", reading)
            found[key] = self.value.read(value, self.name, reading)
        return found

    def schema(self, rules: Catalogue) -> JsonSchema:
        return {
            "type": "object",
            "propertyNames": self.selector.schema(rules),
            "additionalProperties": self.value.schema(rules),
        }
