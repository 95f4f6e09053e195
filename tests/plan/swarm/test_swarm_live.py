"""The scenarios of stacks done for real, on an engine of our own as a swarm of one.

A few of them; all with `-m slow`, which records them where COMPOSELINT_RECORD is set.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine import docker_cli, engine
from swarm_case import (
    RECORDED,
    Scenario,
    changed,
    everything_said,
    plan_of,
    predicted,
    recorded,
    scenarios,
    state_of,
)
from swarm_live import Swarm, outcome

pytestmark = pytest.mark.skipif(
    docker_cli() is None, reason="no Docker CLI 28.2: COMPOSELINT_DOCKER"
)

QUICK = ("everything is made", "only labels of the service", "a config with another content")


@pytest.fixture(scope="module")
def swarm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Swarm]:
    with engine() as own:
        found = Swarm(own, tmp_path_factory.mktemp("stack"))
        yield found
        found.empty()


def _judge(scenario: Scenario, run: dict[str, Any]) -> None:
    plan = plan_of(scenario, run["files"], state_of(run["before"]), run["times"])
    assert bool(run["exit"]) == bool(scenario.fails), run["said"]
    assert scenario.fails in run["said"]
    if scenario.rule:
        assert scenario.rule in [one.id for one in plan.findings], everything_said(plan)
    if not scenario.fails:
        assert predicted(plan) == changed(run["before"], run["after"]), everything_said(plan)


@pytest.mark.parametrize("name", QUICK)
def test_some(name: str, swarm: Swarm) -> None:
    (scenario,) = [one for one in scenarios() if one.name == name]
    run = outcome(scenario, swarm)
    _judge(scenario, run)
    known = recorded()[name]
    assert changed(run["before"], run["after"]) == changed(known["before"], known["after"])


@pytest.mark.slow
def test_all(swarm: Swarm) -> None:
    runs = {one.name: outcome(one, swarm) for one in scenarios()}
    if os.environ.get("COMPOSELINT_RECORD"):
        record(runs, RECORDED)
    for scenario in scenarios():
        _judge(scenario, runs[scenario.name])


def record(runs: dict[str, Any], file: Path) -> None:
    lines = [f"{json.dumps(name)}: {json.dumps(run)}" for name, run in runs.items()]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
