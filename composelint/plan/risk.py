"""What a move may cost: nothing, an interruption, a container's own files, data."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..state import State
from .causes import VOLUME_CHANGED, VOLUME_RENAMED
from .desired import Desired
from .images import image_id, image_ids
from .records import (
    CONTAINER,
    CREATE,
    NETWORK,
    RECREATE,
    REMOVE,
    RESTART,
    RISKS,
    STOP,
    VOLUME,
    Move,
)

_NOTHING, _RESTART, _RECREATE, _LOSS = RISKS

#: How an engine names a volume that was given no name.
_ANONYMOUS = 64
_DIGITS = frozenset("0123456789abcdef")


class Hidden(NamedTuple):
    """A volume at `target` that a container has and its successor will not: `name` as listed,
    `anonymous` where nobody gave it one, `instead` the volume that is mounted there then. Not
    `sure` where it stays in place if the image wants a volume there, which is not known."""

    target: str
    name: str
    anonymous: bool
    instead: str = ""
    sure: bool = True


def risk_of(move: Move, desired: Desired, state: State) -> str:
    """One of RISKS."""
    if move.kind == VOLUME:
        return _of_volume(move, state)
    if move.kind == NETWORK:
        return _RESTART if move.action == RECREATE else _NOTHING
    if move.kind != CONTAINER:
        return _NOTHING
    if move.action in (RESTART, STOP):
        return _RESTART
    if move.action in (RECREATE, REMOVE):
        return _LOSS if hidden_by(move, desired, state) or _takes_volumes(move) else _RECREATE
    return _NOTHING


def data_of(move: Move, desired: Desired, state: State) -> list[str]:
    """What of a move is data at risk: `volume shop_db`, `/data of shop-cache-1`."""
    if move.kind == VOLUME and _of_volume(move, state) == _LOSS:
        before = (c.facts.get("before") for c in move.causes if c.word == VOLUME_RENAMED)
        return [f"volume {next(before, None) or move.name}"]
    if move.kind != CONTAINER or move.action not in (RECREATE, REMOVE):
        return []
    return [
        f"{one.target} of {move.name}" if one.anonymous else f"volume {one.name}"
        for one in hidden_by(move, desired, state)
    ]


def _takes_volumes(move: Move) -> bool:
    return any(cause.word in (VOLUME_CHANGED, VOLUME_RENAMED) for cause in move.causes)


def _of_volume(move: Move, state: State) -> str:
    if move.action == CREATE:
        renamed = any(cause.word == VOLUME_RENAMED for cause in move.causes)
        return _LOSS if renamed else _NOTHING
    if move.action not in (RECREATE, REMOVE):
        return _NOTHING
    return _RECREATE if _lies_elsewhere(move.name, state) else _LOSS


def _lies_elsewhere(name: str, state: State) -> bool:
    """Whether a volume is but a mount of a folder or of another machine's disk, which stays."""
    there = next((one for one in state.volumes or () if one.get("Name") == name), {})
    options = there.get("Options") or {}
    return bool(options.get("device")) and options.get("type") != "tmpfs"


def listed(move: Move, state: State) -> dict[str, Any]:
    """The container of a move as the engine lists it."""
    return next((one for one in state.containers or () if one.get("Id") == move.id), {})


def hidden_by(move: Move, desired: Desired, state: State) -> list[Hidden]:
    """The volumes whose contents a removal or recreation takes out of sight."""
    mounts = [one for one in listed(move, state).get("Mounts") or () if one.get("Type") == "volume"]
    if move.action == REMOVE or move.service not in desired.services:
        found = [_hidden(one) for one in mounts]
        return [one for one in found if one.anonymous]
    service = str(move.service)
    after = [_after(one, desired, service, state) for one in map(_hidden, mounts)]
    return [one for one in after if one is not None]


def _hidden(mount: dict[str, Any]) -> Hidden:
    name = str(mount.get("Name", ""))
    anonymous = len(name) == _ANONYMOUS and set(name) <= _DIGITS
    return Hidden(str(mount.get("Destination", "")), name, anonymous)


def _after(one: Hidden, desired: Desired, service: str, state: State) -> Hidden | None:
    """None where the new container has the volume, too. Docker Compose hands on what the old one
    had where the service wants a volume without a name, or only the image wants one (seen with
    5.6.1)."""
    wanted = next(
        (
            mount
            for mount in desired.services[service].get("volumes", ())
            if str(mount.get("target", "")).rstrip("/") == one.target.rstrip("/")
        ),
        None,
    )
    handed_on = not (one.anonymous and desired.options.renew_anon_volumes)
    if wanted is None:
        declared = _declared(one.target, service, desired, state)
        return None if declared and handed_on else one._replace(sure=declared is not None)
    if wanted.get("type") != "volume":
        return one
    if wanted.get("source") is None:
        return None if handed_on else one
    name = str(desired.volumes.get(wanted["source"], {}).get("name", wanted["source"]))
    return None if name == one.name else one._replace(instead=name)


def _declared(target: str, service: str, desired: Desired, state: State) -> bool | None:
    """Whether the image of a service wants a volume at a path; None where nobody knows."""
    id_ = image_id(desired.image_name(service), image_ids(state) or {})
    details = None if id_ is None else state.image(id_)
    if details is None:
        return None
    declared = (details.get("Config") or {}).get("Volumes") or {}
    return any(str(path).rstrip("/") == target.rstrip("/") for path in declared)
