"""A container as the engine keeps it, held against its service: what differs, field by field.

Nothing is told that did not change: what the engine, the image or Docker Compose itself adds is
taken off first (seen with Docker Engine 20.10.24 and Docker Compose 5.6.1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...state import State
from ..desired import Desired
from . import host, limits, mounts, names, network, plain, program
from .change import Change
from .pair import Changes, Pair

_PARTS = (program, network, names, mounts, plain, limits, host)

#: What comes of an object that is not laid out as the engine's API has it.
_NOT_SO = (AttributeError, IndexError, KeyError, TypeError, ValueError)


def differences(
    name: str, desired: Desired, inspected: dict[str, Any], state: State
) -> list[Change] | None:
    """The fields in which a container differs from its service in the file; None where what is
    saved of the container is not laid out as an engine has it."""
    return _read(name, desired, inspected, state, [part.changes for part in _PARTS])


def updatable(
    name: str, desired: Desired, inspected: dict[str, Any], state: State
) -> list[Change] | None:
    """The same for the limits and the restart policy alone."""
    return _read(name, desired, inspected, state, [limits.changes, plain.changes, host.restart])


def _read(
    name: str,
    desired: Desired,
    inspected: dict[str, Any],
    state: State,
    parts: list[Callable[[Pair], Changes]],
) -> list[Change] | None:
    try:
        image = state.image(str(inspected.get("Image", "")))
        brought = None if image is None else image.get("Config") or {}
        pair = Pair(name, desired.services[name], inspected, brought, desired, state)
        found = [change for part in parts for change in part(pair) if _told(change)]
    except _NOT_SO:
        return None
    return sorted(found, key=lambda change: _place(change, pair.service))


def _told(change: Change) -> bool:
    """A value that a saved state hides says nothing, but that it is gone."""
    return change.now is None or not _masked(change.before)


def _masked(value: Any) -> bool:
    from ...observe.mask import is_masked

    if isinstance(value, dict):
        return any(map(_masked, value.values()))
    return is_masked(value)


def _place(change: Change, service: dict[str, Any]) -> int:
    """In the order of the service."""
    keys = list(service)
    return keys.index(str(change.path[0])) if change.path[0] in service else len(keys)
