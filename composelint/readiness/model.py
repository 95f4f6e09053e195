"""The readiness of a project: order, worst cases, the critical path, and what never comes."""

from __future__ import annotations

from typing import NamedTuple

from ..node import Mapping
from ..project import Project
from .health import HERE, IMAGE, NONE, OFF, Health, health_of
from .times import Time
from .waits import COMPLETED, HEALTHY, Wait, always_restarts, waited_for, waits_of

#: Why a wait never comes: switched off, no healthcheck at all, always restarted, its target never
#: starts, a circle.
HEALTH_OFF, NO_HEALTH, RESTARTS, WAITS, CIRCLE = "off", "none", "restarts", "waits", "circle"


class Never(NamedTuple):
    """Why a service never starts: the wait that never comes, or that leads on to one."""

    why: str
    wait: Wait


class Member(NamedTuple):
    """A service that is on.

    `layer` counts from 0 how many others have to start one after the other before it; None in a
    circle or behind one. `starts` and `ready` are worst cases, None where it never comes to it
    (`never` tells why). It is ready once it is healthy, or started where it has no healthcheck
    that is known. `last` is the wait that decides when it starts.
    """

    name: str
    service: Mapping
    layer: int | None
    waits: tuple[Wait, ...]
    health: Health
    starts: Time | None
    ready: Time | None
    never: Never | None
    last: Wait | None


class Readiness(NamedTuple):
    """`members` by layer, then in the order of the files; those of no layer come last.

    `ready` is the worst case of all that can be ready; `critical` the names on the way that takes
    longest, in the order of their start; `off` the services that the chosen profiles leave out.
    """

    members: tuple[Member, ...]
    ready: Time
    critical: tuple[str, ...]
    off: tuple[str, ...]

    @property
    def layers(self) -> list[list[Member]]:
        """The members layer by layer, without those in circles."""
        found: list[list[Member]] = []
        for member in self.members:
            if member.layer is not None:
                if member.layer == len(found):
                    found.append([])
                found[member.layer].append(member)
        return found

    @property
    def never(self) -> list[Member]:
        """What can never start."""
        return [member for member in self.members if member.never is not None]


def readiness(project: Project) -> Readiness:
    """The readiness of the services that the chosen profiles bring in; jobs run by themselves."""
    services = {name: node for name, _, node in project.services() if project.enabled(node)}
    off = tuple(name for name, _, node in project.services() if not project.enabled(node))
    waits = {
        name: [wait for wait in waits_of("services", name, node) if wait.target in services]
        for name, node in services.items()
    }
    order = _order(waits)
    members: dict[str, Member] = {}
    for name in order:
        members[name] = _member(project, services[name], name, waits[name], members)
    circles = _circles(waits, members)
    for name in services:
        if name not in members:
            members[name] = _stuck(project, services[name], waits[name], circles, members)
    position = {name: number for number, name in enumerate(services)}
    ordered = sorted(
        members.values(),
        key=lambda one: (len(services) if one.layer is None else one.layer, position[one.name]),
    )
    ready, critical = _critical(ordered, members)
    return Readiness(tuple(ordered), ready, critical, off)


def _order(waits: dict[str, list[Wait]]) -> list[str]:
    """The services so that each comes after all that it waits for; those in circles left out."""
    left = {name: len(found) for name, found in waits.items()}
    behind: dict[str, list[str]] = {name: [] for name in waits}
    for name, found in waits.items():
        for wait in found:
            behind[wait.target].append(name)
    order = [name for name, count in left.items() if not count]
    for name in order:
        for waiting in behind[name]:
            left[waiting] -= 1
            if not left[waiting]:
                order.append(waiting)
    return order


def _member(
    project: Project, service: Mapping, name: str, waits: list[Wait], members: dict[str, Member]
) -> Member:
    health = health_of(project, service)
    layer = 0
    never: Never | None = None
    starts = Time(0.0)
    last: Wait | None = None
    at_last = starts
    for wait in waits:
        target = members[wait.target]
        layer = max(layer, (target.layer or 0) + 1)
        never = never or why_never(wait, target)
        if never is None:
            comes = _comes(wait, target)
            if last is None or _before((at_last, last.target), (comes, wait.target)):
                last, at_last = wait, comes
            starts = _both(starts, comes)
    if never is not None:
        return Member(name, service, layer, tuple(waits), health, None, None, never, None)
    ready = _after(starts, name, health)
    return Member(name, service, layer, tuple(waits), health, starts, ready, None, last)


def why_never(wait: Wait, target: Member) -> Never | None:
    """Why a wait never comes; None where it can.

    Docker Compose does not wait for a service of no containers or of a provider. Where the
    dependency is not required it goes on after a failure, but waits for an end that never comes
    (seen with 5.6.1).
    """
    if target.never is not None:
        return Never(WAITS, wait)
    if not waited_for(target.service):
        return None
    if wait.condition == HEALTHY and wait.required and target.health.kind in (OFF, NONE):
        return Never(HEALTH_OFF if target.health.kind == OFF else NO_HEALTH, wait)
    if wait.condition == COMPLETED and always_restarts(target.service) is not None:
        return Never(RESTARTS, wait)
    return None


def _comes(wait: Wait, target: Member) -> Time:
    """When a wait is over at the latest."""
    assert target.starts is not None
    if not waited_for(target.service):
        beside = (target.name,) if "provider" in target.service.entries else ()
        return _both(target.starts, Time(0.0, beside))
    if wait.condition in (COMPLETED, ""):
        return _both(target.starts, Time(0.0, (target.name,)))
    if wait.condition != HEALTHY:
        return target.starts
    if target.ready is not None and target.health.seconds is not None:
        return target.ready
    if target.health.kind in (OFF, NONE):
        return target.starts
    return _both(target.starts, Time(0.0, (target.name,)))


def _after(starts: Time, name: str, health: Health) -> Time:
    if health.kind not in (HERE, IMAGE):
        return starts
    if health.seconds is None:
        return _both(starts, Time(0.0, (name,)))
    return Time(starts.seconds + health.seconds, starts.beside)


def _both(one: Time, other: Time) -> Time:
    """When both are over, in the worst case."""
    beside = dict.fromkeys((*one.beside, *other.beside))
    return Time(max(one.seconds, other.seconds), tuple(beside))


def _before(one: tuple[Time, str], other: tuple[Time, str]) -> bool:
    """Whether the other decides: seconds first, then what nobody can tell; where both are the
    same the first name, whichever stands first in the file."""
    (time, name), (later, its_name) = one, other
    here, there = (time.seconds, len(time.beside)), (later.seconds, len(later.beside))
    return here < there or (here == there and its_name < name)


def _circles(waits: dict[str, list[Wait]], placed: dict[str, Member]) -> set[str]:
    """Of the services without a place those that are in circles, not merely behind them."""
    left = {
        name: {wait.target for wait in found if wait.target not in placed}
        for name, found in waits.items()
        if name not in placed
    }
    waiting = dict.fromkeys(left, 0)
    for targets in left.values():
        for target in targets:
            waiting[target] += 1
    free = [name for name, count in waiting.items() if not count]
    for name in free:
        for target in left[name]:
            waiting[target] -= 1
            if not waiting[target]:
                free.append(target)
    return left.keys() - free


def _stuck(
    project: Project,
    service: Mapping,
    waits: list[Wait],
    circles: set[str],
    members: dict[str, Member],
) -> Member:
    """A service in a circle, or behind one."""
    name = waits[0].service
    stuck = [one for one in waits if one.target not in members or members[one.target].layer is None]
    wait = next((one for one in stuck if one.target in circles), stuck[0])
    why = CIRCLE if name in circles and wait.target in circles else WAITS
    health = health_of(project, service)
    return Member(name, service, None, tuple(waits), health, None, None, Never(why, wait), None)


def _critical(ordered: list[Member], members: dict[str, Member]) -> tuple[Time, tuple[str, ...]]:
    """The worst case of all, and the way to the service that is ready last."""
    whole = Time(0.0)
    slowest: Member | None = None
    for member in ordered:
        if member.ready is not None:
            one = (member.ready, member.name)
            if (
                slowest is None
                or slowest.ready is None
                or _before((slowest.ready, slowest.name), one)
            ):
                slowest = member
            whole = _both(whole, member.ready)
    way: list[str] = []
    while slowest is not None:
        way.append(slowest.name)
        slowest = members[slowest.last.target] if slowest.last is not None else None
    return whole, tuple(reversed(way))
