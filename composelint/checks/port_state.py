"""Ports of the host that a saved state shows with the container of another project: CL301."""

from __future__ import annotations

from ..finding import Problem, Report
from ..project import Project
from ..state import State, TakenPort
from .ports import Claim, place, same_address, shown, wildcard


def taken(project: Project, claims: dict[str, list[Claim]], report: Report) -> None:
    """Report each entry of which a port is taken already. `claims` are by protocol.

    The project's own containers make room before anything new is started (seen with Docker
    Compose 5.6.1), as far as its name is known.
    """
    state: State = project.state
    by_protocol: dict[str, dict[int, list[TakenPort]]] = {}
    for port in state.taken_ports():
        if not port.project or port.project != project.name:
            by_protocol.setdefault(port.protocol, {}).setdefault(port.port, []).append(port)
    for protocol, found in by_protocol.items():
        for claim in claims.get(protocol, ()):
            other = None if claim.choice else _in_the_way(claim, found)
            if other is not None:
                report(_problem(claim, other))


def _in_the_way(claim: Claim, found: dict[int, list[TakenPort]]) -> TakenPort | None:
    for number in sorted(found):
        if claim.low <= number <= claim.high:
            for port in found[number]:
                if same_address(claim.host, wildcard(port.host)):
                    return port
    return None


def _problem(claim: Claim, other: TakenPort) -> Problem:
    number = claim._replace(low=other.port, high=other.port)
    fields = {
        "port": shown(number, number),
        "service": claim.service,
        "container": other.container,
        "owner": other.project or "no project",
    }
    profiles = None if claim.profiles is None else (min(claim.profiles),)
    return Problem(
        "host-port-conflict", place(claim.node), claim.path, "taken", fields, profiles=profiles
    )
