"""What a value was before other files, an extends, an include or a later item replaced it."""

from __future__ import annotations

from typing import NamedTuple

from ..loading.merge import OVERRIDE, RESET, Step
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..source import Span
from .tree import Spot, below, keyed_item, keyed_spot, printed_items, same_place, spot_of, whole

#: An item of a list that stands in the place of one with the same key.
ITEM = "item"


class Version(NamedTuple):
    """One value, and what replaced it (`then`: a kind of loading.merge.Step, or ITEM; "" for
    nothing yet) with the place of that, where it has one.

    `rest` are the last steps of the path of which the node says nothing by itself.
    """

    spot: Spot
    rest: Path
    then: str = ""
    span: Span | None = None


class History(NamedTuple):
    """All versions of a value, the oldest first, and whether the last one is an item that was
    appended to a list of others; `repeats` are equal items that were not."""

    versions: list[Version]
    appended: bool
    repeats: list[Spot]


def history(root: Node, path: Path) -> History:
    """The versions of what stands at `path`; the last one is that which counts."""
    walk = _Walk(root, path)
    found = walk.versions(Spot(root, root.span), 0)
    return History(_distinct(found), walk.appended, walk.repeats)


def _distinct(found: list[Version]) -> list[Version]:
    """Each place once; the value that counts stays the last."""
    kept: list[Version] = []
    for version in found[:-1]:
        twin = next((i for i, v in enumerate(kept) if _alike(v, version)), None)
        if twin is None:
            kept.append(version)
        elif version.then:
            kept[twin] = version  # what replaced it in the end
    if not found:
        return []
    return [version for version in kept if not _alike(version, found[-1])] + [found[-1]]


def _alike(one: Version, other: Version) -> bool:
    return (
        one.spot.span[1:] == other.spot.span[1:]
        and one.spot.span.source.path == other.spot.span.source.path
        and one.rest == other.rest
    )


class _Walk:
    """`finals` are the nodes on the way of the value that counts, one more than there are steps
    that lead somewhere."""

    def __init__(self, root: Node, path: Path) -> None:
        self.path = path
        self.finals: list[Node] = [root]
        self.appended = False
        self.repeats: list[Spot] = []
        self.known: dict[tuple[int, int], list[Version]] = {}
        spot = Spot(root, root.span)
        for depth, step in enumerate(path):
            found = below(spot, path[:depth], step)
            if found is None:
                break
            spot = found
            self.finals.append(spot.node)

    def versions(self, spot: Spot, depth: int) -> list[Version]:
        path = self.path
        if depth == len(path):
            return [Version(spot, ())]
        node, step = spot.node, path[depth]
        if type(node) is Mapping and isinstance(step, str):
            return self.of_entry(node, step, depth)
        if type(node) is Sequence and isinstance(step, int):
            return self.of_item(spot, node, step, depth)
        if type(node) is Sequence and isinstance(step, str):
            return self.of_key(spot, node, step, depth)
        found = below(spot, path[:depth], step)
        if found is None:
            return [Version(spot, path[depth:])]
        return self.versions(found, depth + 1)

    def of_entry(self, node: Mapping, step: str, depth: int) -> list[Version]:
        """Once for each mapping: with many files the histories share most of what they hold."""
        known = self.known.get((id(node), depth))
        if known is None:
            known = _distinct(self.of_mapping(node, step, depth))
            self.known[id(node), depth] = known
        return known

    def of_mapping(self, node: Mapping, step: str, depth: int) -> list[Version]:
        found: list[Version] = []
        steps: tuple[Step, ...] = (node.history or {}).get(step, ())
        for lost in steps:
            earlier = [
                version
                for version in self.versions(spot_of(step, lost.node, lost.key), depth + 1)
                # What says nothing of it was not laid over, but for a list that was replaced.
                if not version.rest or isinstance(version.rest[0], int)
            ]
            if earlier and not earlier[-1].then:
                earlier[-1] = earlier[-1]._replace(then=lost.kind, span=lost.span)
            found += earlier
        entry = node.entries.get(step)
        if entry is not None:
            found += self.versions(spot_of(step, entry[1], entry[0]), depth + 1)
        elif not steps or steps[-1].kind != RESET:
            found.append(Version(Spot(node, node.span), self.path[depth:]))
        return found

    def of_key(self, spot: Spot, node: Sequence, step: str, depth: int) -> list[Version]:
        """An entry `KEY=value` of a list: of equal ones the last counts."""
        path = self.path
        final = keyed_item(node, path[:depth], step)
        if final is None:
            return [Version(spot, path[depth:])]
        last = _newest(node, final)
        # Before lists are made unique, all of one key stand there.
        alike = [item for item in node.items if _key(item) == step and item is not final]
        items = [*_lost(node, last), *alike, last]
        found: list[Version] = []
        for item in items:
            if type(item) is Scalar:
                versions = self.versions(keyed_spot(item, step), depth + 1)
                found += [version._replace(then=version.then or ITEM) for version in versions]
        found[-1] = found[-1]._replace(then="")
        return found

    def of_item(self, spot: Spot, node: Sequence, step: int, depth: int) -> list[Version]:
        if depth + 1 >= len(self.finals):
            return [Version(spot, self.path[depth:])]
        final, container = self.finals[depth + 1], self.finals[depth]
        if node is container and type(final) is Scalar:
            newest = _newest(node, final)
            if self.path[depth - 1] in _TOLD_BY_TARGET:
                final = newest
            elif newest is not final:
                self.repeats += [v.spot for v in self.versions(whole(newest), depth + 1)]
        if node is container:
            found: list[Version] = []
            for lost in self.lost(node, final, step, depth):
                found += [
                    version._replace(then=version.then or ITEM)
                    for version in self.versions(whole(lost), depth + 1)
                ]
            return found + self.versions(whole(final), depth + 1)
        for item in node.items:
            if same_place(item, final):
                return self.versions(whole(item), depth + 1)
        if type(container) is Sequence and _shares(node, container):
            self.appended = True
            return []
        return [Version(spot, self.path[depth:])]

    def lost(self, node: Sequence, final: Node, step: int, depth: int) -> list[Node]:
        """The items that the final one stands in the place of, the oldest first."""
        lost = _lost(node, final)
        if depth + 1 == len(self.path) or type(final) in (Mapping, Scalar):
            items = printed_items(node, self.path[:depth])
            lost += [item for item in items[step][:-1] if not same_place(item, final)]
        return lost


#: Lists in which an item is told by a part of it, so that the last of equal ones counts.
_TOLD_BY_TARGET = ("volumes", "devices")


def _newest(node: Sequence, item: Node) -> Node:
    """The last of the items that are equal to one."""
    for known, repeated in node.replaced or ():
        if same_place(known, item) and not any(repeated is each for each in node.items):
            item = repeated
    return item


def _lost(node: Sequence, final: Node) -> list[Node]:
    """The items in the place of which one stands, the oldest first."""
    lost: list[Node] = []
    for earlier, winner in reversed(node.replaced or ()):
        if same_place(winner, final):
            lost.append(earlier)
            final = earlier
    return lost[::-1]


def _key(item: Node) -> str | None:
    return item.text.partition("=")[0] if type(item) is Scalar else None


def _shares(one: Sequence, other: Sequence) -> bool:
    """Whether items of one list went into another."""
    known = [*other.items, *(item for pair in other.replaced or () for item in pair)]
    return not one.items or any(same_place(a, b) for a in one.items for b in known)


__all__ = ["ITEM", "OVERRIDE", "History", "Version", "history"]
