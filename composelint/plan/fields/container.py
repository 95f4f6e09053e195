"""A container as the engine keeps it, held against its service: what differs, field by field.

Nothing is told that did not change: what the engine, the image or Docker Compose itself adds is
taken off first (seen with Docker Engine 20.10.24 and Docker Compose 5.6.1).
"""

from __future__ import annotations

from typing import Any

from ...state import State
from ..desired import Desired
from . import host, limits, mounts, network, plain, program
from .change import Change
from .pair import Pair

_PARTS = (program, network, mounts, plain, limits, host)

#: What a service can say and no engine keeps.
NOT_KEPT = (
    *("attach", "develop", "extends", "label_file", "platform", "provider", "use_api_socket"),
    *("post_start", "pre_stop", "models", "credential_spec"),
)


def differences(
    name: str, desired: Desired, inspected: dict[str, Any], state: State
) -> list[Change]:
    """The fields in which a container differs from its service in the file."""
    image = state.image(str(inspected.get("Image", "")))
    brought = None if image is None else image.get("Config") or {}
    pair = Pair(name, desired.services[name], inspected, brought, desired, state)
    found = [change for part in _PARTS for change in part.changes(pair) if _told(change)]
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
