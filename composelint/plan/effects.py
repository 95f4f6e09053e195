"""What a move means for others, in phrases: who is down meanwhile, and what is out of sight."""

from __future__ import annotations

from ..model.durations import parse_duration, show_duration
from ..node import Mapping
from ..state import State
from .causes import DEPENDENCY, VOLUME_CHANGED, VOLUME_RENAMED
from .desired import Desired
from .records import (
    CONTAINER,
    CREATE,
    DISCONNECT,
    NETWORK,
    RECREATE,
    REMOVE,
    RESTART,
    START,
    VOLUME,
    Move,
)
from .risk import Hidden, hidden_by

_SECOND = 1_000_000_000
#: How long Docker Compose lets a container take to stop where nobody says.
_GRACE = 10 * _SECOND
_MOST = 4


class Effects:
    """The effects of one plan's moves."""

    def __init__(self, moves: list[Move], desired: Desired, state: State) -> None:
        self.desired = desired
        self.state = state
        self.moves = moves
        self._told: set[str] = set()
        self._stopped: dict[str, list[str]] = {}
        for move in moves:
            if move.action in (RESTART, START):
                for cause in move.causes:
                    if cause.word == DEPENDENCY:
                        waiting = self._stopped.setdefault(str(cause.facts["service"]), [])
                        if move.service is not None and move.service not in waiting:
                            waiting.append(move.service)

    def of(self, move: Move) -> list[str]:
        """The phrases for one move."""
        if move.kind == VOLUME:
            return self._of_volume(move)
        if move.kind == NETWORK and move.action == RECREATE:
            return self._moved(move)
        if move.kind == CONTAINER and move.action in (RECREATE, REMOVE):
            return [*self._dependents(move), *self._out_of_sight(move)]
        return []

    def _moved(self, move: Move) -> list[str]:
        """The containers that are taken off a network and put on the new one."""
        keys = {cause.facts.get("network") for cause in move.causes}
        moved = {
            other.name
            for other in self.moves
            if other.action == DISCONNECT
            and any(cause.facts.get("network") in keys for cause in other.causes)
        }
        if not moved:
            return []
        those = "its container stops" if len(moved) == 1 else f"its {len(moved)} containers stop"
        return [f"{those} meanwhile, and {_verb(moved)} put on the new one"]

    def _dependents(self, move: Move) -> list[str]:
        """Told once for a service, whose containers are recreated one after the other."""
        service = str(move.service)
        if move.action != RECREATE or service in self._told or service not in self._stopped:
            return []
        self._told.add(service)
        waiting = self._stopped[service]
        depend, are = ("depends", "is") if len(waiting) == 1 else ("depend", "are")
        said = f"{_some(waiting)} {depend} on {service} and {are} down meanwhile"
        return [f"{said}: {self._how_long(service)}"]

    def _how_long(self, service: str) -> str:
        said = self.desired.services[service].get("stop_grace_period")
        grace = _GRACE if said is None else parse_duration(said) or 0
        parts = [f"up to {show_duration(grace)} until {service} has stopped"] if grace else []
        healthy = self._healthy(service)
        if healthy is not None:
            parts.append(f"up to {show_duration(round(healthy * _SECOND))} until it is healthy")
        return ", then ".join(parts) or f"as long as {service} takes to start"

    def _healthy(self, service: str) -> float | None:
        """Seconds at worst, where somebody waits for it to be healthy."""
        awaited = any(
            about.get("condition") == "service_healthy"
            for other in self._stopped[service]
            for name, about in self.desired.services[other].get("depends_on", {}).items()
            if name == service
        )
        node = self.desired.project.section("services").get(service)
        if not awaited or node is None or type(node[1]) is not Mapping:
            return None
        from ..readiness.health import health_of

        return health_of(self.desired.project, node[1]).seconds

    def _out_of_sight(self, move: Move) -> list[str]:
        hidden = hidden_by(move, self.desired, self.state)
        said = [_hides(one) for one in hidden if not one.anonymous]
        own = sorted(one.target for one in hidden if one.anonymous)
        if own:
            volumes, them = ("volume", "it") if len(own) == 1 else ("volumes", "them")
            lost = self.desired.options.down and self.desired.options.volumes
            ends = "is lost" if lost else f"stays, but no container has {them} any more"
            said.append(f"what is in its {volumes} at {_some(own)} {ends}")
        return said

    def _of_volume(self, move: Move) -> list[str]:
        for cause in move.causes:
            if cause.word == VOLUME_RENAMED and move.action == CREATE:
                before = cause.facts.get("before", "")
                return [f"it is empty: the data stays in {before}, out of sight"]
            if cause.word == VOLUME_CHANGED and move.action == RECREATE:
                return ["what is in it is lost"]
        return ["what is in it is lost"] if move.action == REMOVE else []


def _verb(things: set[str]) -> str:
    return "is" if len(things) == 1 else "are"


def _hides(one: Hidden) -> str:
    """What a container no longer shows of a volume that has a name."""
    if one.instead:
        return (
            f"{one.name} is replaced at {one.target} by {one.instead}; what is in it stays, out "
            "of sight"
        )
    said = f"what is in {one.name} stays, but it is no longer mounted at {one.target}"
    return said if one.sure else f"{said}, unless the image wants a volume there"


def _some(names: list[str]) -> str:
    if len(names) > _MOST:
        return f"{', '.join(names[: _MOST - 1])} and {len(names) - _MOST + 1} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
