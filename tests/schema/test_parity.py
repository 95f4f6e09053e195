"""The walk and the reference schemas give the same verdict.

Differences that are meant, none of which these cases hold (see `comparable`):

- Plain dates and numbers without end, which JSON has not: tested apart, against the binary.
- 2.30's schema has a slip by which a host named `uniqueItems` is refused in `extra_hosts`.
"""

from __future__ import annotations

import functools
import tarfile
import zlib
from random import Random
from typing import Any

import pytest
from mutants import grow, mutate
from reference import Flat, Release, flatten
from support import shared
from support_nodes import nodes, values
from verdicts import comparable, facts, references, refused

from composelint.finding import Problem
from composelint.node import Mapping
from composelint.schema.table import Table, load
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
def table(number: Release) -> Table:
    return load(number)


def ours(value: dict[str, Any], number: Release) -> list[Problem]:
    found: list[Problem] = []
    walk(nodes(value), table(number), found.append)
    return found


def differs(value: dict[str, Any], number: Release) -> bool:
    found = ours(value, number)
    assert all(problem.refused and problem.span.text for problem in found)
    return bool(found) != refused(value, number)


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


@functools.cache
def flat(number: Release) -> Flat:
    return flatten([one for one in references() if one.releases[0] <= number][-1].schema)


def grown(number: Release, random: Random) -> dict[str, Any]:
    known = facts(number)
    return grow(flat(number), {**known.decodes, **known.casts}, random)


def mutation(number: Release, seed: int) -> dict[str, Any]:
    """A mutant of a grown project, or of a file of the corpus."""
    random = Random(f"{number} {seed}")
    base = grown(number, random) if seed % 3 else random.choice(corpus())
    return mutate(base, names(), random)


@pytest.mark.parametrize("number", [NEWEST, *SPREAD], ids=str)
def test_what_grows_is_fine(number: Release) -> None:
    for seed in range(100):
        value = grown(number, Random(seed))
        assert ours(value, number) == []
        assert not refused(value, number)


def test_corpus() -> None:
    checked = 0
    for value in part(9):
        for number in (NEWEST, (2, 40, 3), SPREAD[checked % len(SPREAD)]):
            assert not differs(value, number), (number, value)
        checked += 1
    assert checked > 200


@pytest.mark.parametrize("number", [NEWEST, *SPREAD], ids=str)
def test_mutations(number: Release) -> None:
    count = 1200 if number == NEWEST else 200
    outcomes = {True: 0, False: 0}
    for seed in range(count):
        value = mutation(number, seed)
        assert not differs(value, number), (seed, ours(value, number), value)
        outcomes[refused(value, number)] += 1
    assert min(outcomes.values()) > count // 20


@pytest.mark.parametrize("number", SPREAD, ids=str)
def test_mutations_of_what_is_newer(number: Release) -> None:
    for seed in range(60):
        value = mutation(NEWEST, seed)
        assert not differs(value, number), (seed, ours(value, number), value)


@pytest.mark.slow
def test_every_release() -> None:
    for one in references():
        for number in {one.releases[0], one.releases[-1]}:
            for value in part(20):
                assert not differs(value, number), (number, value)
            for seed in range(10_000, 10_300):
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
