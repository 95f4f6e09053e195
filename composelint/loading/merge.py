"""One tree laid over another, the way Docker Compose merges files, `extends` and `include`.

Mappings merge key by key, sequences are appended, the rest is replaced; a null leaves what is
there, but for a variable or label, which it leaves without a value. Where an attribute differs
from that, `_SPECIAL` has its rule. `!reset` takes an entry away, `!override` replaces it whole.
(Seen with Docker Compose 2.40.3 and 5.6.1.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..finding import Problem, Related, Report
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..source import Span
from .forms import (
    as_build,
    as_dependencies,
    as_key_values,
    as_list,
    as_named,
    is_null,
    is_text,
    settled,
)


class Step(NamedTuple):
    """What an entry was before something was laid over it (see Mapping.history).

    `kind` is what did so: "override", "extends", "include" or "reset"; `node` the value that lost
    and `key` its key; `span` where the extends, include or `!reset` is written, None for an
    override file.
    """

    kind: str
    key: Scalar
    node: Node
    span: Span | None


class Way(NamedTuple):
    """How the upper tree comes to lie over the lower one; see Step.

    With `drops_equal` an item is not appended to a list that has its equal (seen with Docker
    Compose 5.6.1, not with 2.40.3).
    """

    kind: str
    span: Span | None
    report: Report
    drops_equal: bool = True


OVERRIDE = "override"
EXTENDS = "extends"
INCLUDE = "include"
RESET = "reset"

Rule = Callable[["Node", "Node", "Way", "Path", dict[str, Any]], Node]


def merge(lower: Mapping, upper: Mapping, way: Way, path: Path = ()) -> Mapping:
    """`upper` laid over `lower`; both stay as they are. `path` is where they stand."""
    rules = _rules()
    for step in path:
        rules = rules.get(str(step)) or rules.get("*") or {}
    return _mappings(lower, upper, way, path, rules)


def merge_files(lower: Mapping, upper: Mapping, way: Way) -> Mapping:
    """A file laid over those before it."""
    return merge(settled(lower), upper, way)


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
            if way.kind == EXTENDS:
                # It still has to take away what the files before it say.
                entries[name] = (key, value)
            elif name in entries:
                lost = entries.pop(name)
                history[name] = (*history.get(name, ()), Step(RESET, *lost, value.span))
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
            return _appended(lower, upper, way, path[-1] in _OF_PATHS)
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


#: Lists whose entries mean another thing in another folder.
_OF_PATHS = ("env_file", "label_file", "volumes", "watch")


def _appended(lower: Sequence, upper: Sequence, way: Way, paths: bool = False) -> Sequence:
    items = list(lower.items)
    repeated: list[tuple[Node, Node]] = []
    if way.drops_equal:
        for item in upper.items:
            for known in items:
                if same(item, known, paths):
                    repeated.append((known, item))
                    break
            else:
                items.append(item)
    else:
        items += upper.items
    result = Sequence(lower.source, lower.start, lower.end, lower.tag, items)
    result.origin = lower.origin
    if repeated or lower.replaced or upper.replaced:
        result.replaced = [*(lower.replaced or ()), *(upper.replaced or ()), *repeated]
    return result


def same(one: Node, other: Node, paths: bool = False) -> bool:
    """Whether two trees say the same: 80 and "80" do not, nor do `paths` of two folders."""
    if paths and one.source.directory != other.source.directory:
        return False
    if type(one) is Scalar and type(other) is Scalar:
        return type(one.value) is type(other.value) and bool(one.value == other.value)
    if type(one) is Mapping and type(other) is Mapping:
        return one.entries.keys() == other.entries.keys() and all(
            same(value, other.entries[name][1], paths) for name, (_, value) in one.entries.items()
        )
    if type(one) is Sequence and type(other) is Sequence:
        pairs = zip(one.items, other.items, strict=False)
        return len(one.items) == len(other.items) and all(same(a, b, paths) for a, b in pairs)
    return False


def _replaced(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    return upper


#: Within these mappings every value replaces what is there, null too.
_REPLACED: dict[str, Any] = {"*": {"": _replaced}}


def _key_values(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """environment, labels and the like: a list of `KEY=value` and a mapping come to the same.

    A key without a value replaces a value, as in `A` over `A=1`.
    """
    if is_null(upper):
        return lower
    if type(lower) is Sequence:
        upper = _but_resets(upper)
    if not all(map(_is_entries, (lower, upper))) or type(lower) is type(upper) is Sequence:
        return _appended(as_list(lower), as_list(upper), way)
    return _mappings(as_key_values(lower), as_key_values(upper), way, path, _REPLACED)


def _is_entries(node: Node) -> bool:
    """Whether a list has nothing in it that is no entry, which the schema will find."""
    return type(node) is not Sequence or all(map(is_text, node.items))


def _but_resets(node: Node) -> Node:
    """A mapping without its `!reset` entries: they take nothing out of a list."""
    if type(node) is not Mapping or not any(v.tag == "!reset" for _, v in node.items()):
        return node
    entries = {name: entry for name, entry in node.entries.items() if entry[1].tag != "!reset"}
    return Mapping(node.source, node.start, node.end, node.tag, entries)


def _listed(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """dns, env_file and the like: a single value stands for a list of one."""
    if is_null(upper):
        return lower
    return _appended(as_list(lower), as_list(upper), way, path[-1] in _OF_PATHS)


def _named(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    if is_null(upper):
        return lower
    return _mappings(as_named(lower), as_named(upper), way, path, rules)


def _dependencies(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """A name in a list waits for the start, and what a mapping says is laid over that."""
    if is_null(upper):
        return lower
    return _mappings(as_dependencies(lower), as_dependencies(upper), way, path, rules)


def _extra_hosts(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """Addresses add up, but for an entry that is there already."""
    if type(lower) is Mapping and type(upper) is Mapping:
        kept = {
            name: entry
            for name, entry in lower.entries.items()
            if name not in upper.entries or upper.entries[name][1].tag not in _TAGS
        }
        lower = Mapping(lower.source, lower.start, lower.end, lower.tag, kept)
    below, above = as_list(lower), as_list(_but_resets(upper))
    known = {getattr(item, "text", None) for item in below.items}
    fresh = [item for item in above.items if getattr(item, "text", None) not in known]
    return _appended(below, Sequence(above.source, above.start, above.end, above.tag, fresh), way)


_TAGS = ("!reset", "!override")


def _build(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    return _mappings(as_build(lower), as_build(upper), way, path, rules)


def _logging(lower: Node, upper: Node, way: Way, path: Path, rules: dict[str, Any]) -> Node:
    """Options merge only where both are of one driver, or one does not say."""
    if type(lower) is not Mapping or type(upper) is not Mapping:
        return lower if is_null(upper) else upper
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
        return _clash(lower, upper, way, path, "a list")
    if not lower.items or not upper.items:
        # The list comes to nothing, which the schema then refuses.
        return _clash(lower, upper, way, path, "a list with entries")
    result: list[Mapping] = []
    for below in lower.items:
        merged = below if type(below) is Mapping else as_named(below)
        for above in upper.items:
            over = above if type(above) is Mapping else as_named(above)
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
    """The tree with all that is tagged `!reset` taken out; what has none is shared.

    Under an `!override` the tag means nothing.
    """
    if node.tag == "!override":
        return node
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
        cleaned = Sequence(node.source, node.start, node.end, node.tag, items)
        cleaned.replaced, cleaned.written = node.replaced, node.written
        return cleaned
    return node


def without_reset_items(node: Node) -> Node:
    """The same for lists only: an item that is reset takes nothing away from another file."""
    if type(node) is Sequence:
        return without_resets(node)
    if type(node) is not Mapping or node.tag in _TAGS:
        return node
    entries = {
        name: (key, without_reset_items(value)) for name, (key, value) in node.entries.items()
    }
    result = Mapping(node.source, node.start, node.end, node.tag, entries)
    result.origin, result.merged, result.history = node.origin, node.merged, node.history
    return result
