"""Going down the merged tree by a path as `config` prints it.

What is written short there is written out in the path: an entry `KEY=value` of a list is found
under its key, the published port of `8080:80` under `published`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..loading.paths import resolve
from ..model.bad import BadValue
from ..model.casts import string, text_list
from ..model.hosts import canonical_hosts, unbracket
from ..model.mounts import canonical_mount
from ..model.ports import read_port
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..source import Span
from .parts import part_of
from .spans import part_span, value_span, whole_span


class Spot(NamedTuple):
    """Where a path leads: the node, and the characters of it that are meant."""

    node: Node
    span: Span


Items = list[list[Node]]
"""The items of a list as `config` prints them: each the last of those of its key."""


def below(spot: Spot, path: Path, step: str | int) -> Spot | None:
    """One step down from what stands at `path`; None where nothing is written of it."""
    node = spot.node
    if type(node) is Mapping:
        if isinstance(step, int):
            return _listed(node, path, step)
        entry = node.entries.get(step)
        return None if entry is None else spot_of(step, entry[1], entry[0])
    if type(node) is Sequence:
        if isinstance(step, int):
            items = printed_items(node, path)
            return whole(items[step][-1]) if step < len(items) else None
        return _keyed(node, path, step)
    if type(node) is Scalar and step in _INNER and path[-1:] in (("bind",), ("volume",)):
        return _short(node, path[:-1], step)
    if type(node) is Scalar and step in ("bind", "volume") and path[-2:-1] == ("volumes",):
        inner = any(part_of(path, each, node.text) for each in _INNER)
        return whole(node) if inner else None
    if type(node) is Scalar and spot.span == whole(node).span:
        return _short(node, path, step)
    return None


#: What the options of a mount in its short form say of `bind` and `volume`.
_INNER = ("selinux", "propagation", "nocopy")


def whole(node: Node) -> Spot:
    return Spot(node, whole_span(node) if type(node) is Scalar else node.span)


def spot_of(name: str, node: Node, key: Scalar | None = None) -> Spot:
    """The value of an entry, which can be one of a list that was made a mapping; where none is
    written, its key stands for it."""
    if key is not None and node.start == node.end and type(node) is Scalar:
        return Spot(node, key.span)
    return Spot(node, value_span(name, node) if type(node) is Scalar else node.span)


def _keyed(node: Sequence, path: Path, step: str) -> Spot | None:
    """The entry of a list that stands for a mapping."""
    item = keyed_item(node, path, step)
    return None if item is None else keyed_spot(item, step)


def keyed_item(node: Sequence, path: Path, step: str) -> Scalar | None:
    """The item `KEY=value` or `KEY` of a list that stands for a mapping."""
    if path and path[-1] not in _LISTS:
        for item in reversed(node.items):
            if type(item) is Scalar and item.text.partition("=")[0] == step:
                return item
    return None


def keyed_spot(item: Scalar, step: str) -> Spot:
    """The value of `KEY=value`, or all of `KEY`."""
    if item.text == step:
        return whole(item)
    return Spot(item, part_span(item, len(step) + 1, len(item.text)))


#: What is printed as a list, so that no name stands below it.
_LISTS = frozenset("ports volumes command entrypoint test devices extra_hosts".split())


def _short(node: Scalar, path: Path, step: str | int) -> Spot | None:
    """A part of a short form."""
    attribute = path[-1] if path else ""
    if attribute == "build" and step == "context":
        return whole(node)
    if attribute == "test":
        return whole(node) if step == 1 else None
    place = part_of(path, step, node.text if isinstance(node.value, str) else string(node))
    if place is not None:
        return Spot(node, part_span(node, *place))
    if attribute in ("command", "entrypoint"):
        return whole(node) if isinstance(step, int) else None
    if step == 0:
        return whole(node)  # one that stands for a list of one
    if step == "source" and len(path) > 1 and path[-2] in ("secrets", "configs"):
        return whole(node)
    return None


def printed_items(node: Sequence, path: Path) -> Items:
    """What `config` prints of a list, in its order."""
    attribute = path[-1] if path else ""
    if len(path) == 3 and attribute == "ports":
        return _ports(node)
    if len(path) == 3 and attribute == "volumes":
        return _mounts(node)
    if attribute == "extra_hosts":
        return [[item] for _, item in _hosts(node)]
    return [[item] for item in node.items]


def _ports(node: Sequence) -> Items:
    """An item for each port of a range; of equal ones the last stands in the place of the
    first."""
    seen: dict[Any, list[Node]] = {}
    for item in node.items:
        published = item.get("published") if type(item) is Mapping else None
        kind = type(published.value) if type(published) is Scalar else str
        try:
            ports = read_port(item)
        except BadValue:
            seen[id(item)] = [item]
            continue
        for port in ports:
            key = (port.host_ip or "0.0.0.0", port.published, port.target, port.protocol, kind)
            seen.setdefault(key, []).append(item)
    return list(seen.values())


def _mounts(node: Sequence) -> Items:
    seen: dict[str, list[Node]] = {}
    for item in node.items:
        try:
            target = str(canonical_mount(item).get("target"))
        except (BadValue, AssertionError):
            target = f"\0{id(item)}"
        seen.setdefault(target, []).append(item)
    return list(seen.values())


def _hosts(node: Mapping | Sequence) -> list[tuple[str, Node]]:
    found: list[tuple[str, Node]] = []
    if type(node) is Mapping:
        for name, value in node.items():
            values = value.items if type(value) is Sequence else [value]
            found += [
                (f"{name}={unbracket(text)}", each) for each in values for text in text_list(each)
            ]
    for item in node.items if type(node) is Sequence else ():
        try:
            one = Sequence(item.source, item.start, item.end, "", [item])
            found += [(text, item) for text in canonical_hosts(one)]
        except BadValue:
            found.append(("", item))
    return sorted(found, key=lambda pair: pair[0])


def _listed(node: Mapping, path: Path, step: int) -> Spot | None:
    """A mapping that `config` prints as a list."""
    attribute = path[-1] if path else ""
    if attribute == "extra_hosts":
        nodes = [item for _, item in _hosts(node)]
    elif attribute == "ssh":
        nodes = [value for _, value in node.items()]
    else:
        return None
    return whole(nodes[step]) if step < len(nodes) else None


def file_of(node: Scalar) -> str:
    """The file that a scalar names, absolute."""
    return resolve(node.source.directory, node.text, node.source.environment.get("HOME"))


def same_place(one: Node, other: Node) -> bool:
    """Whether two nodes are of the same writing: steps of loading make copies of nodes."""
    return (
        one.start == other.start and one.end == other.end and one.source.path == other.source.path
    )
