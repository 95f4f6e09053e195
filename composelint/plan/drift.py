"""What differs from the file without anyone's having changed the file.

Only what the engine shows is told; who did it, or when, nobody can know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..state import State
from . import causes as words
from .desired import Desired
from .drift_limits import updated_by_hand
from .labels import FILES, FOLDER, labels
from .observed import RUNNING, Container, Observed
from .records import CONTAINER, RECREATE, REMOVE, Drift, Move

_KEPT_RUNNING = ("always", "unless-stopped")
_EXITED = re.compile(r"Exited \((\d+)\)(?: (.+ ago))?")
_LEFT_OVER = re.compile(r"[0-9a-f]{12}_")


def drift(desired: Desired, state: State, moves: list[Move]) -> list[Drift]:
    """What drifted, each thing once."""
    observed = Observed(desired, state)
    by_id = {move.id: move for move in moves if move.kind == CONTAINER and move.id}
    found: list[Drift] = []
    found += _folders(desired, state, observed)
    for name in desired.services:
        there = observed.containers[name]
        found += _count(desired, name, there, moves)
        for one in there:
            found += _container(desired, state, name, one, by_id.get(one.id), moves)
    found += _things(observed, moves)
    found += _images(desired, moves)
    return list(dict.fromkeys(found))


def _folders(desired: Desired, state: State, observed: Observed) -> Iterator[Drift]:
    """Another folder, or other files: on the engine of this machine, where both can be seen."""
    project = desired.project
    containers = [one for some in observed.containers.values() for one in some]
    if not (state.engine or {}).get("local"):
        return
    for one in containers:
        folder = labels(one.listed).get(FOLDER)
        if folder and folder != project.directory:
            yield Drift(
                "project",
                desired.name,
                f"the containers of {desired.name} were made from {folder}, and this is "
                f"{project.directory}: two projects of one name share containers, networks and "
                "volumes",
            )
            return
    for one in containers:
        files = [file for file in str(labels(one.listed).get(FILES) or "").split(",") if file]
        if files and files != project.files:
            yield Drift(
                "project",
                desired.name,
                f"{one.name} was made from {_some(files, project.directory)}, and this is "
                f"{_some(project.files, project.directory)}",
            )
            return


def _some(files: list[str], folder: str) -> str:
    prefix = folder.rstrip("/") + "/"
    return " and ".join(file.removeprefix(prefix) for file in files)


def _count(
    desired: Desired, name: str, there: list[Container], moves: list[Move]
) -> Iterator[Drift]:
    goes = [
        move
        for move in moves
        if move.service == name
        and move.action == REMOVE
        and any(cause.word == words.SCALE_DOWN for cause in move.causes)
    ]
    wanted = desired.scale(name)
    if goes and name not in dict(desired.options.scale):
        names = ", ".join(move.name for move in goes)
        yield Drift(
            "scale",
            name,
            f"there are {len(there)} containers of {name}, and the file wants {wanted}: up "
            f"removes {names}",
        )
    numbers = {one.number for one in there}
    missing = [number for number in range(1, max(numbers, default=0)) if number not in numbers]
    if missing and len(there) < wanted and not goes:
        gone = ", ".join(desired.container_name(name, number) for number in missing)
        yield Drift(
            "removed", name, f"{gone} is gone; up makes a new container under another number"
        )


def _container(
    desired: Desired,
    state: State,
    name: str,
    one: Container,
    move: Move | None,
    moves: list[Move],
) -> Iterator[Drift]:
    if move is None or move.action != REMOVE:
        yield from _stopped(desired, state, name, one)
    remade = move is not None and move.action in (RECREATE, REMOVE)
    changed = remade and _has(move, words.CONFIG)
    if not changed:
        yield from _name(desired, name, one)
        yield from _networks(desired, name, one, move, moves)
    if not remade:
        yield from updated_by_hand(desired, state, name, one)


def _has(move: Move | None, word: str) -> bool:
    return move is not None and any(cause.word == word for cause in move.causes)


def _stopped(desired: Desired, state: State, name: str, one: Container) -> Iterator[Drift]:
    if one.state == "paused":
        yield Drift("paused", one.name, f"{one.name} is paused: up fails until it is unpaused")
        return
    found = _EXITED.match(str(one.listed.get("Status", "")))
    if one.state == RUNNING or found is None:
        return
    # Of a saved state it is the time at which it was saved.
    ago = f" {found[2][0].lower()}{found[2][1:]}" if found[2] and state.look else ""
    code = int(found[1])
    policy = _policy(desired, name)
    if policy in _KEPT_RUNNING:
        # Such a container that ends by itself is started again by the engine.
        message = f"{one.name} was stopped{ago} (exit code {code}): it did not end by itself"
        yield Drift("stopped", one.name, f"{message}, for its restart policy is {policy}")
    elif code:
        killed = ", as after a stop or a kill" if code in (137, 143) else ""
        yield Drift("stopped", one.name, f"{one.name} ended{ago} with exit code {code}{killed}")


def _policy(desired: Desired, name: str) -> str:
    service = desired.services[name]
    policy = (service.get("deploy") or {}).get("restart_policy")
    if policy is not None:
        condition = str(policy.get("condition", ""))
        return "always" if condition == "any" else condition
    return str(service.get("restart", ""))


def _name(desired: Desired, name: str, one: Container) -> Iterator[Drift]:
    wanted = desired.container_name(name, one.number)
    if one.name == wanted:
        return
    if _LEFT_OVER.match(one.name):
        message = f"{one.name} is what a recreation that failed half-way left of {wanted}"
    else:
        message = f"{one.name} was renamed: Docker Compose made it as {wanted}"
    yield Drift("renamed", one.name, message)


def _networks(
    desired: Desired, name: str, one: Container, move: Move | None, moves: list[Move]
) -> Iterator[Drift]:
    service = desired.services[name]
    on = (one.listed.get("NetworkSettings") or {}).get("Networks") or {}
    known = desired.networks
    wanted = {str(known.get(key, {}).get("name", key)) for key in service.get("networks") or ()}
    ids = {str(known.get(key, {}).get("name")): key for key in service.get("networks") or ()}
    mode = str((one.listed.get("HostConfig") or {}).get("NetworkMode", ""))
    renamed = {
        cause.facts.get("before")
        for each in moves
        for cause in each.causes
        if cause.word == words.NETWORK_RENAMED
    }
    if "network_mode" not in service:
        for extra in sorted(set(on) - wanted - renamed - {mode}):
            message = f"{one.name} is on the network {extra}, and in the file it is not"
            yield Drift("attached", one.name, message)
    for cause in move.causes if move is not None else ():
        if cause.word == words.NOT_ATTACHED:
            key = cause.facts["network"]
            title = next((real for real, each in ids.items() if each == key), key)
            message = f"{one.name} is not on the network {title}, and in the file it is"
            yield Drift("detached", one.name, message)


def _things(observed: Observed, moves: list[Move]) -> Iterator[Drift]:
    """Networks and volumes that are gone while containers that were made with them are there."""
    for move in moves:
        key = next(
            (
                str(c.facts[move.kind])
                for c in move.causes
                if c.word == words.MISSING and move.kind in c.facts
            ),
            None,
        )
        if key is None:
            continue
        for some in observed.containers.values():
            for one in some:
                on = (one.listed.get("NetworkSettings") or {}).get("Networks") or {}
                had = move.name in (on if move.kind == "network" else one.volumes)
                if had:
                    message = (
                        f"the {move.kind} {move.name} is gone, and {one.name} was made with it"
                    )
                    yield Drift("removed", move.name, message)
                    break


def _images(desired: Desired, moves: list[Move]) -> Iterator[Drift]:
    for move in moves:
        for cause in move.causes:
            if cause.word == words.IMAGE and not _has(move, words.CONFIG):
                image = desired.image_name(str(move.service))
                yield Drift("image", image, _tag(image, move))


def _tag(image: str, move: Move) -> str:
    return f"{image} is another image now than the one that {move.service} was made from"
