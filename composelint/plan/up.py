"""What `up` would do, decided as Docker Compose 5.6.1 decides it; proved in tests/plan.

First images, networks and volumes; then the containers of each service in the order of
dependencies; orphans; at last what does not run is started.
"""

from __future__ import annotations

from ..state import State
from .causes import ORPHAN, PARENT_STOPPED, STOPPED
from .desired import Desired
from .joins import joined_services
from .making import Making
from .observed import RUNNING, Observed
from .order import in_dependency_order
from .records import REMOVE, RESTART, START, STOP, Cause, Move
from .up_images import plan_images
from .up_resources import plan_networks, plan_volumes
from .up_services import Services
from .world import World


def moves(desired: Desired, state: State, world: World) -> list[Move]:
    """The moves of `up` on an engine with this state."""
    making = Making()
    observed = Observed(desired, state)
    services = Services(making, desired, observed, state)
    plan_images(making, desired, state, world)
    plan_networks(making, desired, observed)
    plan_volumes(making, desired, observed, services.vanish)
    ordered = in_dependency_order(desired)
    for name in ordered:
        services.plan(name)
    if desired.remove_orphans:
        for one in observed.orphans:
            cause = Cause(ORPHAN, {"service": one.service})
            making.add_container(REMOVE, one.name, one.service, one.number, [cause], id_=one.id)
    for name in ordered:
        _end_with_parent(name, making, desired, observed)
        _start(name, making, desired, observed)
    return making.moves


def _end_with_parent(name: str, making: Making, desired: Desired, observed: Observed) -> None:
    """Containers in the pid namespace of one that is stopped on the way: the kernel ends their
    programs together with its first one. It is the first container that others share."""
    other = dict(joined_services(desired.services[name])).get("pid", "")
    if observed.first().get(other) not in making.stopped:
        return
    if not any(one.state == RUNNING for one in observed.containers.get(other, ())):
        return
    cause = Cause(PARENT_STOPPED, {"service": other, "attribute": "pid"})
    for one in observed.containers[name]:
        if one.state == RUNNING and one.id not in making.stopped:
            making.stopped[one.id] = [cause]


def _start(name: str, making: Making, desired: Desired, observed: Observed) -> None:
    """What stays of a service and does not run, or was stopped on the way. What --no-start
    leaves stopped is told as well."""
    before = [
        need for other in desired.dependencies(name) for need in making.services.get(other, ())
    ]
    before += making.services.get(name, ())
    started = []
    for one in observed.containers[name]:
        causes = making.stopped.get(one.id, [])
        after = [*before, *making.connects.get(one.id, ())]
        if one.state != RUNNING:
            causes = [Cause(STOPPED, {"state": one.state}), *causes]
        if not causes or (desired.options.no_start and one.state != RUNNING):
            continue
        action = START if one.state != RUNNING else RESTART
        if desired.options.no_start:
            # That comes first: a container is stopped to be taken off its network.
            action, after = STOP, []
        started.append(
            making.add_container(
                action, one.name, name, one.number, causes, needs=after, id_=one.id
            )
        )
    if started:
        making.services[name] = [*making.services.get(name, ()), *started]
