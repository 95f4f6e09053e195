"""One form of an attribute for another: what a list, a name or a text stands for.

Files that write an attribute in different forms can only be merged once they have the same.
"""

from __future__ import annotations

from ..model.gostring import go_string
from ..node import Mapping, Node, Scalar, Sequence


def is_null(node: Node) -> bool:
    return type(node) is Scalar and node.value is None


def is_text(node: Node) -> bool:
    return type(node) is Scalar and type(node.value) is str


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


def as_list(node: Node) -> Sequence:
    """A single value as a list of one, a mapping as its `key=value` entries.

    A key without a value is an entry by itself; one with a list has an entry for each item.
    """
    if type(node) is Sequence:
        return node
    items: list[Node] = []
    if type(node) is Mapping:
        for name, (key, value) in node.entries.items():
            if is_null(value):
                items.append(key)
                continue
            for one in value.items if type(value) is Sequence else [value]:
                items.append(_entry(name, one))
    elif not is_null(node):
        items.append(node)
    return Sequence(node.source, node.start, node.end, node.tag, items)


def _entry(name: str, value: Node) -> Scalar:
    written = "<nil>" if is_null(value) else go_string(getattr(value, "value", ""))
    text = f"{name}={written}"
    entry = Scalar(value.source, value.start, value.end, "", text, text, False)
    entry.raw = text
    return entry


def as_named(node: Node) -> Mapping:
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


def as_dependencies(node: Node) -> Mapping:
    """The same for depends_on: a name in a list waits for the start."""
    result = as_named(node)
    if result is not node:
        for name, (key, _) in result.entries.items():
            result.entries[name] = (key, _dependency(key))
    return result


def _dependency(key: Scalar) -> Mapping:
    result = Mapping(key.source, key.start, key.end, "", {})
    for name, value in (("condition", "service_started"), ("required", True)):
        result.entries[name] = made(key, name, value)
    return result


def made(place: Node, name: str, value: str | bool) -> tuple[Scalar, Scalar]:
    """An entry that nobody wrote, at the place of what stands for it."""
    key = Scalar(place.source, place.start, place.end, "", name, name, True)
    text = str(value).lower() if isinstance(value, bool) else value
    given = Scalar(place.source, place.start, place.end, "", text, value, True)
    given.raw = getattr(place, "text", "")
    return key, given


def as_build(node: Node) -> Mapping:
    """A build that is a string is its context."""
    if type(node) is Mapping:
        return node
    result = Mapping(node.source, node.start, node.end, node.tag, {})
    if type(node) is Scalar and node.value is not None:
        key = Scalar(node.source, node.start, node.start, "", "context", "context", True)
        result.entries["context"] = (key, node)
    return result


def settled(root: Mapping) -> Mapping:
    """A project before something is laid over it; it is shared where nothing changes.

    Some short forms are gone by then, seen with Docker Compose 2.40.3 and 5.6.1: `gpus: all` is a
    list, `external: {name: x}` is `external: true` beside the name, the ssh keys of a build are a
    mapping, and a dependency says what it waits for.
    """
    changed: dict[str, tuple[Scalar, Node]] = {}
    for section in ("services", "networks", "volumes", "secrets", "configs"):
        present = root.entries.get(section)
        if present is None or type(present[1]) is not Mapping:
            continue
        convert = _settled_service if section == "services" else _settled_resource
        entries: dict[str, tuple[Scalar, Node]] = {
            name: (key, converted)
            for name, (key, node) in present[1].entries.items()
            if type(node) is Mapping and (converted := convert(node)) is not node
        }
        if entries:
            changed[section] = (present[0], changed_mapping(present[1], entries))
    return changed_mapping(root, changed) if changed else root


def changed_mapping(mapping: Mapping, entries: dict[str, tuple[Scalar, Node]]) -> Mapping:
    """A mapping with these entries added, or in the place of those it has."""
    copy = Mapping(
        mapping.source, mapping.start, mapping.end, mapping.tag, {**mapping.entries, **entries}
    )
    copy.origin, copy.merged, copy.history = mapping.origin, mapping.merged, mapping.history
    return copy


def _settled_service(service: Mapping) -> Mapping:
    entries: dict[str, tuple[Scalar, Node]] = {}
    gpus = service.get("gpus")
    if type(gpus) is Scalar and type(gpus.value) is str:
        count = {"count": made(gpus, "count", "all")}
        device = Mapping(gpus.source, gpus.start, gpus.end, "", dict(count))
        devices = Sequence(gpus.source, gpus.start, gpus.end, "", [device])
        entries["gpus"] = (service.entries["gpus"][0], devices)
    dependencies = service.get("depends_on")
    if type(dependencies) is Mapping:
        complete = _with_conditions(dependencies)
        if complete is not dependencies:
            entries["depends_on"] = (service.entries["depends_on"][0], complete)
    build = service.get("build")
    keys = build.get("ssh") if type(build) is Mapping else None
    if type(build) is Mapping and type(keys) is Sequence:
        named = (build.entries["ssh"][0], as_key_values(keys))
        entries["build"] = (service.entries["build"][0], changed_mapping(build, {"ssh": named}))
    return changed_mapping(service, entries) if entries else service


def _with_conditions(dependencies: Mapping) -> Mapping:
    """What `depends_on` leaves unsaid, which only a file that is extended may do."""
    entries: dict[str, tuple[Scalar, Node]] = {
        name: (key, changed_mapping(_dependency(key), node.entries))
        for name, (key, node) in dependencies.entries.items()
        if type(node) is Mapping and "condition" not in node.entries
    }
    return changed_mapping(dependencies, entries) if entries else dependencies


def _settled_resource(resource: Mapping) -> Mapping:
    external = resource.get("external")
    name = external.entries.get("name") if type(external) is Mapping else None
    if name is None or "name" in resource.entries:
        return resource
    key = resource.entries["external"][0]
    return changed_mapping(
        resource, {"external": (key, made(key, "external", True)[1]), "name": name}
    )
