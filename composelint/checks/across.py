"""What several projects of one run want of one machine: CL313.

Most projects that are checked together are no neighbours: examples, templates, variants of each
other. They are taken for neighbours where one uses, as `external`, a network or volume that the
other one makes, or where the configuration says so (the rule's option `same-host`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from ..engine import RunReport
from ..finding import Problem, Related
from ..project import Project
from .ports import Claim, claims, place, same_address, shown

RULE = "cross-project-port-conflict"

#: Entries of more ports than this are compared one by one, all others by port.
_WIDE = 256


class _Taken(NamedTuple):
    number: int
    project: Project
    claim: Claim


def port_conflicts(projects: list[Project], report: RunReport) -> None:
    """Report each entry of a project that takes a port of an earlier one, once.

    Ranges to choose from and services that wait for a profile are passed over.
    """
    neighbours = Neighbours(projects)
    if neighbours.none:
        return
    taken = _Ports()
    for number, project in enumerate(projects):
        mine: list[_Taken] = []
        for claim in claims(project) if number in neighbours else ():
            if claim.choice or claim.profiles is not None:
                continue
            one = _Taken(number, project, claim)
            other = next((t for t in taken.near(claim) if neighbours.are(number, t.number)), None)
            if other is not None:
                report(project, _problem(one, other))
            mine.append(one)
        for one in mine:
            taken.add(one)


class _Ports:
    """The claims so far, by port."""

    def __init__(self) -> None:
        self.by_port: dict[tuple[int, str], list[_Taken]] = {}
        self.wide: list[_Taken] = []
        self.all: list[_Taken] = []

    def add(self, one: _Taken) -> None:
        claim = one.claim
        self.all.append(one)
        if claim.high - claim.low >= _WIDE:
            self.wide.append(one)
            return
        for port in range(claim.low, claim.high + 1):
            self.by_port.setdefault((port, claim.protocol), []).append(one)

    def near(self, claim: Claim) -> Iterator[_Taken]:
        """What is in the way of a claim, whoever's it is."""
        found: Iterable[_Taken] = self.all
        if claim.high - claim.low < _WIDE:
            ports = range(claim.low, claim.high + 1)
            narrow = (self.by_port.get((port, claim.protocol), ()) for port in ports)
            found = chain(self.wide, *narrow)
        return (one for one in found if _clash(one.claim, claim))


def _clash(one: Claim, other: Claim) -> bool:
    return (
        one.protocol == other.protocol
        and one.low <= other.high
        and other.low <= one.high
        and same_address(one.host, other.host)
    )


def _problem(one: _Taken, other: _Taken) -> Problem:
    fields = {
        "port": shown(one.claim, other.claim),
        "service": one.claim.service,
        "other": other.claim.service,
        "project": other.project.name or other.project.directory,
    }
    before = place(other.claim.node)
    message = f"{other.claim.service} of {fields['project']} takes it here"
    span = place(one.claim.node)
    if span == before:
        span = one.claim.key.span
    return Problem(RULE, span, one.claim.path, "", fields, related=(Related(before, message),))


class Neighbours:
    """Which projects of a run are on one machine at one time, by their numbers."""

    def __init__(self, projects: list[Project]) -> None:
        self.projects = projects
        self.everywhere = any(p.option(RULE, "same-host", False) is True for p in projects)
        self.pairs = set() if self.everywhere else _linked(projects)
        self.members = {number for pair in self.pairs for number in pair}

    @property
    def none(self) -> bool:
        return not self.everywhere and not self.pairs

    def __contains__(self, number: object) -> bool:
        return self.everywhere or number in self.members

    def are(self, one: int, other: int) -> bool:
        if not self.everywhere and (min(one, other), max(one, other)) not in self.pairs:
            return False
        return not related(self.projects[one], self.projects[other])


def related(one: Project, other: Project) -> bool:
    """Whether two projects are but one, or ways to run one: of one folder or name, or with a file
    in common."""
    if one.directory == other.directory or (one.name and one.name == other.name):
        return True
    return not one.sources.keys().isdisjoint(other.sources)


def _linked(projects: list[Project]) -> set[tuple[int, int]]:
    """The pairs of projects of which one uses what the other one makes."""
    from .external import externals, made

    wanted: dict[tuple[str, str], list[int]] = {}
    for number, project in enumerate(projects):
        if project.mentions(("external",)):
            for each in externals(project):
                wanted.setdefault((each.section, each.name), []).append(number)
    if not wanted:
        return set()
    pairs = set()
    for number, project in enumerate(projects):
        for section, names in made(project).names.items():
            for name in names:
                for other in wanted.get((section, name), ()):
                    pairs.add((min(number, other), max(number, other)))
    return pairs
