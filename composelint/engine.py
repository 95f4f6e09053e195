"""Brings the checks to a project, and their problems into words and order."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from .finding import Finding, Problem, Report
from .project import Project
from .rule import Rule
from .selection import Selection

Check = Callable[[Project, Report], None]

#: Rules that loading raises name this as their check: there is nothing to run for them.
LOADING = "loading"
_GENERIC = "generic."


def check(project: Project, selection: Selection) -> list[Finding]:
    """What the selected rules say about a project, in the order of the files and offsets.

    Raises nothing of its own; a check that fails is a bug and goes up.
    """
    problems = list(project.problems)
    run(project, selection, problems.append)
    return findings(project, selection, problems)


def run(project: Project, selection: Selection, report: Report) -> None:
    """Run every check that a selected rule needs, each once."""
    generic: list[Rule] = []
    functions: dict[str, None] = {}
    for name in selection.least:
        rule = selection.rules.by_name[name]
        for target in rule.checks:
            if target.startswith(_GENERIC):
                generic.append(rule)
            elif target != LOADING:
                functions[target] = None
    for target in functions:
        load_check(target)(project, report)
    if generic:
        from .checks.generic import run_generic

        run_generic(project, generic, report)


def load_check(target: str) -> Check:
    """The function that a page names: `checks.ports.conflicts` of this package."""
    module, _, function = target.rpartition(".")
    check: Check = getattr(import_module(f"{__package__}.{module}"), function)
    return check


def findings(project: Project, selection: Selection, problems: list[Problem]) -> list[Finding]:
    """Problems in words: those of selected rules, each once, sorted by file, offset and id."""
    by_name = selection.rules.by_name
    found: dict[tuple[object, ...], Finding] = {}
    for problem in problems:
        rule = by_name[problem.rule]
        severity = problem.severity or rule.severity
        if not selection.shows(rule, severity):
            continue
        if project.fragment and not {"all", problem.variant}.isdisjoint(rule.given):
            continue
        finding = _finding(project, rule, severity, problem)
        span = finding.span
        found.setdefault(
            (rule.id, span.source.path, span.start, span.end, finding.message), finding
        )
    return sorted(found.values(), key=_order)


def _finding(project: Project, rule: Rule, severity: str, problem: Problem) -> Finding:
    return Finding(
        id=rule.id,
        name=rule.name,
        severity=severity,
        refused=problem.refused,
        message=rule.message(problem.variant, problem.fields),
        help=rule.help(problem.variant, problem.fields),
        span=problem.span,
        path=problem.path,
        project=project.name,
        profiles=problem.profiles,
        related=problem.related,
        fix=None,
    )


def _order(finding: Finding) -> tuple[str, int, str, str]:
    return finding.span.source.path, finding.span.start, finding.id, finding.message
