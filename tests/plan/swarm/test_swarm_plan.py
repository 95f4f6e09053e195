"""Plans of stacks that need no engine: what is refused, hidden, told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support import FOLDER
from swarm_case import everything_said, project_of_files, recorded, state_of

from composelint.errors import CannotLook
from composelint.plan.options import Options
from composelint.plan.swarm import planned
from composelint.plan.swarm.constraints import meets
from composelint.plan.swarm.rollout import rollout
from composelint.plan.world import World
from composelint.state import State
from composelint.targets.swarm.words import split_words

WEB = 'version: "3.8"\nservices: {web: {image: "bb:1", command: sleep 1000}}\n'


def empty() -> State:
    lists = ("networks", "secrets", "configs", "services", "nodes", "tasks")
    return state_of({name: [] for name in lists})


def test_no_swarm() -> None:
    state = State({"networks": []})
    with pytest.raises(CannotLook, match="no manager of a swarm"):
        planned(project_of_files({"stack.yml": WEB}), state, Options(), World())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options(scale=(("web", 2),)), "docker stack deploy has nothing like --scale"),
        (Options(force_recreate=True), "nothing like --force-recreate"),
        (Options(services=("web",)), "takes all services of the file"),
        (Options(down=True, volumes=True), "docker stack rm has nothing like --volumes"),
    ],
)
def test_options_that_stacks_do_not_have(options: Options, said: str) -> None:
    with pytest.raises(CannotLook, match=said):
        planned(project_of_files({"stack.yml": WEB}), empty(), options, World())


def test_the_plan_of_a_first_deploy() -> None:
    plan = planned(project_of_files({"stack.yml": WEB}), empty(), Options(), World())
    assert [(one.step, one.kind, one.name, one.risk) for one in plan.actions] == [
        (1, "network", "shop_default", "none"),
        (2, "service", "shop_web", "none"),
    ]
    assert plan.counts()["create"] == 1
    assert plan.target == "swarm"


def test_steps_follow_the_cli() -> None:
    run = recorded()["everything is made"]
    state = state_of(run["before"])
    plan = planned(project_of_files(run["files"]), state, Options(), World())
    kinds = [one.kind for one in sorted(plan.actions, key=lambda one: one.step)]
    assert kinds == ["network", "network", "secret", "config", "service", "service"]


def test_a_masked_value_is_no_change() -> None:
    run = recorded()["a variable"]
    before: dict[str, Any] = json.loads(json.dumps(run["before"]))
    for one in before["services"]:
        container = one["Spec"]["TaskTemplate"]["ContainerSpec"]
        if "Env" in container:
            container["Env"] = ["LEVEL=(masked)"]
    plan = planned(project_of_files(run["files"]), state_of(before), Options(), World())
    assert plan.actions == ()
    assert "masks" in " ".join(plan.notes)


def test_secrets_are_not_shown() -> None:
    run = recorded()["nothing changes"]
    text = run["files"]["stack.yml"].replace("LEVEL: info", "DB_PASSWORD: hunter2")
    files = {**run["files"], "stack.yml": text}
    plan = planned(project_of_files(files), state_of(run["before"]), Options(), World())
    assert "environment DB_PASSWORD" in everything_said(plan)
    assert "hunter2" not in repr(plan)


def test_a_secret_that_may_have_changed() -> None:
    run = recorded()["nothing changes"]
    project, state = project_of_files(run["files"]), state_of(run["before"])
    newer = World(modified=lambda path: 4e9 if path == f"{FOLDER}/token.txt" else None)
    assert [one.id for one in planned(project, state, Options(), newer).findings] == ["CL830"]
    assert planned(project, state, Options(), World()).findings == ()
    assert "shop_token" in " ".join(planned(project, state, Options(), World()).notes)


@pytest.mark.parametrize(
    ("update", "tasks", "said"),
    [
        (None, 3, "1 task at a time, old ones stopped first, stops where one fails"),
        (
            {"Parallelism": 2, "Delay": 10_000_000_000, "Order": "start-first"},
            5,
            "2 tasks at a time, 10s between, new ones first, stops where one fails",
        ),
        (
            {"Parallelism": 0, "Delay": 1, "FailureAction": "rollback"},
            3,
            "all tasks at once, old ones stopped first, goes back where one fails",
        ),
        (
            {"Parallelism": 1, "FailureAction": "continue"},
            1,
            "old ones stopped first, goes on where one fails",
        ),
    ],
)
def test_rollout(update: dict[str, Any] | None, tasks: int, said: str) -> None:
    assert rollout(update, tasks) == said


@pytest.mark.parametrize(
    ("constraint", "met"),
    [
        ("node.role==manager", True),
        ("node.role != Manager", False),
        ("node.labels.disk == SSD", True),
        ("node.labels.none==x", False),
        ("node.labels.none!=x", True),
        ("node.hostname == two", False),
        ("engine.labels.os==x", False),
        ("node.ip == 10.0.0.1", True),
        ("nonsense", True),
    ],
)
def test_constraints(constraint: str, met: bool) -> None:
    node = {
        "ID": "n",
        "Spec": {"Role": "manager", "Labels": {"disk": "ssd"}},
        "Description": {"Hostname": "one"},
    }
    assert meets(node, constraint) is met


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a  b\tc", ["a", "b", "c"]),
        ('sh -c \'a b\' "c \\" d"', ["sh", "-c", "a b", 'c " d']),
        ("a\\ b # c", ["a b"]),
        ("a#b ''", ["a#b", ""]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert split_words(text) == words
