"""YAML text to node trees, from the events of PyYAML's C parser.

No resolver of YAML 1.1 runs. What events do not tell is settled here, each case tried with the
real Docker Compose: two equal keys, merge keys, keys that are no text, aliases without an anchor.
A syntax error ends the reading; what stood before it is kept and judged.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from .finding import Problem, Related, Report
from .flavour import GO, Flavour
from .node import Mapping, Node, Scalar, Sequence, Timestamp
from .scalars import TagMismatch
from .source import Source, Span

#: How often aliases may repeat nodes, all together: more is no project but a bomb.
MAX_EXPANDED = 400_000
#: How deep collections may nest. Real files stay under 20.
MAX_DEPTH = 150

#: Characters that Docker Compose reads and libyaml does not; see _shield.
_SHIELDED = {code: 0xF700 + code for code in range(0x7F, 0xA0) if code != 0x85}
_SHIELDED[0xFEFF] = 0xF7FF
_UNSHIELDED = {shield: code for code, shield in _SHIELDED.items()}


_COLLECTION_TAGS = ("!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


class Alias(NamedTuple):
    """The origin of a node that stands where `*name` is written."""

    span: Span


class Merged(NamedTuple):
    """How an entry came into a mapping: through the merge key at `span`."""

    span: Span


class _Frame:
    """A collection that is being read."""

    __slots__ = ("expanded", "key", "merges", "node")

    def __init__(self, node: Mapping | Sequence, expanded: int) -> None:
        self.node = node
        self.key: Node | None = None
        self.merges: list[tuple[Scalar, Node]] | None = None
        self.expanded = expanded


def compose(source: Source, report: Report, flavour: Flavour = GO) -> list[Node]:
    """The documents of a file; problems in them go to `report`, all refused by Docker Compose.

    The list is empty for a file without any document.
    """
    return _Composer(source, report, flavour).compose(source.text)


class _Composer:
    def __init__(self, source: Source, report: Report, flavour: Flavour) -> None:
        self.source = source
        self.report = report
        self.flavour = flavour
        self.resolve = flavour.resolve
        self.documents: list[Node] = []
        self.stack: list[_Frame] = []
        self.anchors: dict[str, Node] = {}
        self.sizes: dict[int, int] = {}
        self.expanded = 0
        self.shielded = False

    def compose(self, text: str) -> list[Node]:
        try:
            self._read(self._shield(text))
        except yaml.YAMLError as error:
            from .syntax_errors import explain, without_tabs_before_comments

            mended = without_tabs_before_comments(text)
            if mended != text and not self._is_python():
                return _Composer(self.source, self.report, self.flavour).compose(mended)
            self.report(explain(self.source, self._error(error)))
            self._close_all()
        except _Stop:
            self._close_all()
        return self.documents

    def _shield(self, text: str) -> str:
        if (text.isascii() and "\x7f" not in text) or self._is_python():
            return text
        shielded = text.translate(_SHIELDED)
        self.shielded = shielded != text
        return shielded

    def _is_python(self) -> bool:
        return self.flavour.loader is not yaml.CSafeLoader

    def _error(self, error: yaml.YAMLError) -> yaml.YAMLError:
        """The error as libyaml tells it, whose words `explain` knows."""
        if self._is_python():
            try:
                for _ in yaml.parse(self.source.text, Loader=yaml.CSafeLoader):
                    pass
            except yaml.YAMLError as known:
                return known
        return error

    def _read(self, text: str) -> None:
        parser = self.flavour.loader(text)
        next_event: Any = parser.get_event
        stack = self.stack
        source = self.source
        last = DocumentEndEvent if self.flavour.only_first else StreamEndEvent
        try:
            while True:
                event = next_event()
                kind = type(event)
                if kind is ScalarEvent:
                    node = self._scalar(event)
                    if stack:
                        frame = stack[-1]
                        parent = frame.node
                        if type(parent) is Sequence:
                            parent.items.append(node)
                        elif frame.key is None:
                            frame.key = node
                        else:
                            self._entry(frame, node)
                    else:
                        self.documents.append(node)
                elif kind is MappingStartEvent or kind is SequenceStartEvent:
                    self._open(event, kind is MappingStartEvent)
                elif kind is MappingEndEvent or kind is SequenceEndEvent:
                    self._close(event.end_mark.index)
                elif kind is AliasEvent:
                    self._add(self._alias(event))
                elif kind is DocumentStartEvent:
                    self.anchors.clear()
                    if event.version is not None and event.version[1] > 1 and self.flavour.strict:
                        span = Span(source, event.start_mark.index, event.end_mark.index)
                        self._refuse("yaml-version", span, {"version": "1.2"})
                elif kind is StreamEndEvent or kind is last:
                    return
        finally:
            parser.dispose()

    def _scalar(self, event: Any) -> Scalar:
        text = event.value
        style = event.style
        start = event.start_mark.index
        end = event.end_mark.index
        tag = event.tag or ""
        if self.shielded:
            text = text.translate(_UNSHIELDED)
        plain = not style
        value: Any = text
        if tag and tag != "!":
            try:
                value = self.flavour.resolve_tagged(tag, text, plain)
            except TagMismatch as mismatch:
                self._mismatch(mismatch, start, end)
            else:
                if tag.endswith(":binary"):
                    text = value
        elif plain:
            if not tag:
                try:
                    value = self.resolve(text)
                except TagMismatch as mismatch:
                    self._mismatch(mismatch, start, end)
        elif style == '"':
            if self.flavour.strict and "\\/" in self.source.text[start:end]:
                self._check_escapes(start, end)
        elif style in "|>":
            # The mark of a block scalar is the next token: its last line break is the end.
            end = start + len(self.source.text[start:end].rstrip())
        node = Scalar(self.source, start, end, tag, text, value, plain)
        if event.anchor:
            self._anchor(event, node)
        return node

    def _mismatch(self, mismatch: TagMismatch, start: int, end: int) -> None:
        span = Span(self.source, start, end)
        self._refuse("tag-mismatch", span, {"reason": str(mismatch)})

    def _anchor(self, event: Any, node: Node) -> None:
        if not self.flavour.anchors_again and event.anchor in self.anchors:
            span = Span(self.source, event.start_mark.index, event.end_mark.index)
            self._refuse("second-anchor", span, {"name": event.anchor})
        self.anchors[event.anchor] = node

    def _check_escapes(self, start: int, end: int) -> None:
        """libyaml takes the escape \\/, Docker Compose does not."""
        written = self.source.text
        at = start + 1
        while at < end - 1:
            if written[at] == "\\":
                if written[at + 1] == "/":
                    self._refuse("escape", Span(self.source, at, at + 2), {"escape": "\\/"})
                at += 1
            at += 1

    def _open(self, event: Any, mapping: bool) -> None:
        start = event.start_mark.index
        tag = event.tag or ""
        node: Mapping | Sequence
        if mapping:
            node = Mapping(self.source, start, start, tag, {})
        else:
            node = Sequence(self.source, start, start, tag, [])
        if len(self.stack) >= MAX_DEPTH:
            span = Span(self.source, start, start + 1)
            self.report(
                Problem("runaway-document", span, variant="depth", fields={"depth": MAX_DEPTH})
            )
            raise _Stop
        if not self.flavour.own_tags and tag and tag not in _COLLECTION_TAGS:
            self._refuse("unknown-tag", Span(self.source, start, start + 1), {"tag": tag})
        if event.anchor:
            self._anchor(event, node)
            self.sizes[id(node)] = -1
        self.expanded += 1
        self.stack.append(_Frame(node, self.expanded))

    def _close(self, end: int) -> None:
        frame = self.stack.pop()
        node = frame.node
        # The end mark of a block collection is the next token, that of a flow collection its
        # bracket.
        flow = self.source.text[node.start : node.start + 1] in ("[", "{")
        node.end = end if flow and end > 0 else _end_of(frame)
        if frame.merges is not None:
            self._merge(frame)
        if id(node) in self.sizes:
            self.sizes[id(node)] = self.expanded - frame.expanded + 1
        self._add(node)

    def _close_all(self) -> None:
        """After an error: what was begun becomes a node all the same."""
        while self.stack:
            frame = self.stack[-1]
            if frame.key is not None:
                at = frame.key.end
                self._entry(frame, Scalar(self.source, at, at, "", "", None, True))
            self._close(-1)

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.documents.append(node)
            return
        frame = self.stack[-1]
        if type(frame.node) is Sequence:
            frame.node.items.append(node)
        elif frame.key is None:
            frame.key = node
        else:
            self._entry(frame, node)

    def _entry(self, frame: _Frame, value: Node) -> None:
        key = frame.key
        frame.key = None
        self.expanded += 1
        mapping: Any = frame.node
        if type(key) is not Scalar:
            assert key is not None
            self._refuse("complex-key", key.span, {})
            return
        name = key.text
        if name == "<<" and (key.plain or key.tag.endswith(":merge")):
            if frame.merges is None:
                frame.merges = []
            elif frame.merges and self.flavour.strict:
                self._duplicate(frame.merges[0][0], key)
            frame.merges.append((key, value))
            return
        entries = mapping.entries
        if self.flavour.strict:
            if type(key.value) is not str:
                self._non_string_key(key)
            if name in entries:
                self._duplicate(entries[name][0], key)
        entries[name] = (key, value)

    def _duplicate(self, first: Scalar, second: Scalar) -> None:
        position = self.source.position(first.start)
        self.report(
            Problem(
                "duplicate-key",
                second.span,
                self._path(second.text),
                fields={"key": second.text, "line": position.line},
                refused=True,
                related=(Related(first.span, "first said here"),),
            )
        )

    def _non_string_key(self, key: Scalar) -> None:
        value = key.value
        if value is None:
            kind = "null"
        elif isinstance(value, bool):
            kind = "a boolean"
        elif isinstance(value, Timestamp):
            kind = "a date"
        else:
            kind = "a number"
        fields = {"key": key.text, "kind": kind}
        self.report(
            Problem("wrong-type", key.span, self._path(key.text), "key", fields, refused=True)
        )

    def _path(self, last: str) -> tuple[str | int, ...]:
        """Where the entry that is being read stands in its document."""
        steps: list[str | int] = []
        for frame in self.stack[:-1]:
            if type(frame.node) is Sequence:
                steps.append(len(frame.node.items))
            elif frame.key is not None:
                steps.append(getattr(frame.key, "text", "?"))
        steps.append(last)
        return tuple(steps)

    def _alias(self, event: Any) -> Node:
        span = Span(self.source, event.start_mark.index, event.end_mark.index)
        target = self.anchors.get(event.anchor)
        if target is None:
            self._refuse("unknown-anchor", span, {"name": event.anchor})
            return Scalar(self.source, span.start, span.end, "", "", None, True)
        size = self.sizes.get(id(target), 1)
        if size < 0:
            self.report(
                Problem(
                    "runaway-document",
                    span,
                    variant="loop",
                    fields={"name": event.anchor},
                    refused=True,
                    related=(Related(target.span, "the anchor stands here"),),
                )
            )
            return Scalar(self.source, span.start, span.end, "", "", None, True)
        self.expanded += size
        if self.expanded > MAX_EXPANDED and size > 1:
            fields = {"limit": MAX_EXPANDED}
            self.report(Problem("runaway-document", span, (), "aliases", fields, refused=True))
            raise _Stop
        return _aliased(target, span)

    def _merge(self, frame: _Frame) -> None:
        """Lays the mappings of a merge key under the mapping: own entries win, then the first."""
        mapping: Any = frame.node
        merges = frame.merges or []
        if not self.flavour.strict:
            # Of several merge keys in a mapping the last one wins there.
            merges = merges[::-1]
        for key, value in merges:
            sources = value.items if type(value) is Sequence else [value]
            for item in sources:
                if type(item) is not Mapping:
                    self._refuse("merge-key", item.span if item.start < item.end else key.span, {})
                    continue
                origin = Merged(key.span)
                for name, entry in item.entries.items():
                    if name not in mapping.entries:
                        mapping.entries[name] = entry
                        if mapping.merged is None:
                            mapping.merged = {}
                        mapping.merged[name] = origin

    def _refuse(self, variant: str, span: Span, fields: dict[str, Any]) -> None:
        self.report(Problem("yaml-syntax", span, (), variant, fields, refused=True))


class _Stop(Exception):
    """Reading goes no further; the reason has been reported."""


def _aliased(target: Node, span: Span) -> Node:
    """The node that an alias stands for, knowing where the alias is."""
    copy: Node
    if type(target) is Scalar:
        copy = Scalar(
            target.source,
            target.start,
            target.end,
            target.tag,
            target.text,
            target.value,
            target.plain,
        )
    elif type(target) is Mapping:
        copy = Mapping(target.source, target.start, target.end, target.tag, target.entries)
        copy.merged = target.merged
    elif type(target) is Sequence:
        copy = Sequence(target.source, target.start, target.end, target.tag, target.items)
    else:
        return target
    copy.origin = Alias(span)
    return copy


def _end_of(frame: _Frame) -> int:
    """Where the last descendant that stands inside ends."""
    node = frame.node
    children: list[Node] = []
    if type(node) is Sequence:
        children = node.items[-1:]
    elif type(node) is Mapping:
        if node.entries:
            children += next(reversed(node.entries.values()))
        if frame.merges:
            children += frame.merges[-1]
    end = node.start
    for child in children:
        written = child.origin.span.end if type(child.origin) is Alias else child.end
        end = max(end, written)
    return end
