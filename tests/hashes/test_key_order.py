"""The table of keys is whole, and its order is proved: see attribute_values.txt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hash_cases import cases, ours, write

from composelint.hashes.order import SERVICE, Shape
from composelint.resolved.container import CONTAINER, INHERITED

Pair = tuple[int, str, str]

#: No part of the hash.
NOT_COUNTED = {"build", "depends_on", "profiles", "pull_policy", "scale"}
#: A job's alone.
OF_JOBS = {"triggers"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("order")
    write(folder, {case.name: case.body for case in cases()})
    found: dict[str, Any] = ours(folder / "compose.yaml")["services"]
    return found


def test_every_attribute_has_its_place() -> None:
    assert CONTAINER.keys() - NOT_COUNTED - OF_JOBS <= set(SERVICE.keys)
    assert set(SERVICE.keys) - CONTAINER.keys() == {"environment", "extends", "pre_start"}
    assert set(SERVICE.within["pre_start"].keys) == INHERITED | {"volumes", "per_replica"}


def test_no_key_twice() -> None:
    for path, shape in _shapes("", SERVICE):
        assert len(shape.keys) == len(set(shape.keys)), path
        assert shape.within.keys() <= set(shape.keys), path


def _shapes(path: str, shape: Shape) -> Iterator[tuple[str, Shape]]:
    yield path, shape
    for key, inner in shape.within.items():
        yield from _shapes(f"{path}.{key}", inner)
    if shape.entries is not None:
        yield from _shapes(f"{path}.*", shape.entries)


def _together(value: Any, shape: Shape) -> Iterator[Pair]:
    """Keys that a value has side by side, by the shape (its id) that they are of."""
    if isinstance(value, list):
        for item in value:
            yield from _together(item, shape)
    elif isinstance(value, dict) and shape.entries is not None:
        for item in value.values():
            yield from _together(item, shape.entries)
    elif isinstance(value, dict):
        present = [key for key in shape.keys if key in value]
        yield from ((id(shape), *pair) for pair in combinations(present, 2))
        for key in present:
            if key in shape.within:
                yield from _together(value[key], shape.within[key])


#: What no service can have side by side; the neighbours of each are proved with the other.
APART = {
    ("count", "device_ids"),
    ("network_mode", "networks"),
}


def test_every_place_is_proved(services: dict[str, Any]) -> None:
    """Were two neighbours of the table the other way round, some hash would be another."""
    seen = {pair for service in services.values() for pair in _together(service, SERVICE)}
    unproved = [
        (path, *pair)
        for path, shape in _shapes("", SERVICE)
        for pair in _to_prove(shape.keys)
        if (id(shape), *pair) not in seen
    ]
    assert unproved == []


def _to_prove(keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for number, pair in enumerate(pairwise(keys)):
        if pair not in APART:
            yield pair
            continue
        one, other = pair
        yield from ((before, other) for before in keys[:number][-1:])
        yield from ((one, after) for after in keys[number + 2 :][:1])


def test_every_key_is_tried(services: dict[str, Any]) -> None:
    tried = {pair for service in services.values() for pair in _keys(service, SERVICE)}
    missing = [
        f"{path}.{key}"
        for path, shape in _shapes("", SERVICE)
        for key in shape.keys
        if (id(shape), key) not in tried
    ]
    assert missing == []


def _keys(value: Any, shape: Shape) -> Iterator[tuple[int, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _keys(item, shape)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield id(shape), key
            inner = shape.entries or shape.within.get(key)
            if inner is not None:
                yield from _keys(item, inner)
