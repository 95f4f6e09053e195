"""`x-composelint`, for files that are generated and keep no comments:

    x-composelint:
      ignore:
        - rules: [CL301, security]
          path: services.web.ports
          reason: behind a proxy
          until: 2027-01-31

At the top it is about the file, or what stands under `path` in it; in a service (network, volume,
secret, config, model, job) about that one. Short forms: `ignore: {CL109: reason}` and
`ignore: [CL109]`. Docker Compose 5.6.1 and 2.40.3 take it in all these places.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..finding import Problem
from ..loading.chosen import OWN
from ..nearest import nearest
from ..node import Mapping, Node, Path, Scalar, Sequence, show_path
from ..source import Span
from ..syntax import compose
from .asked import Asked, Reader, is_day, left_of
from .layout import Stretch

_SECTIONS = ("services", "networks", "volumes", "secrets", "configs", "models", "jobs")
_IGNORE = "ignore"
_KEYS = ("rules", "path", "reason", "until")


class _Place(NamedTuple):
    """Where something stands in its file: its path, where its key begins, its value."""

    path: Path
    start: int
    node: Node

    @property
    def stretch(self) -> Stretch:
        """From the key to the end of the value, and the line break behind it at most."""
        return self.start, max(self.start, self.node.end) + 1


def read_section(reader: Reader) -> None:
    """All that a file asks for in its `x-composelint`."""
    for root in compose(reader.source, _told_by_loading):
        if type(root) is not Mapping:
            continue
        _Section(reader, root, None).read(root, ("target", _IGNORE))
        read: dict[int, _Section] = {}
        for name in _SECTIONS:
            for place in _entries((name,), root.get(name)):
                own = place.node
                node = own.get(OWN) if type(own) is Mapping else None
                if node is None:
                    continue
                if node.start in read:  # an alias or a merge key brought it here too
                    read[node.start].also(place)
                else:
                    read[node.start] = section = _Section(reader, root, place)
                    section.read(own, (_IGNORE,))


def _told_by_loading(problem: Problem) -> None:
    """What is wrong with the file's YAML has been told."""


def _entries(path: Path, node: Node | None) -> Iterator[_Place]:
    """What a mapping or list holds."""
    if type(node) is Mapping:
        for name, (key, value) in node.entries.items():
            yield _Place((*path, name), key.start, value)
    elif type(node) is Sequence:
        for index, value in enumerate(node.items):
            yield _Place((*path, index), value.start, value)


def _tail(path: str) -> str:
    """A path as it is written behind another."""
    return path if path.startswith((".", "[")) or not path else f".{path}"


class _Section:
    """One `x-composelint`: that of the file, or where `place` is given of a service or so."""

    def __init__(self, reader: Reader, root: Mapping, place: _Place | None) -> None:
        self.reader = reader
        self.root = root
        self.places = [] if place is None else [place]
        self.asked: list[tuple[Asked, str]] = []

    def also(self, place: _Place) -> None:
        """The same text stands for a second service."""
        self.places.append(place)
        for asked, path in self.asked:
            self._bound(asked, path)

    def read(self, owner: Node, known: tuple[str, ...]) -> None:
        node = owner.get(OWN) if type(owner) is Mapping else None
        if node is None or _is_nothing(node):
            return
        if type(node) is not Mapping:
            self._shape(node, OWN, "a mapping")
            return
        self._known(node, known)
        ignore = node.get(_IGNORE)
        if type(ignore) is Mapping:
            for key, value in ignore.entries.values():
                self._short(key, value)
        elif type(ignore) is Sequence:
            for item in ignore.items:
                self._item(item)
        elif ignore is not None and not _is_nothing(ignore):
            self._shape(ignore, _IGNORE, "a list, or a mapping of rules to reasons")

    def _short(self, key: Scalar, value: Node) -> None:
        """`CL109: reason`, or with more to say `CL109: {reason: …, until: …}`."""
        if type(value) is Mapping:
            self._known(value, _KEYS[1:])
            self._add(key.span, [key], value)
        elif _is_text(value) or _is_nothing(value):
            entries = {"reason": (key, value)}
            self._add(key.span, [key], Mapping(key.source, key.start, key.end, "", entries))
        else:
            self._shape(value, key.text, "a reason")

    def _item(self, item: Node) -> None:
        if _is_text(item):
            self._add(item.span, [item], Mapping(item.source, item.start, item.end, "", {}))
        elif type(item) is Mapping:
            self._known(item, _KEYS)
            rules = item.get("rules")
            named = rules.items if type(rules) is Sequence else [] if rules is None else [rules]
            wrong = next((node for node in named if not _is_text(node)), None)
            if wrong is not None:
                self._shape(wrong, "rules", "a list of rules")
            elif not named:
                self.reader.unclear("no-rules", item.span)
            else:
                self._add(Span(item.source, named[0].start, named[-1].end), named, item)
        else:
            self._shape(item, _IGNORE, "a rule, or a mapping with rules")

    def _add(self, span: Span, named: list[Node], more: Mapping) -> None:
        reader = self.reader
        texts = {key: self._text(more, key) for key in _KEYS[1:]}
        if None in texts.values():
            return
        written = ((node.text, node.span) for node in named if isinstance(node, Scalar))
        selectors = reader.selectors(written)
        until = texts["until"] or ""
        asked = Asked(span, selectors, (texts["reason"] or "").strip())
        if until:
            asked.until = until
            asked.until_span = more.entries["until"][1].span
            if not is_day(until):
                reader.unclear("date", asked.until_span, date=until)
                return
        if selectors:
            path = texts["path"] or ""
            self._bound(asked, path)
            self.asked.append((asked, path))
            reader.add(asked)

    def _text(self, node: Mapping, key: str) -> str | None:
        """The text under a key, "" for none; None, once that is told, where it is no text."""
        value = node.get(key)
        if value is None or _is_nothing(value):
            return ""
        if not _is_text(value):
            self._shape(value, key, "a text")
            return None
        assert isinstance(value, Scalar)
        return value.text

    def _bound(self, asked: Asked, path: str) -> None:
        """Puts what is asked where it belongs: a path in a service begins there."""
        if not path and not self.places:
            return
        asked.paths, asked.stretches = [], []
        if not self.places:
            asked.paths.append(path)
            asked.stretches += _stretches(path, (), self.root)
        for place in self.places:
            under = show_path(place.path)
            asked.paths.append(f"{under}{_tail(path)}")
            if path:
                asked.stretches += _stretches(f"{under}{_tail(path)}", place.path, place.node)
            else:
                asked.stretches.append(place.stretch)

    def _known(self, node: Mapping, known: tuple[str, ...]) -> None:
        for key, _ in node.entries.values():
            if key.text not in known:
                near = nearest(key.text, known)
                fields = {"near": near} if near else {"known": known}
                self.reader.unclear("near-key" if near else "key", key.span, key=key.text, **fields)

    def _shape(self, node: Node, name: str, expected: str) -> None:
        span = node.span if node.start < node.end else node.span._replace(end=node.start + 1)
        self.reader.unclear("shape", span, name=name, expected=expected)


def _stretches(pattern: str, path: Path, node: Node) -> Iterator[Stretch]:
    """Where in the file stands what a path leads to."""
    for place in _entries(path, node):
        rest = left_of(pattern, place.path)
        if rest == "":
            yield place.stretch
        elif rest is not None:
            yield from _stretches(pattern, place.path, place.node)


def _is_text(node: Node) -> bool:
    return isinstance(node, Scalar) and isinstance(node.value, str)


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None
