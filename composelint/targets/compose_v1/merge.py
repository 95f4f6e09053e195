"""Files over each other in Docker Compose 1.29.2.

Services merge attribute by attribute, much as they do today; a volume, network, secret or config
of a later file replaces the one of its name whole. Other keys of the top level have no effect.
"""

from __future__ import annotations

from collections.abc import Callable

from ...loading.forms import is_null
from ...loading.merge import Step, Way, merge
from ...loading.unique import enforce_unique_service
from ...node import Mapping, Node, Scalar, Sequence


def merge_files(lower: Mapping, upper: Mapping, way: Way) -> Mapping:
    """A file laid over those before it; both stay as they are."""
    result = _copy(lower)
    for section, (key, node) in upper.entries.items():
        below = result.get(section)
        if type(below) is not Mapping or type(node) is not Mapping:
            result.entries[section] = (key, node)
        elif section == "services":
            # Nobody wrote the key `services` of a file of format 1.
            merged = _over(below, node, way, services=True, format_1=key.start == key.end)
            result.entries[section] = (lower.entries[section][0], merged)
        else:
            merged = _over(below, node, way, services=False)
            result.entries[section] = (lower.entries[section][0], merged)
    return result


def _over(
    lower: Mapping, upper: Mapping, way: Way, *, services: bool, format_1: bool = False
) -> Mapping:
    result = _copy(lower)
    history = dict(lower.history) if lower.history else {}
    for name, (key, node) in upper.entries.items():
        below = lower.entries.get(name)
        if below is None:
            result.entries[name] = (key, node)
            continue
        merged: Node = node
        if services and type(below[1]) is Mapping and type(node) is Mapping:
            merged = merge_services(below[1], node, way, name, format_1=format_1)
        result.entries[name] = (below[0], merged)
        history[name] = (*history.get(name, ()), Step(way.kind, *below, way.span))
    result.history = history or None
    return result


def merge_services(
    lower: Mapping, upper: Mapping, way: Way, name: str, *, format_1: bool = False
) -> Mapping:
    """A service over another one: by a later file, or by one that extends it."""
    below = _without_nulls(lower)
    for attribute in _REPLACED:
        if attribute in upper.entries:
            below.entries.pop(attribute, None)
    if format_1 and ("image" in upper.entries or "build" in upper.entries):
        below.entries.pop("image", None)
        below.entries.pop("build", None)
    merged = merge(below, upper, way, ("services", name))
    enforce_unique_service(merged)
    _last_of_each(merged.get("links"), _alias)
    weights = merged.get("blkio_config")
    for _, limits in weights.items() if type(weights) is Mapping else ():
        _last_of_each(limits, _device)
    return merged


#: What a later service says of these stands alone.
_REPLACED = ("credential_spec", "dns_opt", "extends", "group_add", "log_opt")


def _last_of_each(node: Node | None, key_of: Callable[[Node], str | None]) -> None:
    """Of the items of one key the last one stays, in place."""
    if type(node) is not Sequence:
        return
    last = {key_of(item): item for item in node.items}
    node.items = [item for item in node.items if key_of(item) is None or last[key_of(item)] is item]


def _alias(node: Node) -> str | None:
    if type(node) is not Scalar:
        return None
    target, _, alias = node.text.partition(":")
    return alias or target


def _device(node: Node) -> str | None:
    path = node.get("path") if type(node) is Mapping else None
    return path.text if type(path) is Scalar else None


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
