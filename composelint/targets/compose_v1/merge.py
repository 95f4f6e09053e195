"""Files over each other in Docker Compose 1.29.2.

Services merge attribute by attribute, much as they do today; a volume, network, secret or config
of a later file replaces the one of its name whole. Other keys of the top level have no effect.
"""

from __future__ import annotations

from ...loading.forms import is_null
from ...loading.merge import Step, Way, merge
from ...loading.unique import enforce_unique_service
from ...node import Mapping, Node, Scalar


def merge_files(lower: Mapping, upper: Mapping, way: Way) -> Mapping:
    """A file laid over those before it; both stay as they are."""
    result = _copy(lower)
    for section, (key, node) in upper.entries.items():
        below = result.get(section)
        if type(below) is not Mapping or type(node) is not Mapping:
            result.entries[section] = (key, node)
        elif section == "services":
            merged = _over(below, node, way, services=True)
            result.entries[section] = (lower.entries[section][0], merged)
        else:
            merged = _over(below, node, way, services=False)
            result.entries[section] = (lower.entries[section][0], merged)
    return result


def _over(lower: Mapping, upper: Mapping, way: Way, *, services: bool) -> Mapping:
    result = _copy(lower)
    history = dict(lower.history) if lower.history else {}
    for name, (key, node) in upper.entries.items():
        below = lower.entries.get(name)
        if below is None:
            result.entries[name] = (key, node)
            continue
        merged: Node = node
        if services and type(below[1]) is Mapping and type(node) is Mapping:
            merged = merge_services(below[1], node, way, name)
        result.entries[name] = (below[0], merged)
        history[name] = (*history.get(name, ()), Step(way.kind, *below, way.span))
    result.history = history or None
    return result


def merge_services(lower: Mapping, upper: Mapping, way: Way, name: str) -> Mapping:
    """A service over another one: by a later file, or by one that extends it."""
    below = lower
    if "extends" in upper.entries and "extends" in lower.entries:
        below = _copy(lower)
        del below.entries["extends"]
    merged = merge(_without_nulls(below), upper, way, ("services", name))
    enforce_unique_service(merged)
    return merged


def _without_nulls(service: Mapping) -> Mapping:
    result = _copy(service)
    result.entries = {
        name: entry for name, entry in service.entries.items() if not is_null(entry[1])
    }
    return result


def _copy(node: Mapping) -> Mapping:
    copy = Mapping(node.source, node.start, node.end, node.tag, dict(node.entries))
    copy.origin, copy.merged, copy.history = node.origin, node.merged, node.history
    return copy


def with_entry(node: Mapping, name: str, key: Scalar, value: Node) -> Mapping:
    """A mapping with one entry exchanged."""
    copy = _copy(node)
    copy.entries[name] = (key, value)
    return copy
