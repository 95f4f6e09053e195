"""What this `up` does, as the parts of preflight ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ...finding import Problem
from ...node import Mapping, Path, Scalar
from ...source import Span
from ...state import State
from ..desired import Desired
from ..images import image_id, image_ids
from ..labels import ONE_OFF, PROJECT, SERVICE, labels, name_of, of_project
from ..records import (
    CONTAINER,
    CREATE,
    NETWORK,
    RECREATE,
    REMOVE,
    RESTART,
    START,
    VOLUME,
    Move,
)


class Outlook:
    """`made` are the moves that make a container, `started` those after which one starts; `gone`
    the ids of containers that are no more when the first is started."""

    def __init__(self, desired: Desired, state: State, moves: list[Move]) -> None:
        self.desired = desired
        self.state = state
        self.moves = moves
        own = [move for move in moves if move.kind == CONTAINER]
        self.made = [move for move in own if move.action in (CREATE, RECREATE)]
        starting = () if desired.options.no_start else (CREATE, RECREATE, START, RESTART)
        self.started = [move for move in own if move.action in starting]
        self.gone = {move.id for move in own if move.action in (RECREATE, REMOVE) and move.id}
        self.engine: dict[str, Any] = state.engine or {}

    def services_made(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """(name, service) of those of which a container is made."""
        for name in dict.fromkeys(move.service for move in self.made):
            if name in self.desired.services:
                yield name, self.desired.services[name]

    def services_started(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for name in dict.fromkeys(move.service for move in self.started):
            if name in self.desired.services:
                yield name, self.desired.services[name]

    def things_made(self, kind: str) -> Iterator[tuple[str, dict[str, Any], Move]]:
        """(key, entry, move) of the networks or volumes that are made, or made anew."""
        entries = {NETWORK: self.desired.networks, VOLUME: self.desired.volumes}[kind]
        by_name = {entry.get("name"): key for key, entry in entries.items()}
        for move in self.moves:
            if move.kind == kind and move.action in (CREATE, RECREATE) and move.name in by_name:
                key = by_name[move.name]
                yield key, entries[key], move

    @cached_property
    def containers(self) -> list[dict[str, Any]]:
        return self.state.containers or []

    @cached_property
    def by_name(self) -> dict[str, dict[str, Any]]:
        return {name_of(one): one for one in self.containers}

    def container(self, name: str) -> dict[str, Any] | None:
        """A container by its name, its id or the beginning of that."""
        found = self.by_name.get(name)
        if found is None and len(name) >= _SHORTEST:
            found = next((c for c in self.containers if str(c.get("Id")).startswith(name)), None)
        return found

    def mine(self, service: str) -> list[dict[str, Any]]:
        """The containers that the engine has of a service, but for those of `run`."""
        return self._mine.get(service, [])

    @cached_property
    def _mine(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for one in of_project(self.containers, self.desired.name):
            if labels(one).get(ONE_OFF) != "True":
                found.setdefault(labels(one).get(SERVICE, ""), []).append(one)
        return found

    def staying(self, service: str) -> list[dict[str, Any]]:
        return [one for one in self.mine(service) if one.get("Id") not in self.gone]

    def image(self, name: str) -> str | None:
        """The id of an image, "" where the engine has none, None where that is not known."""
        ids = image_ids(self.state)
        return None if ids is None else image_id(name, ids) or ""

    @property
    def here(self) -> bool:
        """Whether the engine is asked now and on this very machine: its files are ours."""
        return self.engine.get("local") is True and self.state.look is not None

    @property
    def elsewhere(self) -> bool:
        """Whether the engine is known to run on another machine than this."""
        return self.engine.get("local") is False

    def span(self, *path: str | int) -> Span:
        """Where the value at a path of the canonical project is written, or its key where that
        is no single value; where nobody wrote it, the nearest that is around it."""
        at: Path = path
        while len(at) > 1:
            found = self._key(at) or self._explainer.of(at).span
            if isinstance(found, Span) and found.start < found.end:
                return found
            at = at[:-1]
        user = self._user(*path[:2]) if len(path) > 1 else None
        if user is not None:
            return self.span("services", user)
        root = self.desired.project.root
        return Span(root.source, root.start, root.start)

    def _user(self, section: str | int, key: str | int) -> str | None:
        """A service that has the network which no file speaks of."""
        if section != "networks":
            return None
        services = self.desired.services.items()
        return next((name for name, one in services if key in (one.get("networks") or ())), None)

    def _key(self, path: Path) -> Span | None:
        """The key that is written at a path of names, but for that of a single value."""
        node: Any = self.desired.project.root
        key: Scalar | None = None
        for step in path:
            if type(node) is not Mapping or step not in node.entries:
                return None
            key, node = node.entries[str(step)]
        single = type(node) is Scalar and node.value is not None
        return None if key is None or single else key.span

    @cached_property
    def _explainer(self) -> Any:
        from ...provenance import Explainer

        return Explainer(self.desired.project, self.desired.model)

    def problem(self, rule: str, variant: str, path: Path, **fields: Any) -> Problem:
        """A problem at the value of a path."""
        return Problem(rule, self.span(*path), path, variant, fields)


#: From so many digits on the beginning of an id stands for it.
_SHORTEST = 4


def owner(one: dict[str, Any]) -> str:
    """Whose a container, network or volume is: "the project shop", "no project"."""
    project = labels(one).get(PROJECT)
    return f"the project {project}" if project else "no project"


def runs(one: dict[str, Any]) -> bool:
    """Whether a container holds its ports and addresses: a paused one does."""
    return one.get("State") in ("running", "paused", "restarting")
