"""What would make `up` fail: what we say of each case, and what the real `up` does: to every
sixth of them, to all with `-m slow`."""

from __future__ import annotations

import pytest
from engine import alone, engine, no_engine
from preflight_case import PLACE, Case, cases, recorded, said
from support import oracle

CASES = cases()
EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@EACH
def test_an_error_is_told_where_up_fails(case: Case) -> None:
    found = said(case, recorded(case))
    words = [str(one) for one in found]
    assert sorted({one.id for one in found}) == sorted(case.finds), words
    errors = [one for one in found if one.severity == "error"]
    assert bool(errors) == (bool(case.fails) and not case.perhaps), words
    assert found or not case.perhaps


@EACH
def test_a_finding_has_its_words_and_place(case: Case) -> None:
    for finding in said(case, recorded(case)):
        assert finding.message
        assert "{" not in finding.message
        assert finding.span.text
        assert finding.file.endswith("/compose.yaml")


def test_there_are_cases_of_both_kinds() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert len([case for case in CASES if case.fails]) >= 80
    assert len([case for case in CASES if not case.fails]) >= 60


@pytest.mark.skipif(bool(no_engine()), reason=no_engine() or "-")
@pytest.mark.skipif(oracle() is None, reason="no docker-compose: see COMPOSELINT_ORACLE")
def test_the_real_up_fails_where_the_cases_say() -> None:
    assert _differing(CASES[::6]) == []


@pytest.mark.slow
@pytest.mark.skipif(oracle() is None, reason="no docker-compose: see COMPOSELINT_ORACLE")
def test_the_real_up_fails_where_all_the_cases_say() -> None:
    assert _differing(CASES) == []


def _differing(some: list[Case]) -> list[tuple[str, list[str]]]:
    """The cases in which the real `up` does, or we say, otherwise than they have it."""
    from preflight_live import Live

    differing = []
    with engine() as own:
        live = Live(own, str(oracle()))
        for case in some:
            with alone(PLACE), live.prepared(case) as state:
                found = {one.id for one in said(case, state)}
                done = live.up(case)
            failed = done.returncode != 0
            expected = failed == bool(case.fails) and case.fails in done.stderr
            if not expected and not case.perhaps:
                differing.append((case.name, done.stderr.strip().splitlines()[-1:]))
            if found != set(case.finds):
                differing.append((case.name, sorted(found)))
    return differing
