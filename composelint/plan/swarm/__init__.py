"""What `docker stack deploy` would do to a swarm, and why.

    planned(project, state, options, world) -> Plan

The services that the Docker CLI 28.2.2 would send (`services`) are held against those that the
swarm keeps (`stored`, `changes`). The CLI sends all of them at every deploy; here only those are
told of that really change. Raises CannotLook for an engine that is no manager of a swarm, and for
options that `docker stack deploy` does not have.
"""

from __future__ import annotations

from ...errors import CannotLook
from ...project import Project
from ...state import State
from ..options import Options
from ..records import Plan
from ..world import World
from .stack import Stack

__all__ = ["planned"]

#: What `docker stack deploy` knows of the options of `up`: --prune is --remove-orphans here.
_KNOWN = frozenset(("remove_orphans", "down"))


def planned(project: Project, state: State, options: Options, world: World) -> Plan:
    _refuse(options)
    stack = Stack(project, state, prune=options.remove_orphans)
    from . import steps

    if options.down:
        return _plan(stack, steps.Steps(steps.remove(stack), 0, False))
    from .drift import drift
    from .notes import notes
    from .preflight import findings
    from .unnoticed import unnoticed

    taken = steps.deploy(stack)
    return _plan(stack, taken)._replace(
        unnoticed=tuple(unnoticed(stack)),
        drift=tuple(drift(stack)),
        findings=tuple(findings(stack, world)),
        notes=tuple(notes(stack, hidden=taken.hidden)),
    )


def _plan(stack: Stack, taken: object) -> Plan:
    from .steps import Steps

    assert isinstance(taken, Steps)
    return Plan(
        project=stack.name,
        target="swarm",
        engine=stack.state.engine,
        actions=tuple(taken.actions),
        unnoticed=(),
        drift=(),
        findings=(),
        unchanged=taken.unchanged,
    )


def _refuse(options: Options) -> None:
    for name, default in Options._field_defaults.items():
        if name in _KNOWN or getattr(options, name) == default:
            continue
        if name == "services":
            raise CannotLook("docker stack deploy takes all services of the file, not some of them")
        word = name.replace("_", "-")
        what = "docker stack rm" if options.down else "docker stack deploy"
        raise CannotLook(f"{what} has nothing like --{word}: leave it out")
