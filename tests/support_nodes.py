"""Node trees from Python values, with true spans into the JSON text that they would be."""

from __future__ import annotations

import datetime
import json
from typing import Any

from composelint.node import Mapping, Node, Scalar, Sequence, Timestamp
from composelint.source import Source


def nodes(value: dict[str, Any], path: str = "compose.yaml") -> Mapping:
    """The tree of a mapping. A date becomes a Timestamp; keys must be strings."""
    source = Source(path, "")
    writer = _Writer(source)
    root = writer.node(value)
    source.text = "".join(writer.parts)
    assert isinstance(root, Mapping)
    return root


def values(node: Node) -> Any:
    """The Python values of a tree: what `nodes` was given, with a Timestamp for a date."""
    if isinstance(node, Mapping):
        return {name: values(child) for name, child in node.items()}
    if isinstance(node, Sequence):
        return [values(child) for child in node.items]
    assert isinstance(node, Scalar)
    return node.value


class _Writer:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.parts: list[str] = []
        self.at = 0

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def node(self, value: Any) -> Node:
        start = self.at
        if isinstance(value, dict):
            entries: dict[str, tuple[Scalar, Node]] = {}
            self.write("{")
            for name, child in value.items():
                if entries:
                    self.write(", ")
                key = self.scalar(name)
                self.write(": ")
                entries[name] = (key, self.node(child))
            self.write("}")
            return Mapping(self.source, start, self.at, "", entries)
        if isinstance(value, list):
            items: list[Node] = []
            self.write("[")
            for child in value:
                if items:
                    self.write(", ")
                items.append(self.node(child))
            self.write("]")
            return Sequence(self.source, start, self.at, "", items)
        return self.scalar(value)

    def scalar(self, value: Any) -> Scalar:
        start = self.at
        if isinstance(value, datetime.date):
            value = Timestamp(value.isoformat())
        plain = not isinstance(value, str) or isinstance(value, Timestamp)
        text = str(value) if isinstance(value, str) else json.dumps(value)
        self.write(text if plain else json.dumps(value, ensure_ascii=False))
        return Scalar(self.source, start, self.at, "", text, value, plain)
