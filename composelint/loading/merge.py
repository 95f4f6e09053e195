"""One tree laid over another, the way Docker Compose merges files, `extends` and `include`.

Mappings merge key by key, sequences are appended, the rest is replaced; a null leaves what is
there. Where an attribute differs from that, `_SPECIAL` has its rule. `!reset` takes an entry away,
`!override` replaces it whole. (Seen with Docker Compose 2.40.3 and 5.6.1.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..finding import Problem, Related, Report
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..source import Span


class Step(NamedTuple):
    """What an entry was before something was laid over it (see Mapping.history).

    `kind` is what did so: "override", "extends" or "include"; `node` the value that lost and
    `key` its key; `span` where the extends or include is written, None for an override file.
    """

    kind: str
    key: Scalar
    node: Node
    span: Span | None


class Way(NamedTuple):
    """How the upper tree comes to lie over the lower one; see Step."""

    kind: str
    span: Span | None
    report: Report


OVERRIDE = "override"
EXTENDS = "extends"
INCLUDE = "include"

Rule = Callable[["Node", "Node", "Way", "Path", dict[str, Any]], Node]


def merge(lower: Mapping, upper: Mapping, way: Way, path: Path = ()) -> Mapping:
    """`upper` laid over `lower`; both stay as they are. `path` is where they stand."""
    rules = _rules()
    for step in path:
        rules = rules.get(str(step)) or rules.get("*") or {}
    return _mappings(lower, upper, way, path, rules)


def _mappings(
    lower: Mapping, upper: Mapping, way: Way, path: Path, rules: dict[str, Any]
) -> Mapping:
    result = Mapping(lower.source, lower.start, lower.end, lower.tag, dict(lower.entries))
    result.origin = lower.origin
    result.merged = lower.merged
    history = dict(lower.history) if lower.history else {}
    entries = result.entries
    for name, (key, value) in upper.entries.items():
        if value.tag == "!reset":
            entries.pop(name, None)
            continue
        below = entries.get(name)
        if below is None or value.tag == "!override":
            entries[name] = (key, value)
        else:
            inner = rules.get(name) or rules.get("*") or _NO_RULES
            merged = _nodes(below[1], value, way, (*path, name), inner)
            entries[name] = (key if merged is value else below[0], merged)
        if below is not None:
            history[name] = (*history.get(name, ()), Step(way.kind, *below, way.span))
    if upper.history:
        for name, steps in upper.history.items():
            history[name] = (*history.get(name, ()), *steps)
    result.history = history or None
    return result


_NO_RULES: dict[str, Any] = {}


def _nodes(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    special: Rule | None = rules.get("")
    if special is not None:
        return special(lower, upper, way, path, rules)
    if type(upper) is Scalar and upper.value is None:
        return lower
    if type(lower) is Mapping:
        if type(upper) is Mapping:
            return _mappings(lower, upper, way, path, rules)
        return _clash(lower, upper, way, path, "a mapping")
    if type(lower) is Sequence:
        if type(upper) is Sequence:
            return _appended(lower, upper)
        return _clash(lower, upper, way, path, "a list")
    return upper


def _clash(lower: Node, upper: Node, way: Way, path: Path, kind: str) -> Node:
    """A list or mapping cannot be replaced by something else; the upper one is read on with."""
    position = lower.source.position(lower.start)
    fields = {
        "name": str(path[-1]),
        "kind": kind,
        "file": lower.source.path,
        "line": position.line,
    }
    related = (Related(lower.span, f"{kind} here"),)
    way.report(
        Problem("wrong-type", upper.span, path, "merge", fields, refused=True, related=related)
    )
    return upper


def _appended(lower: Sequence, upper: Sequence) -> Sequence:
    items = lower.items + [item for item in upper.items if item.tag != "!reset"]
    result = Sequence(lower.source, lower.start, lower.end, lower.tag, items)
    result.origin = lower.origin
    return result


def _replaced(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    return upper


def _is_null(node: Node) -> bool:
    return type(node) is Scalar and node.value is None


def _key_values(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """environment, labels and the like: a list of `KEY=value` and a mapping come to the same."""
    if _is_null(upper):
        return lower
    if type(lower) is Sequence and type(upper) is Sequence:
        return _appended(lower, upper)
    return _mappings(as_key_values(lower), as_key_values(upper), way, path, _NO_RULES)


def as_key_values(node: Node) -> Mapping:
    """`KEY=value` entries as a mapping; each part of an entry knows its place."""
    if type(node) is Mapping:
        return node
    result = Mapping(node.source, node.start, node.end, node.tag, {})
    items = node.items if type(node) is Sequence else [node]
    for item in items:
        if type(item) is Scalar and item.value is not None:
            key, value = split_key_value(item)
            result.entries[key.text] = (key, value)
    return result


def split_key_value(item: Scalar) -> tuple[Scalar, Scalar]:
    """`KEY=value` as two scalars; the value of a bare `KEY` is null."""
    name, equals, text = item.text.partition("=")
    span = item.part(0, len(name))
    key = Scalar(item.source, span.start, span.end, "", name, name, False)
    if not equals:
        return key, Scalar(item.source, item.end, item.end, "", "", None, True)
    span = item.part(len(name) + 1, len(item.text))
    value = Scalar(item.source, span.start, span.end, "", text, text, False)
    value.raw = item.raw
    return key, value


def _listed(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """dns, env_file and the like: a single value stands for a list of one."""
    if _is_null(upper):
        return lower
    return _appended(_as_list(lower), _as_list(upper))


def _as_list(node: Node) -> Sequence:
    if type(node) is Sequence:
        return node
    items = [] if _is_null(node) else [node]
    return Sequence(node.source, node.start, node.end, node.tag, items)


def _as_named(node: Node) -> Mapping:
    """A list of names (depends_on, networks, models) as the mapping that it stands for."""
    if type(node) is Mapping:
        return node
    result = Mapping(node.source, node.start, node.end, node.tag, {})
    if type(node) is Sequence:
        for item in node.items:
            if type(item) is Scalar:
                null = Scalar(item.source, item.end, item.end, "", "", None, True)
                result.entries[item.text] = (item, null)
    return result


def _named(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    if _is_null(upper):
        return lower
    return _mappings(_as_named(lower), _as_named(upper), way, path, rules)


def _dependencies(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """A name in a list waits for the start, and what a mapping says is laid over that."""
    if _is_null(upper):
        return lower
    below, above = _as_dependencies(lower), _as_dependencies(upper)
    return _mappings(below, above, way, path, rules)


def _as_dependencies(node: Node) -> Mapping:
    result = _as_named(node)
    if result is not node:
        for name, (key, _) in result.entries.items():
            result.entries[name] = (key, _dependency(key))
    return result


def _dependency(key: Scalar) -> Mapping:
    result = Mapping(key.source, key.start, key.end, "", {})
    for name, value in (("condition", "service_started"), ("required", True)):
        text = str(value).lower()
        written = Scalar(key.source, key.start, key.end, "", name, name, True)
        given = Scalar(key.source, key.start, key.end, "", text, value, True)
        given.raw = key.text
        result.entries[name] = (written, given)
    return result


def _extra_hosts(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """Addresses add up, but for an entry that is there already."""
    below = _host_list(lower)
    known = {getattr(item, "text", None) for item in below.items}
    above = _host_list(upper)
    fresh = [item for item in above.items if getattr(item, "text", None) not in known]
    return _appended(below, Sequence(above.source, above.start, above.end, above.tag, fresh))


def _host_list(node: Node) -> Sequence:
    if type(node) is not Mapping:
        return _as_list(node)
    result = Sequence(node.source, node.start, node.end, node.tag, [])
    for name, value in node.items():
        for address in value.items if type(value) is Sequence else [value]:
            text = f"{name}={getattr(address, 'text', '')}"
            entry = Scalar(address.source, address.start, address.end, "", text, text, False)
            entry.raw = text
            result.items.append(entry)
    return result


def _build(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    return _mappings(_as_build(lower), _as_build(upper), way, path, rules)


def _as_build(node: Node) -> Mapping:
    """A build that is a string is its context."""
    if type(node) is Mapping:
        return node
    result = Mapping(node.source, node.start, node.end, node.tag, {})
    if type(node) is Scalar and node.value is not None:
        key = Scalar(node.source, node.start, node.start, "", "context", "context", True)
        result.entries["context"] = (key, node)
    return result


def _logging(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """Options merge only where both are of one driver, or one does not say."""
    if type(lower) is not Mapping or type(upper) is not Mapping:
        return lower if _is_null(upper) else upper
    below, above = lower.get("driver"), upper.get("driver")
    if below is None or above is None or _text(below) == _text(above):
        return _mappings(lower, upper, way, path, _NO_RULES)
    return upper


def _text(node: Node | None) -> str | None:
    return node.text if type(node) is Scalar else None


def _ulimit(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    if type(lower) is Mapping and type(upper) is Mapping:
        return _mappings(lower, upper, way, path, _NO_RULES)
    return upper


def _ipam_config(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """Entries of one subnet merge; every lower one meets every upper one, as Docker has it."""
    if type(lower) is not Sequence or type(upper) is not Sequence:
        return _nodes(lower, upper, way, path, _NO_RULES)
    result: list[Mapping] = []
    for below in lower.items:
        merged = below if type(below) is Mapping else _as_named(below)
        for above in upper.items:
            over = above if type(above) is Mapping else _as_named(above)
            subnet = _text(over.get("subnet"))
            known = [_text(entry.get("subnet")) for entry in result]
            if subnet != _text(merged.get("subnet")) and subnet not in known:
                result.append(over)
                continue
            merged = _mappings(merged, over, way, path, _NO_RULES)
            subnet = _text(merged.get("subnet"))
            if subnet in known:
                result[known.index(subnet)] = merged
            else:
                result.append(merged)
    return Sequence(lower.source, lower.start, lower.end, lower.tag, list(result))


_CONTAINER: dict[str, Rule] = {
    "annotations": _key_values,
    "build": _build,
    "build.args": _key_values,
    "build.additional_contexts": _key_values,
    "build.extra_hosts": _extra_hosts,
    "build.labels": _key_values,
    "command": _replaced,
    "depends_on": _dependencies,
    "deploy.labels": _key_values,
    "dns": _listed,
    "dns_opt": _listed,
    "dns_search": _listed,
    "entrypoint": _replaced,
    "env_file": _listed,
    "environment": _key_values,
    "extra_hosts": _extra_hosts,
    "healthcheck.test": _replaced,
    "label_file": _listed,
    "labels": _key_values,
    "logging": _logging,
    "models": _named,
    "networks": _named,
    "sysctls": _key_values,
    "tmpfs": _listed,
    "ulimits.*": _ulimit,
    "volumes.*.volume.labels": _key_values,
}

_SPECIAL: dict[str, Rule] = {
    "networks.*.ipam.config": _ipam_config,
    "networks.*.labels": _key_values,
    "volumes.*.labels": _key_values,
    **{f"services.*.{name}": rule for name, rule in _CONTAINER.items()},
    **{f"jobs.*.{name}": rule for name, rule in _CONTAINER.items()},
}

_tree: dict[str, Any] = {}


def _rules() -> dict[str, Any]:
    """The special rules as a tree by path; a rule stands under the empty name."""
    if not _tree:
        for path, rule in _SPECIAL.items():
            at = _tree
            for step in path.split("."):
                at = at.setdefault(step, {})
            at[""] = rule
    return _tree


def without_resets(node: Node) -> Node:
    """The tree with all that is tagged `!reset` taken out; what has none is shared."""
    if type(node) is Mapping:
        entries = {
            name: (key, without_resets(value))
            for name, (key, value) in node.entries.items()
            if value.tag != "!reset"
        }
        result = Mapping(node.source, node.start, node.end, node.tag, entries)
        result.origin, result.merged, result.history = node.origin, node.merged, node.history
        return result
    if type(node) is Sequence:
        items = [without_resets(item) for item in node.items if item.tag != "!reset"]
        return Sequence(node.source, node.start, node.end, node.tag, items)
    return node
