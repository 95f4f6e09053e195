"""Checks in Python that other distributions bring.

A distribution registers a function of the form of ours, `check(project, report)`, as an entry
point of the group `composelint.checks`:

    [project.entry-points."composelint.checks"]
    "acme.labels" = "acme_lint.checks:labels"

A page of the user's own names it by the name of the entry point: `check: acme.labels`. Nothing
else is ever imported for a page.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from .errors import CannotLook
from .finding import Problem, Report
from .project import Project
from .rule import Catalogue

GROUP = "composelint.checks"


def registered() -> dict[str, EntryPoint]:
    """The checks of the distributions that are installed, by name."""
    return {point.name: point for point in entry_points(group=GROUP)}


def run_plugin(name: str, project: Project, report: Report, rules: Catalogue) -> None:
    """Run a check of another distribution. What is wrong with it is its own mistake: raises
    CannotLook."""
    point = registered().get(name)
    if point is None:
        raise CannotLook(f"no package here registers the check {name} under {GROUP}")

    def checked(problem: Problem) -> None:
        rule = rules.by_name.get(problem.rule)
        if rule is None or name not in rule.checks:
            raise ValueError(f"it reports {problem.rule!r}, whose page does not name it")
        report(problem)

    try:
        point.load()(project, checked)
    except Exception as error:
        raise CannotLook(
            f"the check {name} of {point.value} failed: {type(error).__name__}: {error}"
        ) from error
