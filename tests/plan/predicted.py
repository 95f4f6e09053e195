"""What the planner says that a scenario's last command does, and how that compares with what it
really did."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Callable
from typing import Any

from compose_line import command, project_of, settled
from live import folder
from scenario import Scenario, environment_after, files_after
from support import check, lying_in

from composelint.plan import Options, World, plan
from composelint.plan.desired import Desired, NoSuchService
from composelint.plan.down import moves as down_moves
from composelint.plan.records import Move
from composelint.plan.up import moves as up_moves
from composelint.project import Project
from composelint.state import read_state

Action = list[Any]

#: Which network a container is put on is compared by itself; see _attached_otherwise.
_BESIDE = ("connect", "disconnect")


def planned(scenario: Scenario, line: str, state: dict[str, Any]) -> list[Move]:
    """The moves for a command, given when the scenario is over, on an engine of this state."""
    project, asked = the_project(scenario, line)
    desired = Desired(project, asked)
    there = read_state(json.dumps(state))
    make = down_moves if asked.down else up_moves
    return make(desired, there, the_world(scenario))


def foreseen(scenario: Scenario, state: dict[str, Any]) -> list[str]:
    """For what reasons the last command is said to fail."""
    try:
        project, asked = the_project(scenario, scenario.run)
        made = plan(project, read_state(json.dumps(state)), asked, the_world(scenario))
    except NoSuchService as error:
        return [str(error)]
    refused = [one.message for one in check(project) if one.refused]
    return refused + [one.message for one in made.findings if one.severity == "error"]


def the_project(scenario: Scenario, line: str) -> tuple[Project, Options]:
    """The project when the scenario is over, and what a command asks for."""
    asked = command(line)
    given = environment_after(scenario)
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **given}
    stored = _stored(scenario)
    project = project_of(asked, folder(scenario), _reader(stored), environment)
    project.entries = lambda folder: lying_in(folder, stored)
    return project, asked.options


def the_world(scenario: Scenario) -> World:
    """Files that were written after the first command are newer than all, others older."""
    top = folder(scenario)
    newer = {
        posixpath.normpath(f"{top}/{path}")
        for step in scenario.then
        for path in step.get("write", ())
    }
    return World(modified=lambda path: 4e9 if path in newer else 0.0)


def _stored(scenario: Scenario) -> dict[str, bytes]:
    """The scenario's files by path, as they stand in its folder in the end."""
    top = folder(scenario)
    texts = files_after(scenario)
    return {posixpath.normpath(f"{top}/{path}"): text.encode() for path, text in texts.items()}


def _reader(stored: dict[str, bytes]) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        if path in stored:
            return stored[path]
        if any(name.startswith(path + "/") for name in stored):
            raise IsADirectoryError(21, "Is a directory", path)
        raise FileNotFoundError(2, "No such file or directory", path)

    return read


def shown(moves: list[Move]) -> list[Action]:
    """The moves as actions that can be compared."""
    return [
        [move.action, move.kind, move.name, move.service, move.number]
        for move in moves
        if move.action not in _BESIDE
    ]


def differences(predicted: list[Action], actual: list[Action]) -> list[str]:
    """What was predicted and not done, and what was done and not predicted."""
    said, done = (Counter(map(_line, listed)) for listed in (predicted, actual))
    return [
        *(f"predicted, not done: {line}" for line in sorted((said - done).elements())),
        *(f"done, not predicted: {line}" for line in sorted((done - said).elements())),
    ]


def _line(action: Action) -> str:
    verb, kind, name, service, number = action
    replica = "" if service is None else f" ({service} {number})"
    return f"{verb} {kind} {name}{replica}"


def out_of_order(moves: list[Move], actual: list[Action]) -> list[str]:
    """Pairs of which one needs the other, be it over others, and was done before it."""
    place = {(action[0], action[1], action[2]): number for number, action in enumerate(actual)}
    done = [place.get((move.action, move.kind, move.name)) for move in moves]
    needs: list[set[int]] = []
    found = []
    for number, later in enumerate(moves):
        needs.append({*later.needs, *(far for near in later.needs for far in needs[near])})
        for need in needs[number]:
            before, after = done[need], done[number]
            if before is not None and after is not None and before > after:
                earlier = moves[need]
                found.append(f"{later.action} {later.name} before {earlier.action} {earlier.name}")
    return found


def misses(scenario: Scenario, outcome: dict[str, Any]) -> list[str]:
    """All that is wrong with what the planner says of a scenario; none is as it should be.

    Where the command failed, what it did has to be part of the plan: how far it came hangs on the
    order of things done at once. Nothing is to be done after it, or what Docker Compose really
    did when it was asked again.
    """
    try:
        moves = planned(scenario, scenario.run, outcome["before"])
    except NoSuchService:
        return [] if outcome["exit"] else ["refused, and done"]
    if outcome["exit"]:
        return _beyond(moves, outcome["actual"])
    found = differences(shown(moves), outcome["actual"]) + out_of_order(moves, outcome["actual"])
    found += _attached_otherwise(moves, outcome["before"], outcome["after"])
    left = planned(scenario, settled(scenario.run), outcome["after"])
    again = differences(shown(left), outcome["again"])
    return found + [f"again: {line}" for line in again]


def _attached_otherwise(
    moves: list[Move], before: dict[str, Any], after: dict[str, Any]
) -> list[str]:
    """Containers that stay and are put on another network than the plan says. Which one it is the
    engine tells of those that have run."""
    was = {one["Id"]: _ends(one) for one in before["containers"] if one["State"] != "created"}
    now = {one["Id"]: _ends(one) for one in after["containers"] if one["State"] == "running"}
    kept = was.keys() & now.keys()
    said = {
        (move.id, str(move.causes[0].facts["name"]))
        for move in moves
        if move.action == "connect" and move.id in kept
    }
    done = {
        (id_, network)
        for id_ in kept
        for network, end in now[id_].items()
        if was[id_].get(network) != end
    }
    return [f"attached otherwise: {id_[:12]} {network}" for id_, network in sorted(said ^ done)]


def _ends(one: dict[str, Any]) -> dict[str, str]:
    """The ids of the networks that a container is on, by their names."""
    found = one.get("NetworkSettings", {}).get("Networks", {})
    return {network: end.get("NetworkID", "") for network, end in found.items()}


#: What is done on the way.
_PARTS = {"restart": ("stop",), "recreate": ("stop", "remove"), "remove": ("stop",)}


def _beyond(moves: list[Move], actual: list[Action]) -> list[str]:
    """What was done and is not in the plan. Names can be those on the way; and what was to be
    stopped and started is only stopped, where the start failed."""
    planned_ = {tuple(action[:2] + action[3:]) for action in shown(moves)}
    planned_ |= {(part, *action[1:]) for action in planned_ for part in _PARTS.get(action[0], ())}
    return [
        f"done, not predicted: {_line(action)}"
        for action in actual
        if tuple(action[:2] + action[3:]) not in planned_
    ]
