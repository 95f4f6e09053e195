"""Services that share no profile, and run together all the same."""

from __future__ import annotations

from ..node import Mapping
from ..project import Project
from .edges import decisive, edges
from .profiles import condition


def both(first: frozenset[str] | None, second: frozenset[str] | None) -> tuple[str, ...] | None:
    """The smallest choice of profiles that brings in two services which share none."""
    chosen = {min(named) for named in (first, second) if named}
    return tuple(sorted(chosen)) or None


def needed_together(project: Project, first: str, second: str) -> tuple[str, ...] | None:
    """The profiles that it takes for two services which share none, where one of them cannot run
    without the other's being brought in; None where they are free of each other.

    Docker Compose refuses a choice of profiles that leaves out a required dependency (5.6.1), so
    that whoever chooses the one has to choose what it needs too.
    """
    for one, other in ((first, second), (second, first)):
        profiles = _brings(project, one, other)
        if profiles is not None:
            return profiles
    return None


def _brings(project: Project, one: str, other: str) -> tuple[str, ...] | None:
    services = project.section("services")
    wanted = _condition(project, other)
    if not wanted:
        return None
    seen = {one}
    waiting = [one]
    while waiting:
        name = waiting.pop()
        _, node = services.get(name, (None, None))
        if type(node) is not Mapping:
            continue
        named = condition(project, node)
        if name != one and named and named <= wanted:
            return both(_condition(project, one), named)
        for edge in decisive(edges("services", name, node)):
            if edge.required and edge.target not in seen:
                seen.add(edge.target)
                waiting.append(edge.target)
    return None


def _condition(project: Project, name: str) -> frozenset[str] | None:
    _, node = project.section("services").get(name, (None, None))
    return condition(project, node) if type(node) is Mapping else None
