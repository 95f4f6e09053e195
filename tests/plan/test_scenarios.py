"""The test that decides: what the planner says, held against what the real Docker Compose did.

scenarios/ has a first project, what happens then, and a command. outcomes/ has for each what
Docker Engine 20.10 had before that command of Docker Compose 5.6.1, what the command did, and what
it did when it was given again. test_scenarios_live.py does it all anew.
"""

from __future__ import annotations

import pytest
from predicted import foreseen, misses
from recording import FOLDER, recorded
from scenario import Scenario, scenarios

ALL = scenarios()


@pytest.mark.parametrize("scenario", ALL, ids=lambda one: f"{one.topic}: {one.title}")
def test_the_plan_is_what_was_done(scenario: Scenario) -> None:
    found = misses(scenario, recorded(scenario))
    if scenario.differs:
        assert found, "it does as it should: nothing differs any more"
        pytest.xfail(scenario.differs)
    assert found == []


@pytest.mark.parametrize("scenario", ALL, ids=lambda one: f"{one.topic}: {one.title}")
def test_it_fails_where_the_scenario_says_so(scenario: Scenario) -> None:
    outcome = recorded(scenario)
    assert bool(outcome["exit"]) == bool(scenario.fails), outcome["words"]
    assert scenario.fails in " ".join(outcome["words"])


@pytest.mark.parametrize("scenario", ALL, ids=lambda one: f"{one.topic}: {one.title}")
def test_preflight_foresees_what_fails_and_nothing_else(scenario: Scenario) -> None:
    found = foreseen(scenario, recorded(scenario)["before"])
    assert bool(found) == bool(scenario.fails and not scenario.unforeseen), found


def test_nearly_all_failures_are_foreseen() -> None:
    assert sum(bool(one.fails) for one in ALL) >= 30
    assert len([one for one in ALL if one.unforeseen]) <= 0.05 * len(ALL)


def test_nearly_all_plans_are_right() -> None:
    differing = [one.title for one in ALL if one.differs]
    assert len(ALL) >= 240
    assert len(differing) <= 0.03 * len(ALL)


def test_every_scenario_has_a_name_of_its_own() -> None:
    assert len({(one.topic, one.slug) for one in ALL}) == len(ALL)


def test_recordings_are_small_and_of_scenarios_that_there_are() -> None:
    files = sorted(FOLDER.glob("*.json"))
    assert {file.stem for file in files} == {one.topic for one in ALL}
    assert sum(file.stat().st_size for file in files) < 2_000_000
