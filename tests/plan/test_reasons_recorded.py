"""Reasons of plans on recorded engines: no field is named that nobody changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from predicted import the_project, the_world
from recording import recorded
from scenario import scenarios

from composelint.plan import plan
from composelint.plan.labels import SERVICE, labels
from composelint.state import read_state

EXPECTED = {
    "another of several containers is the one that is shared": (
        "network_mode",
        'network_mode: "container:shop-api-2" → "container:shop-api-1"',
    ),
    "a folder is mounted no more that was mounted to be read": ("volumes", "volumes lost "),
    "a network is given another name and what the engine does not keep changes": (
        None,
        "the configuration differs in something that the engine does not keep",
    ),
}

#: What every container of the scenarios has, and recordings leave out.
LOG = {"LogConfig": {"Type": "json-file", "Config": {}}}


def _whole(state: dict[str, Any]) -> dict[str, Any]:
    """A recorded state with the networks of containers, which stand in their list alone, and the
    names that containers have there."""
    inspected = {}
    for one in state["containers"]:
        looked = state["inspected"][one["Id"]]
        ends = one["NetworkSettings"].get("Networks", {})
        named = {name: {**end, "Aliases": [labels(one)[SERVICE]]} for name, end in ends.items()}
        inspected[one["Id"]] = {
            **looked,
            "NetworkSettings": {"Networks": named},
            "HostConfig": {**LOG, **looked["HostConfig"]},
        }
    return {**state, "inspected": inspected}


@pytest.mark.parametrize("title", EXPECTED)
def test_a_recreated_container_has_the_right_reason_alone(title: str) -> None:
    scenario = next(one for one in scenarios() if one.title == title)
    project, asked = the_project(scenario, scenario.run)
    state = read_state(json.dumps(_whole(recorded(scenario)["before"])))
    made = plan(project, state, asked, the_world(scenario))
    (action,) = [one for one in made.actions if one.action == "recreate"]
    (reason,) = action.reasons
    field, message = EXPECTED[title]
    assert reason.field == field
    assert reason.message.startswith(message)
