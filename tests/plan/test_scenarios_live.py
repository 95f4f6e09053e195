"""The scenarios, done anew: an engine of our own, the real Docker Compose, the plan beside it.

Every sixth of them; all with `-m slow`, and with COMPOSELINT_RECORD=1 set they are recorded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from binaries import binaries
from engine import engine
from live import Run
from predicted import differences, misses
from raw_engine import RawEngine
from recording import record, recorded
from scenario import Scenario, scenarios
from support import oracle

RECORDS = os.environ.get("COMPOSELINT_RECORD")
pytestmark = pytest.mark.skipif(oracle() is None, reason="no docker-compose: COMPOSELINT_ORACLE")


@pytest.fixture(scope="module")
def own() -> Iterator[RawEngine]:
    with engine() as started:
        found = RawEngine(started.socket)
        found.furnish()
        yield found


def _outcome(scenario: Scenario, own: RawEngine) -> dict[str, Any]:
    if scenario.release and scenario.release not in _releases():
        pytest.skip(f"no Docker Compose {scenario.release}: see COMPOSELINT_ORACLES")
    return Run(scenario, own, str(oracle())).outcome()


def _releases() -> set[str]:
    return {".".join(map(str, release)) for release in binaries()}


def _wrong(scenario: Scenario, outcome: dict[str, Any]) -> list[str]:
    """What the plan says otherwise, and what is otherwise than when it was recorded."""
    found = _misses(scenario, outcome)
    if _as_recorded(scenario, outcome):
        return found
    return [*found, f"not as recorded: {outcome['actual']} {outcome['again']}"]


def _misses(scenario: Scenario, outcome: dict[str, Any]) -> list[str]:
    found = misses(scenario, outcome)
    if scenario.differs:
        return [] if found else ["nothing differs any more"]
    return found


def _as_recorded(scenario: Scenario, outcome: dict[str, Any]) -> bool:
    return scenario.race or _told(outcome) == _told(recorded(scenario))


def _told(outcome: dict[str, Any]) -> tuple[bool, list[Any], list[Any]]:
    """What has to be the same whenever a scenario is run; names that are made up are not."""
    return (
        outcome["exit"] == 0,
        sorted(_plain(action) for action in outcome["actual"]),
        sorted(_plain(action) for action in outcome["again"]),
    )


def _plain(action: list[Any]) -> str:
    verb, kind, name, service, number = action
    return f"{verb} {kind} {service} {number}" if kind == "container" else f"{verb} {kind} {name}"


@pytest.mark.parametrize("scenario", scenarios()[::6], ids=lambda one: f"{one.topic}: {one.title}")
def test_the_engine_does_what_the_plan_says(scenario: Scenario, own: RawEngine) -> None:
    """The plan has to be right each time. The engine may do otherwise than when it was recorded,
    once: on a busy machine what is done at once may end in another way."""
    outcome = _outcome(scenario, own)
    assert _misses(scenario, outcome) == []
    if not _as_recorded(scenario, outcome):
        assert _wrong(scenario, _outcome(scenario, own)) == []


@pytest.mark.parametrize("topic", sorted({one.topic for one in scenarios()}))
def test_the_command_says_what_is_done(topic: str, own: RawEngine) -> None:
    """The whole way: the files as they lie there, the options, the engine as it is asked."""
    scenario = next(one for one in scenarios() if one.topic == topic and _is_plain(one))
    run = Run(scenario, own, str(oracle()))
    outcome = run.outcome(look=run.told)
    assert differences(outcome["told"], outcome["actual"]) == []
    assert outcome["actual"], scenario.title


def _is_plain(scenario: Scenario) -> bool:
    outcome = recorded(scenario)
    return len(outcome["actual"]) > 1 and not (scenario.race or scenario.release or scenario.fails)


@pytest.mark.slow
def test_the_engine_does_what_all_the_plans_say(own: RawEngine) -> None:
    missing = {one.release for one in scenarios() if one.release} - _releases()
    if RECORDS and missing:
        pytest.skip(f"no Docker Compose {', '.join(missing)}: see COMPOSELINT_ORACLES")
    possible = [one for one in scenarios() if one.release not in missing]
    outcomes = [(one, _outcome(one, own)) for one in possible]
    if RECORDS:
        for topic in {one.topic for one, _ in outcomes}:
            record(topic, {one.title: found for one, found in outcomes if one.topic == topic})
    wrong = {scenario.title: _wrong(scenario, outcome) for scenario, outcome in outcomes}
    assert {title: found for title, found in wrong.items() if found} == {}
