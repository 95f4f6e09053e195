"""The plans of stacks, held against what the real `docker stack deploy` did: recorded."""

from __future__ import annotations

import pytest
from swarm_case import (
    Scenario,
    changed,
    everything_said,
    plan_of,
    predicted,
    recorded,
    scenarios,
    state_of,
)

SCENARIOS = [pytest.param(one, id=one.name) for one in scenarios()]


def test_names_are_unique() -> None:
    names = [one.name for one in scenarios()]
    assert len(set(names)) == len(names) >= 25


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_happened_was_planned(scenario: Scenario) -> None:
    run = recorded()[scenario.name]
    plan = plan_of(scenario, run["files"], state_of(run["before"]), run["times"])
    said = everything_said(plan)
    for phrase in scenario.says:
        assert phrase in said
    told = [one for one in plan.findings if one.id == scenario.rule]
    assert bool(told) == bool(scenario.rule)
    assert [
        one for one in plan.findings if one.severity == "error" and one.id != scenario.rule
    ] == []
    assert bool(run["exit"]) == bool(scenario.fails)
    if scenario.fails:
        assert scenario.fails in run["said"]
    else:
        assert predicted(plan) == changed(run["before"], run["after"])


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_afterwards_there_is_nothing_to_do(scenario: Scenario) -> None:
    run = recorded()[scenario.name]
    if scenario.fails or scenario.stuck:
        return
    plan = plan_of(scenario, run["files"], state_of(run["after"]), run["times"])
    assert predicted(plan) == []
    gone = [one for one in plan.drift if "is not in the file" in one.message]
    assert scenario.down or plan.unchanged + len(gone) == len(run["after"]["services"])
