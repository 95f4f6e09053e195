"""The jsonschema library and the walk say the same, at the same places, of the same rules."""

from __future__ import annotations

from random import Random
from typing import Any

import corpus as files
import pytest
from support import shared
from support_nodes import nodes, values
from test_parity import NEWEST, SPREAD, corpus, mutation, part, table
from test_walk import CASES, FINE, read, service
from verdicts import Version, references

from composelint.checks.shape import shape
from composelint.finding import Problem
from composelint.loading.load import CannotLoad
from composelint.node import Mapping
from composelint.schema.formats import FORMATS, SPEC_1_29
from composelint.schema.validate import validate
from composelint.schema.walk import walk

needs_shared = pytest.mark.skipif(
    shared() is None, reason="no reference schemas: name their folder in COMPOSELINT_SHARED"
)
Said = set[tuple[tuple[Any, ...], str, str]]


def said(judge: Any, root: Mapping, number: Version) -> Said:
    found: list[Problem] = []
    judge(root, table(number), found.append)
    return {(problem.path, problem.rule, problem.variant) for problem in found}


def compare(value: dict[str, Any], number: Version) -> None:
    """Both judges, and what they make of the tree."""
    walked, validated = nodes(value), nodes(value)
    assert said(walk, walked, number) == said(validate, validated, number), value
    assert values(walked) == values(validated)


@pytest.mark.parametrize("text", [*(case[0] for case in CASES), *FINE])
def test_cases_of_the_walk(text: str) -> None:
    text = service(text[1:]) if text[0] == " " else text
    assert said(walk, read(text), NEWEST) == said(validate, read(text), NEWEST)


@needs_shared
@pytest.mark.parametrize("number", [NEWEST, *SPREAD[::3], SPEC_1_29, *FORMATS], ids=str)
def test_mutations(number: Version) -> None:
    base = NEWEST if number == SPEC_1_29 else number
    for seed in range(40_000, 40_060 if number != NEWEST else 40_500):
        compare(mutation(base, seed), number)


@needs_shared
def test_part_of_the_corpus() -> None:
    for count, value in enumerate(part(12)):
        for number in (NEWEST, FORMATS[count % len(FORMATS)]):
            compare(value, number)


@needs_shared
@pytest.mark.slow
def test_every_file_of_the_corpus() -> None:
    for value in corpus():
        for number in (NEWEST, "1", "2.4", "3.8", SPEC_1_29):
            compare(value, number)


@needs_shared
@pytest.mark.slow
def test_many_mutations() -> None:
    random = Random(7)
    versions = [*(one.releases[0] for one in references()), *FORMATS]
    for seed in range(60_000, 66_000):
        compare(mutation(random.choice(versions), seed), random.choice(versions))


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize("target", ["compose", "swarm", "compose-v1"])
@pytest.mark.parametrize("exact", [True, False])
def test_projects_of_the_corpus(target: str, exact: bool) -> None:
    """As `check` has them: merged, with variables that are not known, and with dates."""
    checked = 0
    for row in files.rows():
        found = []
        try:
            for validator in ("walk", "jsonschema"):
                project = files.load(row, exact=exact, target=target)
                project.validator = validator
                problems: list[Problem] = []
                shape(project, problems.append)
                found.append({(one.path, one.rule, one.variant) for one in problems})
        except CannotLoad:
            continue
        assert found[0] == found[1], row["id"]
        checked += 1
    assert checked > 2500
