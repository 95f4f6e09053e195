"""What a planner may ask beside the project and the engine's state; pure to test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..finding import Finding, Problem
from ..project import Project

Judge = Callable[[Project, list[Problem]], list[Finding]]
"""Turns problems into findings: rules chosen, severities set, what files ask for left out."""


def recommended(project: Project, found: list[Problem]) -> list[Finding]:
    """A judge that nobody has told anything."""
    from ..engine import findings
    from ..selection import select

    return findings(project, select(), found)


class Earlier(NamedTuple):
    """The project at a revision of git: `commit` is its id, `date` as 2026-10-02, `model` the
    canonical project then (resolved.model)."""

    commit: str
    date: str
    model: dict[str, Any]


def _no_time(path: str) -> float | None:
    return None


def _no_past(kind: str, name: str, wanted: str) -> Earlier | None:
    return None


def _no_past_at(seconds: float) -> Earlier | None:
    return None


class World(NamedTuple):
    """`modified(path)` is when a file was last changed, in seconds since 1970, None where it is
    not there or not known. `earlier(kind, name, hash)` finds the revision in which the service,
    network or volume `name` had that hash; `at(seconds)` the last one that was committed by a time.
    `now` is the time. All times are seconds since 1970. `judge` turns what would make `up` fail
    into findings."""

    modified: Callable[[str], float | None] = _no_time
    earlier: Callable[[str, str, str], Earlier | None] = _no_past
    now: float | None = None
    at: Callable[[float], Earlier | None] = _no_past_at
    judge: Judge = recommended
