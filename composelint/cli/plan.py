"""`composelint plan`: what `docker compose up` would do to an engine, and why."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from ..disk import Disk
from ..plan.desired import NoSuchService
from ..plan.options import Options
from ..plan.records import Plan
from ..project import Project
from ..target import COMPOSE, COMPOSE_V1, SWARM
from .errors import CANNOT_LOOK, FINDINGS, OK, CannotLook
from .here import load_asked
from .plan_options import options_of, plan_parser
from .plan_output import deliver
from .refusals import refused

#: The lists of a state without which nothing can be planned.
_NEEDS = ("containers", "networks", "volumes", "images")
_SWARM_NEEDS = ("services", "networks", "secrets", "configs")


class Made(NamedTuple):
    """A plan, and the revision that it is against, if it is against one."""

    plan: Plan
    against: str = ""
    commit: str = ""


def run(arguments: list[str]) -> int:
    """The exit code: 0 planned, 2 we could not look, and with --exit-code 1 for changes."""
    options, services = plan_parser().read(arguments)
    asked = options_of(options, services)
    _refuse(options)
    here = os.getcwd()
    target = options.target or COMPOSE
    disk = Disk()
    (project,) = load_asked(options, [], here, disk, exact=True, target=target)
    if refused(project, options, here):
        return CANNOT_LOOK
    try:
        made = _made(project, options, asked, here, disk)
    except NoSuchService as error:
        raise CannotLook(str(error)) from None
    deliver(made, project, options, here)
    return FINDINGS if options.exit_code and made.plan.actions else OK


def _refuse(options: Any) -> None:
    """Options that make no sense together."""
    target = options.target or COMPOSE
    if target.kind == COMPOSE_V1:
        raise CannotLook(f"plans are made for Docker Compose 2 and newer, and for swarm: {target}")
    if options.against is None:
        return
    if target.kind == SWARM:
        raise CannotLook("--against plans for Docker Compose, not for swarm")
    for name in ("engine", "state", "save_state"):
        if getattr(options, name, None) is not None:
            raise CannotLook(f"--against asks no engine: leave out --{name.replace('_', '-')}")


def _made(project: Project, options: Any, asked: Options, here: str, disk: Disk) -> Made:
    if options.against is not None:
        return _against(project, options, asked, here)
    from .engine_options import complete, save_state, state_asked
    from .plan_findings import judge_of
    from .plan_world import Past

    swarm = project.target.kind == SWARM
    state = state_asked(options, os.environ, disk, here=here, swarm=swarm)
    complete(options, state, _SWARM_NEEDS if swarm else _NEEDS)
    save_state(options, state, project.name)
    past = Past(project, state, options, asked.services, here)
    if swarm:
        from ..plan.swarm import planned as plan
    else:
        from ..plan import plan
    world = past.world()._replace(judge=judge_of(project, options, here, disk))
    made = plan(project, state, asked, world)
    notes = dict.fromkeys((*made.notes, *state.notes, *past.notes()))
    return Made(made._replace(notes=tuple(notes)))


def _against(project: Project, options: Any, asked: Options, here: str) -> Made:
    """Where no engine is asked, nothing is known of what would stand in the way."""
    from ..plan import plan
    from .plan_against import against

    then = against(options, asked, project, here)
    made = plan(project, then.state, asked, then.world)
    made = made._replace(engine=None, drift=(), findings=(), notes=(*made.notes, *then.notes))
    return Made(made, then.title, then.commit)
