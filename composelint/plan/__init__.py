"""What `up` or `down` would do to an engine, and why: reads, never writes.

    plan(project, state, options, world) -> Plan

`project` is read exactly, `state` is what the engine has (observe, or a saved one). Everything
here is pure: the engine is asked through the state, the disk and git through the world.
"""

from __future__ import annotations

from ..project import Project
from ..state import State
from .desired import Desired, NoSuchService
from .options import Options
from .records import CONTAINER, RECREATE, REMOVE, RESTART, START, STOP, Move, Plan
from .world import World

__all__ = ["Options", "Plan", "World", "plan"]

_TOUCHES = (RECREATE, REMOVE, RESTART, START, STOP)


def plan(project: Project, state: State, options: Options, world: World) -> Plan:
    """The plan for Docker Compose on one engine; see `swarm` for a stack. Raises NoSuchService."""
    from . import down, drift, orphans, preflight, reasons, unnoticed, up

    desired = Desired(project, options)
    if not desired.services and not options.down:
        raise NoSuchService(_nothing(project))
    moves = (down if options.down else up).moves(desired, state, world)
    return Plan(
        project=project.name,
        target="compose",
        engine=state.engine,
        actions=tuple(reasons.explained(moves, desired, state, world)),
        unnoticed=() if options.down else tuple(unnoticed.unnoticed(desired, state, world, moves)),
        drift=tuple(drift.drift(desired, state, moves)),
        findings=()
        if options.down
        else tuple(preflight.findings(desired, state, moves, world.judge)),
        unchanged=_unchanged(desired, state, moves),
        notes=orphans.told(desired, state),
    )


def _nothing(project: Project) -> str:
    """Docker Compose says "no service selected"."""
    if not list(project.services()):
        return "there is no service, and up would fail"
    return "all services are of profiles that are not enabled, and up would fail: see --profile"


def _unchanged(desired: Desired, state: State, moves: list[Move]) -> int:
    """The containers of the services asked for that nothing happens to."""
    from .observed import Observed

    touched = {move.id for move in moves if move.kind == CONTAINER and move.action in _TOUCHES}
    there = Observed(desired, state).containers.values()
    return sum(one.id not in touched for containers in there for one in containers)
