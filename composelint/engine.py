"""Brings the checks to a project, and their problems into words and order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from .finding import Finding, Problem, Report
from .project import Project
from .rule import Rule
from .selection import Selection
from .target import COMPOSE

Check = Callable[[Project, Report], None]
#: A check over all projects of a run tells which of them a problem is about.
RunReport = Callable[[Project, Problem], None]
RunCheck = Callable[[list[Project], RunReport], None]

#: Rules that loading raises name this as their check: there is nothing to run for them.
LOADING = "loading"
#: Rules about what the user said to composelint, raised once all findings are there.
AFTERWARDS = "afterwards"
_NOTHING_TO_RUN = (LOADING, AFTERWARDS)
_GENERIC = "generic."
#: What begins otherwise comes from another distribution.
_OURS = "checks."

#: The scopes of the rules that look at all projects of a run together: where there are several,
#: or an engine's state; and where there is but one as well.
RUN = "run"
PROJECTS = "projects"
#: The scope of the rules that have nothing to say without an engine's state.
ENGINE = "engine"

#: The checks that ask what the project's own target has to say.
_OF_ANY_TARGET = ("checks.shape.shape",)


def check(project: Project, selection: Selection) -> list[Finding]:
    """What the selected rules say about a project, in the order of the files and offsets.

    Raises nothing of its own; a check that fails is a bug and goes up.
    """
    found = problems(project, selection)
    across([project], selection, lambda _, problem: found.append(problem))
    return findings(project, selection, found)


def problems(project: Project, selection: Selection) -> list[Problem]:
    """What loading and the checks of a single project raise."""
    found = list(project.problems)
    run(project, selection, found.append)
    return found


def run(project: Project, selection: Selection, report: Report) -> None:
    """Run every check that a selected rule needs, each once.

    What a check says of refusals holds for Docker Compose since 2.0. For another program only
    that of checks which read the target's own table counts, and its own refusals come on top.
    """
    project.options = selection.options
    own = project.target.kind == COMPOSE.kind
    passed: frozenset[str] = frozenset()
    if not own:
        from .targets import judged, passed_over

        passed = passed_over(project.target)
    found: list[Problem] = []
    accepted: Report = report if own else found.append
    generic: list[Rule] = []
    functions: dict[str, None] = {}
    stateless = project.state is None or not project.exact
    for rule in _called_for(selection, project.mentions):
        if stateless and rule.scope == ENGINE:
            continue
        for target in rule.checks:
            if target.startswith(_GENERIC):
                generic.append(rule)
            elif target not in passed and target not in _NOTHING_TO_RUN:
                functions[target] = None
    for target in functions:
        if target.startswith(_OURS):
            load_check(target)(project, report if target in _OF_ANY_TARGET else accepted)
        else:
            from .plugins import run_plugin

            run_plugin(target, project, accepted, selection.rules)
    if generic:
        from .checks.generic import run_generic

        run_generic(project, generic, accepted)
    if not own:
        for problem in judged(project, found):
            report(problem)


def _called_for(
    selection: Selection, mentions: Callable[[tuple[str, ...]], bool], *scopes: str
) -> Iterator[Rule]:
    """The selected rules of some scopes, or else of a single project, that have something to look
    at."""
    by_name = selection.rules.by_name
    for name in selection.least:
        rule = by_name[name]
        asked = rule.scope in scopes if scopes else rule.scope not in (RUN, PROJECTS)
        if asked and (not rule.when or mentions(rule.when)):
            yield rule


def across(projects: list[Project], selection: Selection, report: RunReport) -> None:
    """Run the checks that look at all projects of a run together.

    For most, one project alone has nobody to be held against, unless an engine's state is there.
    """
    alone = len(projects) < 2 and all(project.state is None for project in projects)

    def mentions(words: tuple[str, ...]) -> bool:
        return any(project.mentions(words) for project in projects)

    for rule in _called_for(selection, mentions, *((PROJECTS,) if alone else (PROJECTS, RUN))):
        for target in rule.checks:
            function: RunCheck = _function(target)
            function(projects, report)


def load_check(target: str) -> Check:
    """The function that a page names: `checks.ports.conflicts` of this package."""
    check: Check = _function(target)
    return check


def _function(target: str) -> Any:
    module, _, function = target.rpartition(".")
    return getattr(import_module(f"{__package__}.{module}"), function)


def findings(
    project: Project,
    selection: Selection,
    problems: list[Problem],
    of_file: Callable[[str], Selection] | None = None,
) -> list[Finding]:
    """Problems in words: those of selected rules, each once, sorted by file, offset and id.

    `of_file` gives the selection for a file where files differ in it.
    """
    by_name = selection.rules.by_name
    lacking = incomplete(project)
    broken = _broken_lines(project)
    found: dict[tuple[object, ...], Finding] = {}
    for problem in problems:
        rule = by_name[problem.rule]
        if of_file is not None:
            selection = of_file(problem.span.source.path)
        severity = selection.severity(rule, problem)
        if not selection.shows(rule, severity):
            continue
        if lacking and ("all" in rule.given or problem.variant in rule.given):
            continue
        if broken and rule.group != "reading" and _follows(problem, broken):
            continue
        span = problem.span
        message = rule.message(problem.variant, problem.fields)
        key = (rule.id, span.source.path, span.start, span.end, message)
        if key not in found or (problem.refused and not found[key].refused):
            found[key] = _finding(project, rule, severity, message, problem)
    return sorted(found.values(), key=in_order)


def incomplete(project: Project) -> bool:
    """Whether there is more of a project than was read."""
    return project.fragment or any(_leaves_out(problem) for problem in project.problems)


def _leaves_out(problem: Problem) -> bool:
    """Whether a part of the project could not be read, and may hold what seems to be missing."""
    return problem.rule in _STOPS or (problem.rule == "missing-file" and problem.variant in _FILES)


_STOPS = ("yaml-syntax", "unreadable-file", "circular-include", "runaway-document")
_FILES = ("include", "extends")


def _broken_lines(project: Project) -> dict[str, set[int]]:
    """The lines of each file in which YAML itself is wrong."""
    broken: dict[str, set[int]] = {}
    for problem in project.problems:
        if problem.rule == "yaml-syntax":
            source = problem.span.source
            line = source.position(problem.span.start).line
            broken.setdefault(source.path, set()).add(line)
    return broken


def _follows(problem: Problem, broken: dict[str, set[int]]) -> bool:
    """Whether a problem is but the shadow of a syntax error: of the same line, or a key whose
    value could not be read."""
    source = problem.span.source
    lines = broken.get(source.path)
    if lines is None:
        return False
    if problem.variant == "empty":
        return True
    return source.position(problem.span.start).line in lines


def _finding(
    project: Project, rule: Rule, severity: str, message: str, problem: Problem
) -> Finding:
    return Finding(
        id=rule.id,
        name=rule.name,
        severity=severity,
        refused=problem.refused,
        message=message,
        help=rule.help(problem.variant, problem.fields),
        span=problem.span,
        path=problem.path,
        project=project.name,
        profiles=problem.profiles,
        related=problem.related,
        fix=None,
        variant=problem.variant,
        fields=problem.fields,
    )


def in_order(finding: Finding) -> tuple[str, int, str, str]:
    """The key to sort the findings of a project by: file, place, id."""
    return finding.span.source.path, finding.span.start, finding.id, finding.message
