"""The reference schemas, flattened: what each attribute path may hold, kind by kind.

Every schema that Docker Compose ships decides by the kind of a value alone (its `oneOf` branches
never overlap), so that a path is fully told by the kinds it takes and the limits of each. This
reads only the reference folder beside the checkout and never copies from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

Release = tuple[int, int, int]
Limits = str
Flat = dict[str, dict[str, Limits]]
"""Path -> kind -> limits, as the columns of attributes.csv write them."""

KINDS = {
    "object": "mapping",
    "array": "list",
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}


class Shipped(NamedTuple):
    """One of the distinct schemas, and the releases that ship it."""

    file: str
    schema: dict[str, Any]
    releases: tuple[Release, ...]


def release(text: str) -> Release:
    major, minor, patch = text.split(".")
    return int(major), int(minor), int(patch)


def shipped(shared: Path) -> list[Shipped]:
    """The distinct schemas in the order of the releases that first had them."""
    folder = shared / "schemas" / "releases"
    releases: dict[str, list[Release]] = {}
    for row in json.loads((folder / "index.json").read_text()):
        releases.setdefault(row["schema"], []).append(release(row["release"]))
    found = [
        Shipped(file, json.loads((folder / file).read_text()), tuple(sorted(numbers)))
        for file, numbers in releases.items()
    ]
    return sorted(found, key=lambda one: one.releases[0])


def legacy(shared: Path) -> dict[str, dict[str, Any]]:
    """The schemas of the legacy file formats by format, the oldest first."""
    files = (shared / "schemas").glob("compose_v*.json")
    found = {file.stem.removeprefix("compose_v"): json.loads(file.read_text()) for file in files}
    return {name: found[name] for name in sorted(found, key=lambda n: [*map(int, n.split("."))])}


def flatten(schema: dict[str, Any]) -> Flat:
    """All paths of a schema, the root as ""."""
    flat: Flat = {}
    _flatten(schema, schema, "", flat)
    return flat


def _flatten(root: dict[str, Any], schema: dict[str, Any], path: str, flat: Flat) -> None:
    kinds = flat.setdefault(path, {})
    for branch in _branches(root, schema):
        types = branch.get("type", [])
        for name in [types] if isinstance(types, str) else types:
            kind = KINDS[name]
            assert kind not in kinds, f"{path} has two branches for {kind}"
            kinds[kind] = _limits(branch, kind)
        if not types:
            kinds["any"] = ""
        for step, child in _children(branch):
            _flatten(root, child, f"{path}.{step}" if path else step, flat)


def _branches(root: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The alternatives of a schema, each with its references and `allOf` parts merged in."""
    merged: dict[str, Any] = {}
    for part in [*_parts(root, schema)]:
        for key, value in part.items():
            if key in ("properties", "patternProperties") and key in merged:
                merged[key] = {**merged[key], **value}
            else:
                merged[key] = value
    if "oneOf" in merged:
        for one in merged["oneOf"]:
            yield from _branches(root, one)
    else:
        yield merged


def _parts(root: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in schema:  # what stands beside a reference has no effect, see SIBLINGS
        target: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        yield from _parts(root, target)
        return
    for one in schema.get("allOf", ()):
        yield from _parts(root, one)
    yield {key: value for key, value in schema.items() if key != "allOf"}


def _children(branch: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from branch.get("properties", {}).items()
    for _, child in _patterns(branch):
        yield "*", child
    extra = branch.get("additionalProperties")
    if isinstance(extra, dict) and extra and branch.get("type") != "array":
        yield "*", extra
    if "items" in branch:
        yield "[]", branch["items"]


def _patterns(branch: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The patterns of free keys; 2.30 has a slip, a `uniqueItems: false` among them."""
    patterns = branch.get("patternProperties", {}).items()
    return [(name, child) for name, child in patterns if name != "^x-" and child is not False]


def _limits(branch: dict[str, Any], kind: str) -> Limits:
    words: list[str] = []
    if "enum" in branch:
        words.append("values=" + "|".join(branch["enum"]))
    if kind == "string":
        words += [f"{key}={branch[key]}" for key in ("pattern", "format") if key in branch]
    if kind in ("integer", "number"):
        words += [f"{key}={branch[key]}" for key in ("minimum", "maximum") if key in branch]
    if kind == "list" and branch.get("uniqueItems"):
        words.append("unique")
    if kind == "mapping":
        words += _mapping_limits(branch)
    return " ".join(words)


def _mapping_limits(branch: dict[str, Any]) -> list[str]:
    words: list[str] = []
    patterns = [name for name, _ in _patterns(branch)]
    assert len(patterns) <= 1
    words += [f"keys={name}" for name in patterns]
    closed = branch.get("additionalProperties", branch.get("unevaluatedProperties"))
    if closed is None or closed is True or closed == {}:
        words.append("open")
    elif "^x-" in branch.get("patternProperties", {}):
        words.append("x")
    if "required" in branch:
        words.append("required=" + "|".join(sorted(branch["required"])))
    words += [f"needs={name}:{need}" for name, (need,) in branch.get("dependencies", {}).items()]
    if "anyOf" in branch:
        words.append("any-of=" + "|".join(one["required"][0] for one in branch["anyOf"]))
    return words
