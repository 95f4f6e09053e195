"""The steps of a value's versions: where each was written and by which ways it came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..loading.merge import OVERRIDE as OVER
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..resolved.values import plain
from ..source import Span
from .envfiles import Brought
from .paths import show
from .record import APPENDED, ENV_FILE, OVERRIDE, REPEATED, REPLACED, WRITTEN, Step
from .trail import Trail, Trails
from .tree import Spot, whole
from .versions import ITEM, History, Version
from .written import Way, Written


class Steps:
    """Makes the steps of one value; `count` is how many versions there are so far."""

    def __init__(self, project: Project, trails: Trails, path: Path) -> None:
        self.project = project
        self.trails = trails
        self.path = path
        self.steps: list[Step] = []
        self.count = 0

    def add(self, kind: str, span: Span | None, value: Any, note: str = "") -> None:
        """A step of the version at hand."""
        self.steps.append(Step(kind, self.count, span, value, note))

    def brought(self, brought: Brought) -> None:
        """What an env file or label file says."""
        self.count += 1
        found = brought.found
        self.add(WRITTEN if self.count == 1 else REPLACED, found.span, found.entry.value)
        self.add(ENV_FILE, brought.node.span, shown(brought.node))

    def versions(self, found: History) -> None:
        """All versions of a value, the oldest first."""
        before: Version | None = None
        for version in found.versions:
            self._version(version, before)
            before = version
        if found.appended and len(found.versions) == 1:
            at = next(i for i, step in enumerate(self.steps) if step.version == self.count)
            self.steps[at] = self.steps[at]._replace(kind=APPENDED)
        for repeat in found.repeats:
            self.add(REPEATED, repeat.span, said(repeat))

    def _version(self, version: Version, before: Version | None) -> None:
        """What lost to a version in its own file, its place, and its ways."""
        node, span = version.spot
        trail = self.trails.find(self.path, node)
        over = OVERRIDE if before is not None and _overrides(before, node, trail) else REPLACED
        for written in trail.values[:-1] if trail else ():
            self.count += 1
            self.add(self._kind(over), written.node.span, shown(written.node))
            self._ways(written.ways, shown(written.node))
            over = REPLACED
        self.count += 1
        value = said(version.spot)
        note = "!override" if node.tag == "!override" else ""
        if trail and trail.path[: len(self.path)] != self.path:
            note = show(trail.path)
        self.add(self._kind(over), span, value, note)
        if trail:
            self._ways((*trail.values[-1].ways, *trail.ways), value)

    def _kind(self, over: str) -> str:
        return WRITTEN if self.count == 1 else over

    def parts(self, values: list[Written]) -> None:
        """The mappings or lists that one is merged of."""
        for each in values:
            self.count += 1
            value = shown(each.node)
            over = APPENDED if type(each.node) is Sequence else OVERRIDE
            if each.anew:
                self.add(self._kind(REPLACED), each.node.span, value, "!override")
            else:
                self.add(self._kind(over), each.node.span, value)
            self._ways(each.ways, value)

    def named_again(self, node: Node) -> None:
        """Where other files name the same network or model, which adds nothing."""
        for each in self.trails.all(self.path):
            held = each.node.start <= node.start <= each.node.end
            if not held or each.node.source.path != node.source.path:
                self.add(REPEATED, each.node.span, shown(each.node))

    def _ways(self, ways: tuple[Way, ...], value: Any) -> None:
        for way in ways:
            self.add(way.kind, way.span, value, way.note)


def _overrides(before: Version, node: Node, trail: Trail | None) -> bool:
    """Whether a version replaced another because its file was laid over that one's."""
    other = before.spot.node.source.path != node.source.path
    brought = trail is not None and trail.ways
    return before.then == OVER or (before.then == ITEM and other and not brought)


def shown(node: Node) -> Any:
    """A node's value as it is written: variables not filled in."""
    if type(node) is Scalar:
        if node.raw is not None:
            return node.raw
        return node.text if isinstance(node.value, str) else plain(node)
    if type(node) is Mapping:
        return {name: shown(value) for name, value in node.items()}
    if type(node) is Sequence:
        return [shown(item) for item in node.items]
    return None


def said(spot: Spot) -> Any:
    """What is written at a spot: all of its node, or a part of a short form."""
    if type(spot.node) is Scalar and spot.span != whole(spot.node).span:
        return spot.span.text
    return shown(spot.node)


def leaves(node: Node) -> Iterator[Node]:
    """The scalars of a tree."""
    if type(node) is Scalar:
        yield node
    children = [v for _, v in node.items()] if type(node) is Mapping else []
    for child in node.items if type(node) is Sequence else children:
        yield from leaves(child)


def within(span: Span, node: Node) -> bool:
    return node.start <= span.start and span.end <= node.end
