"""A container as the engine keeps it, beside the service that it should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ...resolved.deploy import deployed
from ...state import State
from ..desired import Desired
from ..labels import PROJECT, SERVICE, labels, name_of
from .change import UNKNOWN, Change, differing

Changes = Iterator[Change]

_WHOLE_ID = 64


class Pair(NamedTuple):
    """`inspected` is GET /containers/ID/json, `image` the configuration of the image that the
    container was made from, None where the engine has it no more."""

    name: str
    service: dict[str, Any]
    inspected: dict[str, Any]
    image: dict[str, Any] | None
    desired: Desired
    state: State

    @property
    def config(self) -> dict[str, Any]:
        return self.inspected.get("Config") or {}

    @property
    def host(self) -> dict[str, Any]:
        return self.inspected.get("HostConfig") or {}

    @property
    def id(self) -> str:
        return str(self.inspected.get("Id", ""))

    def of_image(self, key: str) -> Any:
        """What the image brings; UNKNOWN where it cannot be asked."""
        return UNKNOWN if self.image is None else self.image.get(key)

    def deployed(self, *path: str) -> Any:
        """What `deploy` of the service says."""
        return deployed(self.service, *path)

    def shared(self, mode: str) -> str:
        """`container:ID` of the engine as a file would say it; what is left of a container that
        is gone is UNKNOWN."""
        kind, _, id_ = mode.partition(":")
        if kind != "container":
            return mode
        for one in self.state.containers or ():
            if one.get("Id") == id_ or name_of(one) == id_:
                mine = labels(one)
                if mine.get(PROJECT) == self.desired.name and SERVICE in mine:
                    return f"service:{mine[SERVICE]}"
                return f"container:{name_of(one)}"
        unknown: str = UNKNOWN
        return unknown if len(id_) == _WHOLE_ID else mode

    def wanted_sharing(self, mode: str) -> str:
        """The same of what the file says: a container by its name."""
        return self.shared(mode) if mode.startswith("container:") else mode

    def sharing(self, field: str, key: str, default: str = "") -> Changes:
        """The change of a mode that can name another container."""
        before = self.shared(str(self.host.get(key) or "")) or default
        wanted = str(self.service.get(field) or "")
        now = self.wanted_sharing(wanted) or default
        for change in differing((field,), before, now):
            yield change._replace(before=_none(before, default), now=_none(now, default))


def _none(value: str, default: str) -> str | None:
    return None if value == default else value
