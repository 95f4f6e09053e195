"""The programs before and beside today's Docker Compose, a module for each.

A module has DIALECT, how the program loads (loading.dialect), `refusals`, a check for what the
program refuses by itself, and may have PASSED_OVER, the checks and rules that mean nothing to it.
The checks of the rules speak for today's Docker Compose: for other programs what they find stands,
but refuses nothing (see engine.run).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..finding import Problem
from ..target import Target

if TYPE_CHECKING:
    from ..loading.dialect import Dialect
    from ..project import Project


def dialect_of_kind(target: Target) -> Dialect:
    """How the program of a target loads, where that is not today's Docker Compose."""
    dialect: Dialect = _module(target).DIALECT
    return dialect


def judged(project: Project, found: list[Problem]) -> list[Problem]:
    """What the checks found, refused where the target refuses too, and what it refuses beyond.

    Two problems are the same where they are of one rule and at one path: the words of the check
    stay then.
    """
    passed = passed_over(project.target)
    found = [problem for problem in found if problem.rule not in passed]
    refused: list[Problem] = []
    _module(project.target).refusals(project, refused.append)
    places = {(problem.rule, problem.path) for problem in refused}
    known = {(problem.rule, problem.path) for problem in found}
    result = [one._replace(refused=(one.rule, one.path) in places) for one in found]
    result += [one for one in refused if (one.rule, one.path) not in known]
    return result


def passed_over(target: Target) -> frozenset[str]:
    """The checks, as pages name them, and the rules that have nothing to say for a target."""
    found: frozenset[str] = getattr(_module(target), "PASSED_OVER", frozenset())
    return found


def _module(target: Target) -> Any:
    """`targets.compose_v1` or `targets.swarm`."""
    return import_module(f"{__name__}.{target.kind.replace('-', '_')}")
