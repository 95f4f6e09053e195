"""The tree that a Compose file is read into: every node knows where it stands.

Nodes are shared, never changed in place by the steps that follow reading: interpolation and merge
make new nodes only where a value changes, so that a finding can point at the file that set it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .source import Source, Span

#: Stands in a scalar's text for what is not known before deployment: the value of a variable
#: that has none here. A private-use character, so that no real file holds it by chance.
UNKNOWN = "\uf8ff"

Path = tuple[str | int, ...]
"""Where a value stands in the project: ("services", "web", "ports", 0)."""


def show_path(path: Path) -> str:
    """A path as people write it: services.web.ports[0]."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            parts.append(f".{step}" if parts else step)
    return "".join(parts)


class Node:
    """What all nodes have: the file, the stretch of text, the tag as written ("" for none).

    `origin` tells how the node came to where it stands, where that was not simply by being
    written there (extends, include, an override, a merge key): see loading.merge.
    """

    __slots__ = ("end", "origin", "source", "start", "tag")

    source: Source
    start: int
    end: int
    tag: str
    origin: Any

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)


class Scalar(Node):
    """A single value.

    `text` is what YAML makes of the writing (quotes and escapes undone) and `value` what Docker
    Compose reads it as: str, int, float, bool, None or `Timestamp`. After interpolation `text`
    and `value` are the result and `raw` keeps the text before it (None where nothing changed).
    `text` holds UNKNOWN where a part is not known.
    """

    __slots__ = ("plain", "raw", "text", "value")

    text: str
    value: Any
    plain: bool
    raw: str | None

    def __init__(
        self, source: Source, start: int, end: int, tag: str, text: str, value: Any, plain: bool
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.tag = tag
        self.origin = None
        self.text = text
        self.value = value
        self.plain = plain
        self.raw = None

    @property
    def known(self) -> bool:
        """Whether every part of the text is known (see UNKNOWN)."""
        return UNKNOWN not in self.text

    def part(self, begin: int, end: int) -> Span:
        """The span of text[begin:end], or of the whole scalar where the writing has escapes."""
        written = self.source.text[self.start : self.end]
        if self.raw is None:
            at = 1 if written[:1] in ('"', "'") and not self.plain else 0
            if written[at + begin : at + end] == self.text[begin:end]:
                return Span(self.source, self.start + at + begin, self.start + at + end)
        return self.span

    def __repr__(self) -> str:
        return f"Scalar({self.value!r})"


class Sequence(Node):
    """A list: `items` are its nodes in order.

    `written` holds them as they stand in the file where Docker Compose drops some because a later
    one replaces them (loading.unique), else None. `replaced` has each item that was dropped with
    the one that stands in its place, the oldest first, in this list and those it was merged of;
    and each item with one that is equal and was not appended for that (loading.merge).
    """

    __slots__ = ("items", "replaced", "written")

    items: list[Node]
    replaced: list[tuple[Node, Node]] | None
    written: list[Node] | None

    def __init__(self, source: Source, start: int, end: int, tag: str, items: list[Node]) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.tag = tag
        self.origin = None
        self.items = items
        self.replaced = None
        self.written = None

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"Sequence({self.items!r})"


class Mapping(Node):
    """A mapping: `entries` holds (key node, value node) under each key's text, in order.

    A key without a value has a Scalar of value None.
    """

    __slots__ = ("entries", "history", "merged")

    entries: dict[str, tuple[Scalar, Node]]
    #: The entries that a merge key brought, with its place (syntax.Merged); None for none.
    merged: dict[str, Any] | None
    #: What each entry was before a later file, an extends or an include had its say, the oldest
    #: first (loading.merge.Step); None where nothing was merged.
    history: dict[str, Any] | None

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        tag: str,
        entries: dict[str, tuple[Scalar, Node]],
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.tag = tag
        self.origin = None
        self.entries = entries
        self.merged = None
        self.history = None

    def get(self, key: str) -> Node | None:
        """The value under a key, or None where the key is absent."""
        entry = self.entries.get(key)
        return None if entry is None else entry[1]

    def key(self, key: str) -> Scalar | None:
        """The node of the key itself."""
        entry = self.entries.get(key)
        return None if entry is None else entry[0]

    def items(self) -> Iterator[tuple[str, Node]]:
        for name, (_, value) in self.entries.items():
            yield name, value

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return f"Mapping({dict(self.items())!r})"


class Timestamp(str):
    """A plain date or time: neither text nor number to Docker Compose, which refuses it nearly
    everywhere. The string is the writing."""

    __slots__ = ()
