"""Scenarios of stacks as data: swarm_scenarios.yaml, and how a plan is held against what was done.

An entry: `name`; `files` of the first stack, with which `docker stack deploy -c stack.yml shop` is
run (not if `fresh`), `before` it and `then` after it some steps: {docker: words} runs the Docker
CLI, {write: {path: text}} changes files, {delete: path} takes one away. `prune` and `down` are
options of the plan. `says` are phrases that stand in what the plan says; `fails` is what the
CLI says where it fails, `rule` the finding that has to tell.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from support import FOLDER

from composelint.loading.load import LoadOptions, load_project
from composelint.plan.options import Options
from composelint.plan.records import Plan
from composelint.plan.swarm import planned
from composelint.plan.world import World
from composelint.project import Project
from composelint.state import State, read_state
from composelint.target import parse_target

HERE = Path(__file__).parent
STACK = "shop"
LISTS = ("networks", "secrets", "configs", "services", "nodes", "tasks")


class Scenario(NamedTuple):
    name: str
    files: dict[str, str]
    before: list[dict[str, Any]]
    then: list[dict[str, Any]]
    fresh: bool
    prune: bool
    down: bool
    says: list[str]
    fails: str
    rule: str
    pends: bool
    stuck: bool


def scenarios() -> list[Scenario]:
    entries = yaml.safe_load((HERE / "swarm_scenarios.yaml").read_text(encoding="utf-8"))
    return [_scenario(entry) for entry in entries]


def _scenario(entry: dict[str, Any]) -> Scenario:
    empty = {"before": [], "then": [], "says": [], "fails": "", "rule": ""}
    flags = dict.fromkeys(("fresh", "prune", "down", "pends", "stuck"), False)
    return Scenario(**{**empty, **flags, **entry})


def project_of_files(files: dict[str, str], folder: str = FOLDER) -> Project:
    stored = {f"{folder}/{name}": text.encode() for name, text in files.items()}

    def read(path: str) -> bytes:
        if path not in stored:
            raise FileNotFoundError(2, "No such file or directory", path)
        return stored[path]

    options = LoadOptions(
        files=(f"{folder}/stack.yml",),
        directory=folder,
        project_name=STACK,
        exact=True,
        target=parse_target("swarm"),
    )
    return load_project(options, read)


def state_of(saved: dict[str, Any]) -> State:
    return read_state(json.dumps({"version": 1, **saved}))


def plan_of(
    scenario: Scenario, files: dict[str, str], state: State, times: dict[str, float]
) -> Plan:
    """`times` are those at which files were written, by name."""
    world = World(modified=lambda path: times.get(path.removeprefix(f"{FOLDER}/")))
    options = Options(remove_orphans=scenario.prune, down=scenario.down)
    return planned(project_of_files(files), state, options, world)


def predicted(plan: Plan) -> list[str]:
    """`update service shop_web: replaced`, and the like, sorted."""
    return sorted(_told(action) for action in plan.actions)


def _told(action: Any) -> str:
    said = f"{action.action} {action.kind} {action.name}"
    if action.action != "update" or action.kind != "service":
        return said
    replaced = any("tasks are replaced" in effect for effect in action.effects)
    replaced = replaced or any("tried again" in effect for effect in action.effects)
    return f"{said}: {'replaced' if replaced else 'kept'}"


def everything_said(plan: Plan) -> str:
    """All words of a plan, a line each."""
    lines: list[str] = []
    for action in plan.actions:
        lines += [reason.message for reason in action.reasons]
        lines += [f"{reason.field} at line {reason.line}" for reason in action.reasons]
        lines += action.effects
    lines += [f"unnoticed {one.field}: {one.message}" for one in plan.unnoticed]
    lines += [f"drift {one.name}: {one.message}" for one in plan.drift]
    lines += [f"{one.id} {one.severity}: {one.message}" for one in plan.findings]
    return "\n".join([*lines, *plan.notes])


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What really happened between two states of the swarm, in the words of `predicted`."""
    found: list[str] = []
    for section in ("networks", "secrets", "configs", "services"):
        kind = section[:-1]
        old, new = ({_name(one): one for one in side[section]} for side in (before, after))
        found += [f"create {kind} {name}" for name in new.keys() - old.keys()]
        found += [f"remove {kind} {name}" for name in old.keys() - new.keys()]
        for name in old.keys() & new.keys():
            if kind == "service":
                found += _service(old[name], new[name], before, after)
            elif old[name].get("Spec") != new[name].get("Spec"):
                found.append(f"update {kind} {name}")
    return sorted(found)


def _service(old: Any, new: Any, before: Any, after: Any) -> list[str]:
    gone = running(before, old["ID"]) - running(after, old["ID"])
    come = _all_tasks(after, old["ID"]) - _all_tasks(before, old["ID"])
    replaced = bool(gone and come)
    if old["Spec"] == new["Spec"] and not replaced:
        return []
    return [f"update service {_name(new)}: {'replaced' if replaced else 'kept'}"]


def running(state: dict[str, Any], service: str) -> set[str]:
    """The ids of the tasks that are to run."""
    return {
        one["ID"]
        for one in state["tasks"]
        if one["ServiceID"] == service and one["DesiredState"] in ("running", "ready", "complete")
    }


def _all_tasks(state: dict[str, Any], service: str) -> set[str]:
    return {one["ID"] for one in state["tasks"] if one["ServiceID"] == service}


def _name(one: dict[str, Any]) -> str:
    return str(one.get("Name") or one["Spec"]["Name"])


RECORDED = HERE / "swarm_recorded.json"


@cache
def recorded() -> dict[str, Any]:
    """{name: {"before", "after": states, "files", "times", "exit", "said"}} as recorded."""
    found: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found
