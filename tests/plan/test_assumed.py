"""The engine that is assumed for --against, held against what a real one was seen to have."""

from __future__ import annotations

from typing import Any

import pytest
from predicted import the_project
from recording import recorded
from scenario import Scenario, scenarios
from support import project_of as made

from composelint.plan import World, plan
from composelint.plan.assumed import image_id, state_of
from composelint.plan.desired import Desired
from composelint.plan.labels import (
    HASH,
    IMAGE,
    NUMBER,
    RELEASE,
    SERVICE,
    labels,
    name_of,
    of_project,
)
from composelint.plan.options import Options
from composelint.state import State

_OURS = "com.docker.compose."
#: Labels that hold ids of the engine, what its images say, and how it came about.
_OF_ENGINE = (IMAGE, HASH, *(_OURS + name for name in ("image-volume-digest", "image.builder")))
_OF_HISTORY = (_OURS + "replace", RELEASE)


def _desired(scenario: Scenario) -> Desired:
    return Desired(*the_project(scenario, scenario.run))


def _plain() -> list[Scenario]:
    """Those that end with a plain `up`, with nothing in its way."""
    return [one for one in scenarios() if one.run == "up -d" and not one.fails and not one.differs]


def _by_hand(scenario: Scenario) -> bool:
    """Whether somebody had his hands in the networks."""
    return any("network" in step.get("docker", "") for step in scenario.then)


@pytest.mark.parametrize("scenario", _plain(), ids=lambda one: f"{one.topic}: {one.title}")
def test_what_is_up_needs_nothing(scenario: Scenario) -> None:
    desired = _desired(scenario)
    found = plan(desired.project, state_of(desired), Options(), World())
    assert [one for one in found.actions if one.action not in ("pull", "build")] == []


@pytest.mark.parametrize("scenario", _plain(), ids=lambda one: f"{one.topic}: {one.title}")
def test_as_a_real_engine_has_it(scenario: Scenario) -> None:
    try:
        outcome = recorded(scenario)
    except KeyError:
        pytest.skip("not recorded: COMPOSELINT_RECORD=1 and an engine")
    desired = _desired(scenario)
    real = _containers(outcome["after"]["containers"], desired)
    assumed = _containers(state_of(desired).containers or [], desired)
    if _by_hand(scenario):
        real, assumed = _anywhere(real), _anywhere(assumed)
    if any("rename " in step.get("docker", "") for step in scenario.then):
        real, assumed = _in_any_name(real), _in_any_name(assumed)
    if not assumed.keys() & real.keys():
        pytest.skip("what is up has other names, or has ended")
    assert {name: one for name, one in real.items() if name in assumed} == {
        name: one for name, one in assumed.items() if name in real
    }


def _in_any_name(containers: dict[str, Any]) -> dict[str, Any]:
    """By service and number: somebody gave them other names."""
    return {f"{one['labels'][SERVICE]} {one['labels'][NUMBER]}": one for one in containers.values()}


def _containers(listed: list[dict[str, Any]], desired: Desired) -> dict[str, Any]:
    """What counts of the containers of the services, by name."""
    found = {}
    for one in of_project(listed, desired.name):
        own = labels(one)
        if own[SERVICE] in desired.services and one["State"] == "running" and HASH in own:
            alone = _stands_alone(desired.services[own[SERVICE]])
            found[name_of(one)] = {
                "labels": {key: said for key, said in own.items() if said and _counts(key)},
                "hash": own[HASH] if alone else "",
                "networks": sorted((one.get("NetworkSettings") or {}).get("Networks") or ()),
            }
    return found


def _anywhere(found: dict[str, Any]) -> dict[str, Any]:
    return {name: {**one, "networks": []} for name, one in found.items()}


def _counts(label: str) -> bool:
    return label.startswith(_OURS) and label not in (*_OF_ENGINE, *_OF_HISTORY)


def _stands_alone(service: dict[str, Any]) -> bool:
    """Whether no id of a container comes into its hash."""
    modes = (str(service.get(key, "")) for key in ("network_mode", "ipc", "pid"))
    return "volumes_from" not in service and not any(m.startswith("service:") for m in modes)


def _state(text: str) -> State:
    return state_of(Desired(made({"compose.yaml": text}, exact=True), Options()))


def test_images_of_one_name_are_one() -> None:
    state = _state("services: {a: {image: x}, b: {image: docker.io/library/x}, c: {image: x:2}}\n")
    assert [one["RepoTags"] for one in state.images or ()][:1] == [["x:latest"]]
    ids = {labels(one)[IMAGE] for one in state.containers or ()}
    assert len(ids) == 2
    assert image_id("x") in ids


def test_external_things_bear_no_labels() -> None:
    state = _state(
        "services: {a: {image: x, networks: [n], volumes: ['vol:/v']}}\n"
        "networks: {n: {external: true, name: shared}}\nvolumes: {vol: {external: true}}\n"
    )
    networks = {one["Name"]: one["Labels"] for one in state.networks or ()}
    assert networks["shared"] == {}
    assert [(one["Name"], one["Labels"]) for one in state.volumes or ()] == [("vol", {})]


def test_nothing_of_a_service_that_is_scaled_to_nothing() -> None:
    state = _state("services: {a: {image: x, scale: 0}, b: {image: x, network_mode: 'service:a'}}")
    assert [name_of(one) for one in state.containers or ()] == ["project-b-1"]
