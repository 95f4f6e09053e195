"""The oldest Docker Compose, and the legacy file formats, on which a project works.

Nothing is known here about any attribute: the project is judged as every release in question
would judge it (`--target compose@X.Y.Z`), and as each format would. What decides is what the last
release that refuses the project has against it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from .engine import check
from .finding import Finding, Problem
from .node import Mapping, Node, Sequence
from .project import Project
from .releases import RELEASES, TURNS, Release, after, before
from .schema.attribute import Attribute
from .schema.formats import FORMATS
from .schema.table import load, load_format, number
from .schema.walk import walk
from .selection import Selection
from .target import NEWEST, Target, show_release

Load = Callable[[Target], Project]
"""Loads the project as a target reads it."""


class Excluded(NamedTuple):
    """A legacy format on which the project does not work, and why: the first of its problems."""

    format: str
    problem: Problem


class Requirement(NamedTuple):
    """`release` is the oldest from which on every known release reads the project, and
    `decided_by` what the one before it has against it (nothing for the first one known).

    `also` are stretches of older releases that read it too. `refused` is what the newest release
    refuses the project for; it does not count against the others.
    """

    project: Project
    release: Release
    decided_by: list[Finding]
    also: list[tuple[Release, Release]]
    refused: list[Finding]
    formats: list[str]
    excluded: list[Excluded]


def requirement(load_project: Load, selection: Selection) -> Requirement:
    """What a project requires; `selection` are the rules that may refuse it.

    Raises what loading raises.
    """

    def refusals(release: Release) -> tuple[Project, list[Finding]]:
        project = load_project(Target(f"compose@{show_release(release)}", release))
        return project, [one for one in check(project, selection) if one.refused]

    project, refused = refusals(NEWEST)
    known = {_key(finding) for finding in refused}
    steps = _steps(project)
    verdicts: list[tuple[Release, list[Finding]]] = []
    for step in steps[:-1]:
        verdicts.append((step, [one for one in refusals(step)[1] if _key(one) not in known]))
    verdicts.append((steps[-1], []))
    oldest = len(verdicts) - 1
    while oldest and not verdicts[oldest - 1][1]:
        oldest -= 1
    decided_by = verdicts[oldest - 1][1] if oldest else []
    formats, excluded = _formats(project)
    return Requirement(
        project,
        verdicts[oldest][0],
        decided_by,
        _stretches(verdicts[: oldest + 1]),
        refused,
        formats,
        excluded,
    )


def _key(finding: Finding) -> tuple[str, str, int]:
    return finding.id, finding.span.source.path, finding.span.start


def _stretches(verdicts: list[tuple[Release, list[Finding]]]) -> list[tuple[Release, Release]]:
    """The first and last releases of each run without refusals, but for the last verdict."""
    found: list[tuple[Release, Release]] = []
    begun: Release | None = None
    for release, refusals in verdicts[:-1]:
        if refusals and begun is not None:
            found.append((begun, before(release) or release))
            begun = None
        elif not refusals and begun is None:
            begun = release
    return found


# -- which releases to ask --------------------------------------------------------------------


def _steps(project: Project) -> list[Release]:
    """The releases between which this project can fare differently, from the first to the last:
    those that changed something at a path that it has, or beside the table."""
    steps = {RELEASES[0], *TURNS, NEWEST}
    table = load(NEWEST)
    paths = _paths(project, table.root)
    if paths is None:
        return list(RELEASES)
    for path in paths:
        for row in table.rows(path):
            # Rows that only formats have name no release.
            if row.since:
                steps.add(_known(number(row.since)))
            if row.until:
                steps.add(after(number(row.until)))
    return sorted(steps)


def _known(release: Release) -> Release:
    """A release, or the next one that is known."""
    return release if release in RELEASES else RELEASES[bisect_right(RELEASES, release)]


def _paths(project: Project, root: Attribute) -> set[str] | None:
    """The places of the table that the project fills; None where one is not in it."""
    found: set[tuple[int, str]] = set()
    return (
        {path for _, path in found}
        if all(_visit(stage, root, found) for stage in project.stages)
        else None
    )


def _visit(node: Node, attribute: Attribute, found: set[tuple[int, str]]) -> bool:
    here = (id(node), attribute.path)
    if here in found:
        return True
    found.add(here)
    return all(
        below is not None and _visit(child, below, found)
        for child, below in _below(node, attribute)
    )


def _below(node: Node, attribute: Attribute) -> Iterator[tuple[Node, Attribute | None]]:
    children = attribute.expand()
    if type(node) is Mapping:
        for name, (_, child) in node.entries.items():
            below = children.get(name) or attribute.wildcard
            if below is None and (attribute.open or (attribute.extensions and name[:2] == "x-")):
                continue
            yield child, below
    elif type(node) is Sequence:
        for child in node.items:
            yield child, attribute.item


# -- formats ----------------------------------------------------------------------------------

#: Format 1 has no `services`: a project is either of it or of another.
_ASKED = FORMATS[1:]


def _formats(project: Project) -> tuple[list[str], list[Excluded]]:
    """The formats whose attributes suffice, and those that lack one or more."""
    fitting: list[str] = []
    excluded: list[Excluded] = []
    for name in _ASKED:
        problem = next(iter(_problems(project, name)), None)
        if problem is None:
            fitting.append(name)
        else:
            excluded.append(Excluded(name, problem))
    return fitting, excluded


def _problems(project: Project, name: str) -> Iterable[Problem]:
    problems: list[Problem] = []
    table = load_format(name)
    for stage in project.stages:
        walk(stage, table, problems.append)
    for problem in problems:
        # The line that declares the format is to be thought with it.
        if problem.path[:1] != ("version",) and problem.fields.get("name") != "version":
            yield problem
