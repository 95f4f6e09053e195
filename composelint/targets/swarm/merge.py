"""Laying one stack file over another, as `docker stack` does with several `-c`.

Services merge attribute by attribute, as with Docker Compose; a network, volume, secret or config
that a later file has is the later file's alone. Seen with the Docker CLI 28.2.2.
"""

from __future__ import annotations

from ...loading.merge import Step, Way
from ...loading.merge import merge as merge_tree
from ...loading.unique import enforce_unique_service
from ...node import Mapping, Node, Scalar

_WHOLE = ("networks", "volumes", "secrets", "configs")
#: Lists of services in which an entry of a later file replaces one of the same key.
_KEYED = ("configs", "ports", "secrets", "volumes")


def merge(lower: Mapping, upper: Mapping, way: Way) -> Mapping:
    """`upper` laid over `lower`; both stay as they are."""
    kept = _without(lower, upper)
    result = merge_tree(kept, upper, way)
    for section in _WHOLE:
        _remember(result.get(section), lower.get(section), upper.get(section), way)
    _replace_entries(result, lower, upper)
    return result


def _without(lower: Mapping, upper: Mapping) -> Mapping:
    """`lower` without the resources that `upper` has too."""
    entries = dict(lower.entries)
    for section in _WHOLE:
        below, above = lower.get(section), upper.get(section)
        if type(below) is Mapping and type(above) is Mapping:
            rest = {name: entry for name, entry in below.entries.items() if name not in above}
            key = entries[section][0]
            entries[section] = (key, with_entries(below, rest))
    return with_entries(lower, entries)


def with_entries(node: Mapping, entries: dict[str, tuple[Scalar, Node]]) -> Mapping:
    """A copy of a mapping with other entries."""
    result = Mapping(node.source, node.start, node.end, node.tag, entries)
    result.origin, result.merged, result.history = node.origin, node.merged, node.history
    return result


def _remember(result: Node | None, lower: Node | None, upper: Node | None, way: Way) -> None:
    """Note what a later file's resource stands in for."""
    if type(result) is not Mapping or type(lower) is not Mapping or type(upper) is not Mapping:
        return
    history = dict(result.history) if result.history else {}
    for name in upper.entries:
        if name in lower.entries:
            earlier = (lower.history or {}).get(name, ())
            history[name] = (*earlier, Step(way.kind, *lower.entries[name], way.span))
    result.history = history or None


def _replace_entries(result: Mapping, lower: Mapping, upper: Mapping) -> None:
    services = (result.get("services"), lower.get("services"), upper.get("services"))
    for name in services[2] if type(services[2]) is Mapping else ():
        merged, below, above = (
            node.get(name) if type(node) is Mapping else None for node in services
        )
        if type(merged) is Mapping and type(below) is Mapping and type(above) is Mapping:
            # Only what both have is a list of the merge's own, and may be changed.
            both = {
                key: merged.entries[key]
                for key in _KEYED
                if key in merged and key in below and key in above
            }
            enforce_unique_service(with_entries(merged, both))
