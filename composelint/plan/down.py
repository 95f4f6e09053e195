"""What `down` would do, decided as Docker Compose 5.6.1 decides it; proved in tests/plan."""

from __future__ import annotations

from ..state import State
from .causes import DOWN, ORPHAN
from .desired import Desired
from .labels import of_project
from .making import Making
from .observed import PAUSED, RUNNING, Container, Observed
from .order import in_dependency_order
from .records import NETWORK, REMOVE, VOLUME, Cause, Move
from .world import World


def moves(desired: Desired, state: State, world: World) -> list[Move]:
    """The moves of `down` on an engine with this state: containers first, what depends on others
    before them; then networks that nothing is left on, and with --volumes the volumes."""
    making = Making()
    observed = Observed(desired, state)
    asked = _asked(desired)
    for name in reversed(in_dependency_order(desired)):
        if name in asked:
            _remove_containers(name, making, desired, observed)
    if desired.remove_orphans:
        gone = {move.id for move in making.moves}
        for one in observed.orphans:
            if one.id not in gone:
                _remove(making, one, Cause(ORPHAN, {"service": one.service}), [])
    _remove_networks(making, desired, observed, state)
    if desired.options.volumes:
        _remove_volumes(making, desired, state)
    return making.moves


def _asked(desired: Desired) -> set[str]:
    """The services named and, among their dependencies, those that depend on one of them; all
    where none is named."""
    asked = set(desired.named)
    for name in in_dependency_order(desired):
        if asked.intersection(desired.dependencies(name)):
            asked.add(name)
    return asked


def _remove_containers(name: str, making: Making, desired: Desired, observed: Observed) -> None:
    dependents = [other for other in desired.services if name in desired.dependencies(other)]
    needs = [need for other in dependents for need in making.services.get(other, ())]
    there = list(observed.containers[name])
    if desired.remove_orphans:
        there += [one for one in observed.one_offs if one.service == name]
    making.services[name] = [
        _remove(making, one, Cause(DOWN), needs)
        for one in sorted(there, key=lambda one: one.number)
    ]


def _remove(making: Making, one: Container, cause: Cause, needs: list[int]) -> int:
    return making.add_container(
        REMOVE, one.name, one.service, one.number, [cause], needs=needs, id_=one.id
    )


def _remove_networks(making: Making, desired: Desired, observed: Observed, state: State) -> None:
    """Docker Compose leaves a network on which something still is."""
    gone = {move.id for move in making.moves}
    mine = {one.get("Id") for one in of_project(state.networks, desired.name)}
    for key, network in desired.networks.items():
        there = observed.networks.get(key)
        if there is None or network.get("external") or there.name != network["name"]:
            continue
        if there.id in mine and not _users(there.id, state) - gone:
            needs = list(range(len(making.moves)))
            needs = [need for need in needs if making.moves[need].kind == "container"]
            making.add(REMOVE, NETWORK, there.name, [Cause(DOWN)], needs=needs, id_=there.id)


def _users(network: str, state: State) -> set[str]:
    """The containers that have an address of a network: those that run, paused or not."""
    found = set()
    for one in state.containers or ():
        on = (one.get("NetworkSettings") or {}).get("Networks") or {}
        if one.get("State") in (RUNNING, PAUSED) and any(
            (each or {}).get("NetworkID") == network for each in on.values()
        ):
            found.add(str(one.get("Id")))
    return found


def _remove_volumes(making: Making, desired: Desired, state: State) -> None:
    gone = {move.id for move in making.moves if move.kind == "container"}
    containers = [number for number, move in enumerate(making.moves) if move.kind == "container"]
    there = {str(one.get("Name")) for one in state.volumes or ()}
    for volume in desired.volumes.values():
        name = volume["name"]
        if volume.get("external") or name not in there or _mounted(name, state) - gone:
            continue
        making.add(REMOVE, VOLUME, name, [Cause(DOWN)], needs=containers, id_=name)


def _mounted(volume: str, state: State) -> set[str]:
    """The containers that mount a volume, running or not."""
    return {
        str(one.get("Id"))
        for one in state.containers or ()
        for mount in one.get("Mounts") or ()
        if mount.get("Type") == "volume" and mount.get("Name") == volume
    }
