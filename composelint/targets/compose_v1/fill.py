"""A file of Docker Compose 1.29.2 with its variables filled in.

That happens in services, volumes, networks, secrets and configs only; the rest of the top level is
taken as it is. An entry of one of these without a value is an empty mapping from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...node import Mapping, Node, Scalar
from .template import substitute, substitute_1

if TYPE_CHECKING:
    from ...loading.load import Loader

SECTIONS = ("services", "volumes", "networks", "secrets", "configs")


def filled(loader: Loader, root: Mapping, *, format_1: bool) -> Mapping:
    """The root of a file with its sections read; in format 1 the root is the services."""
    if format_1:
        return without_nulls(loader.filled(root, substitute_1))
    read = _like(root, {name: root.entries[name] for name in SECTIONS if name in root.entries})
    read = loader.filled(read, substitute)
    entries = dict(root.entries)
    for name, (key, node) in read.entries.items():
        entries[name] = (key, without_nulls(node) if type(node) is Mapping else node)
    return _like(root, entries)


def without_nulls(section: Mapping) -> Mapping:
    """A section in which what says nothing is an empty mapping."""
    entries: dict[str, tuple[Scalar, Node]] = {}
    for name, (key, node) in section.entries.items():
        if type(node) is Scalar and node.value is None:
            # Nothing is written there: a problem of it is shown at its key.
            entries[name] = (key, Mapping(node.source, key.start, key.end, "", {}))
        else:
            entries[name] = (key, node)
    return _like(section, entries)


def _like(node: Mapping, entries: dict[str, tuple[Scalar, Node]]) -> Mapping:
    copy = Mapping(node.source, node.start, node.end, node.tag, entries)
    copy.origin, copy.merged, copy.history = node.origin, node.merged, node.history
    return copy
