"""A file as it is written: how a node inside it comes to a path, by aliases and merge keys."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..flavour import Flavour
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..source import Source, Span
from ..syntax import Alias, _Composer, _Frame
from .record import ALIAS, MERGE_KEY


class Way(NamedTuple):
    """A place by which a value came further: an alias, a merge key, an extends, an include."""

    kind: str
    span: Span
    note: str = ""


class Written(NamedTuple):
    """A value in its file, and the ways from there to the path, the nearest to it first; `anew`
    where an `!override` there takes away what other files say."""

    node: Node
    ways: tuple[Way, ...]
    anew: bool = False


Merges = dict[int, list[tuple[Scalar, Mapping]]]
"""By the id of a mapping's entries: each merge key with a mapping that it names, the one that wins
first."""


class Writing:
    """The documents of one file, read again with all that merge keys bring."""

    def __init__(self, source: Source, flavour: Flavour) -> None:
        composer = _Traced(source, _ignore, flavour)
        self.documents = composer.compose(source.text)
        self.merges = composer.merged

    def find(self, path: Path, place: Node) -> list[Written]:
        """The values that the file says at `path`, the oldest first, where the last of them is or
        holds `place`; none where it is not to be found there."""
        for document in reversed(self.documents):
            found = self._find(document, path, place, ())
            if found:
                return found
        return []

    def say(self, path: Path) -> list[Written]:
        """What the file says at a path of names, the oldest first; a name alone too."""
        found: list[Written] = []
        for document in self.documents:
            node: Node | None = document
            ways: tuple[Way, ...] = ()
            anew = False
            for step in path:
                if type(node) is Mapping and node.merged and step in node.merged:
                    ways = (Way(MERGE_KEY, node.merged[str(step)].span), *ways)
                node = _below(node, str(step))
                if node is None:
                    break
                anew = anew or node.tag == "!override"
                if type(node.origin) is Alias:
                    ways = (Way(ALIAS, node.origin.span), *ways)
            if node is not None:
                found.append(Written(node, ways, anew))
        return found

    def _find(self, node: Node, path: Path, place: Node, ways: tuple[Way, ...]) -> list[Written]:
        if type(node.origin) is Alias:
            ways = (Way(ALIAS, node.origin.span), *ways)
        if not path or type(node) is Scalar:
            return [Written(node, ways)] if _holds(node, place) else []
        if type(node) is Mapping and isinstance(path[0], str):
            return self._entry(node, path[0], path[1:], place, ways)
        if type(node) is Sequence:
            for item in node.items:
                if _holds(item, place):
                    return self._find(item, path[1:], place, ways)
        return [Written(node, ways)] if _holds(node, place) else []

    def _entry(
        self, node: Mapping, name: str, rest: Path, place: Node, ways: tuple[Way, ...]
    ) -> list[Written]:
        """The value under a name, after those of merge keys that it wins over."""
        entry = node.entries.get(name)
        if entry is None:
            return [Written(node, ways)] if _starts(node, place) else []
        found: list[list[Written]] = []
        brought = node.merged is not None and name in node.merged
        if not brought:
            found.append(self._find(entry[1], rest, place, ways))
        for key, mapping in self.merges.get(id(node.entries), ()):
            if name in mapping.entries:
                way = Way(MERGE_KEY, key.span)
                found.append(self._brought(mapping, name, rest, place, (way, *ways), not found))
        if brought and not found:
            found.append(self._find(entry[1], rest, place, ways))
        if not found or not found[0]:
            return []
        return [written for values in reversed(found) for written in values]

    def _brought(
        self,
        mapping: Mapping,
        name: str,
        rest: Path,
        place: Node,
        ways: tuple[Way, ...],
        wins: bool,
    ) -> list[Written]:
        """What a merge key brings; of one that loses, its value whatever it is."""
        if wins:
            if type(mapping.origin) is Alias:
                ways = (Way(ALIAS, mapping.origin.span), *ways)
            return self._entry(mapping, name, rest, place, ways)
        node: Node = mapping.entries[name][1]
        for step in rest:
            if type(node) is not Mapping or step not in node.entries:
                return []
            node = node.entries[str(step)][1]
        if type(mapping.origin) is Alias:
            ways = (Way(ALIAS, mapping.origin.span), *ways)
        return [Written(node, ways)]


def _below(node: Node | None, name: str) -> Node | None:
    """The value under a name, its key where it has none, or the item of a list that is named."""
    if type(node) is Mapping and name in node.entries:
        key, value = node.entries[name]
        return key if type(value) is Scalar and value.value is None else value
    for item in node.items if type(node) is Sequence else ():
        if type(item) is Scalar and item.text == name:
            return item
    return None


def _holds(node: Node, place: Node) -> bool:
    return node.start <= place.start and place.end <= max(node.end, node.start)


def _starts(node: Node, place: Node) -> bool:
    return node.start == place.start


class _Traced(_Composer):
    """Reads like `syntax.compose`, and keeps what each merge key names."""

    def __init__(self, source: Source, report: Any, flavour: Flavour) -> None:
        super().__init__(source, report, flavour)
        self.merged: Merges = {}
        self.kept: list[Node] = []

    def _merge(self, frame: _Frame) -> None:
        mapping = frame.node
        assert type(mapping) is Mapping
        merges = frame.merges or []
        if not self.flavour.strict:
            merges = merges[::-1]
        self.kept.append(mapping)  # so that no other comes to have its id
        self.merged[id(mapping.entries)] = [
            (key, item)
            for key, value in merges
            for item in (value.items if type(value) is Sequence else [value])
            if type(item) is Mapping
        ]
        super()._merge(frame)


def _ignore(problem: Any) -> None:
    """What is wrong with the file has been told where it was loaded."""
