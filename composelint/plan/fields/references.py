"""Containers of other services that a container shares something with, when they are others now.

A service of several containers is referred to by one of them, which the hash of the configuration
names: the same file then gives another hash.
"""

from __future__ import annotations

from typing import Any

from ...state import State
from ..labels import name_of
from .change import Change

_SHORT_ID = 12
_MODES = (("network_mode", "NetworkMode"), ("ipc", "IpcMode"), ("pid", "PidMode"))


def changes(
    service: dict[str, Any], host: dict[str, Any], containers: dict[str, str], state: State
) -> list[Change]:
    """The changes by attribute; `host` is the HostConfig of the container, `containers` are the
    ids that services are referred to by now."""
    found = []
    for field, key in _MODES:
        kind, _, other = str(service.get(field, "")).partition(":")
        was, _, before = str(host.get(key) or "").partition(":")
        now = containers.get(other, "")
        if kind == "service" and was == "container" and now and before != now:
            told = (f"container:{_name(id_, state)}" for id_ in (before, now))
            found.append(Change((field,), *told))
    return found


def _name(id_: str, state: State) -> str:
    for one in state.containers or ():
        if one.get("Id") == id_:
            return name_of(one)
    return id_[:_SHORT_ID]
