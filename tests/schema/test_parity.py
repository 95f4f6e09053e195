"""The walk, the generated JSON Schema and the reference schemas give the same verdict.

Differences that are meant:

- Plain dates and numbers without end, which JSON has not: none of these cases hold any (see
  `comparable`); tested apart, against the binary.
- 2.30's schema has a slip by which a host named `uniqueItems` is refused in `extra_hosts`.
- A JSON Schema looks at how a number in quotes is written, not at its amount: `cpu_count: "-1"`
  and integers beyond 64 bits pass the generated one. What those strings are cast to does not.
- What `docker stack` casts is text from variables, of which there are none here.
- Format 3.x is run with Go's integers: 1.0 is one, although draft 4 in Python says no.
"""

from __future__ import annotations

import functools
import tarfile
import zlib
from random import Random
from typing import Any

import jsonschema
import pytest
from mutants import grow, mutate
from reference import Release, flatten
from support import shared
from support_nodes import nodes, values
from verdicts import (
    Refused,
    Version,
    cast_values,
    comparable,
    draft_4,
    facts,
    flat,
    references,
    refused,
)

from composelint.finding import Problem
from composelint.node import Mapping
from composelint.schema.formats import FORMATS
from composelint.schema.jsonschema import json_schema
from composelint.schema.table import Table, load, load_format
from composelint.schema.walk import walk
from composelint.source import UnreadableText, decode
from composelint.syntax import compose

pytestmark = pytest.mark.skipif(
    shared() is None, reason="no reference schemas: name their folder in COMPOSELINT_SHARED"
)

NEWEST: Release = (5, 6, 1)
SPREAD: tuple[Release, ...] = (
    (2, 0, 0), (2, 5, 0), (2, 17, 0), (2, 20, 3), (2, 24, 7), (2, 29, 2), (2, 30, 3), (2, 36, 2),
    (2, 40, 3), (5, 2, 0), (5, 3, 1),
)  # fmt: skip


@functools.cache
def table(number: Version) -> Table:
    return load_format(number) if isinstance(number, str) else load(number)


def ours(value: dict[str, Any], number: Version) -> list[Problem]:
    found: list[Problem] = []
    walk(nodes(value), table(number), found.append)
    return found


@functools.cache
def generated(number: Version) -> Any:
    """The generated schema, ready to run by jsonschema."""
    schema = json_schema(table(number))
    if isinstance(number, str):
        return draft_4(go=number.startswith("3."))(schema)
    return jsonschema.Draft202012Validator(schema)


def differs(value: dict[str, Any], number: Version) -> bool:
    """Whether the three verdicts are not one."""
    found = ours(value, number)
    assert all(problem.refused and problem.span.text for problem in found)
    verdict = refused(value, number)
    if bool(found) != verdict:
        return True
    takes = generated(number).is_valid(value)
    return takes == verdict and not (takes and amounts(value, number))


def amounts(value: dict[str, Any], number: Version) -> bool:
    """Whether what is wrong are the amounts of numbers in quotes."""
    try:
        return not generated(number).is_valid(cast_values(value, number))
    except Refused as error:
        return str(error).strip("+-").isdigit()


@functools.cache
def corpus() -> tuple[dict[str, Any], ...]:
    """The values of the dev corpus's files, as they are before anything is done to them."""
    folder = shared()
    assert folder is not None
    found: list[dict[str, Any]] = []
    with tarfile.open(folder / "corpus" / "dev.tar.gz") as archive:
        for member in archive:
            parts = member.name.split("/")
            if member.isfile() and len(parts) == 2 and parts[1].endswith((".yml", ".yaml")):
                file = archive.extractfile(member)
                assert file is not None
                found += _projects(member.name, file.read())
    return tuple(found)


def _projects(name: str, data: bytes) -> list[dict[str, Any]]:
    try:
        roots = compose(decode(name, data), lambda problem: None)
    except UnreadableText:
        return []
    found = [values(root) for root in roots[:1] if isinstance(root, Mapping)]
    return [value for value in found if comparable(value) and len(str(value)) < 50_000]


def part(share: int) -> list[dict[str, Any]]:
    """One in `share` of the corpus, always the same."""
    return [one for one in corpus() if zlib.crc32(repr(one).encode()) % share == 0]


@functools.cache
def names() -> list[str]:
    steps = {step for path in flatten(references()[-1].schema) for step in path.split(".")}
    return [*sorted(steps - {"*", "[]", ""}), "x-mine", "nonsense"]


def grown(number: Version, random: Random) -> dict[str, Any]:
    known = facts(number)
    return grow(flat(number), {**known.decodes, **known.casts}, random)


def mutation(number: Version, seed: int) -> dict[str, Any]:
    """A mutant of a grown project, or of a file of the corpus."""
    random = Random(f"{number} {seed}")
    base = grown(number, random) if seed % 3 else random.choice(corpus())
    return mutate(base, names(), random)


@pytest.mark.parametrize("number", [NEWEST, *SPREAD, *FORMATS], ids=str)
def test_what_grows_is_fine(number: Version) -> None:
    for seed in range(60):
        value = grown(number, Random(seed))
        assert ours(value, number) == []
        assert not refused(value, number)
        assert generated(number).is_valid(value)


def test_corpus() -> None:
    checked = 0
    for value in part(9):
        others = (SPREAD[checked % len(SPREAD)], FORMATS[checked % len(FORMATS)])
        for number in (NEWEST, (2, 40, 3), *others):
            assert not differs(value, number), (number, value)
        checked += 1
    assert checked > 200


@pytest.mark.parametrize("number", [NEWEST, *SPREAD, *FORMATS], ids=str)
def test_mutations(number: Version) -> None:
    count = 1000 if number == NEWEST else 120
    outcomes = {True: 0, False: 0}
    for seed in range(count):
        value = mutation(number, seed)
        assert not differs(value, number), (seed, ours(value, number), value)
        outcomes[refused(value, number)] += 1
    assert min(outcomes.values()) > count // 20


@pytest.mark.parametrize("number", SPREAD, ids=str)
def test_mutations_of_what_is_newer(number: Version) -> None:
    for seed in range(60):
        value = mutation(NEWEST, seed)
        assert not differs(value, number), (seed, ours(value, number), value)


@pytest.mark.slow
def test_every_version() -> None:
    """All 69 reference schemas: part of the corpus, and 310 mutations each."""
    versions = [number for one in references() for number in one.releases[:1]]
    assert len([*versions, *FORMATS]) == 69
    for number in (*versions, *FORMATS):
        for value in part(20):
            assert not differs(value, number), (number, value)
        for seed in range(10_000, 10_310):
            value = mutation(number, seed)
            assert not differs(value, number), (number, seed, value)


@pytest.mark.slow
def test_whole_corpus_and_many_mutations() -> None:
    for value in corpus():
        assert not differs(value, NEWEST), value
        assert not differs(value, (2, 40, 3)), value
    for seed in range(20_000, 26_000):
        value = mutation(NEWEST, seed)
        assert not differs(value, NEWEST), (seed, ours(value, NEWEST), value)
