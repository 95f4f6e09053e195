"""External things that are not there: CL214.

Who can tell is an engine, by its saved state, or another project of the run that makes the thing.
Without a state an external network is mostly one that somebody made by hand
(`docker network create proxy`), and nobody here can know: only a name that another project of the
run seems to be meant by, and does not make, is reported then, as a warning.
"""

from __future__ import annotations

from typing import Any

from ..engine import RunReport
from ..finding import WARNING, Problem
from ..nearest import nearest
from ..project import Project
from ..state import State
from ..target import SWARM
from .across import related
from .external import External, externals, made

RULE = "missing-external"

#: What keeps a part of a project from being read.
_GAPS = ("yaml-syntax", "unreadable-file", "missing-file", "circular-include", "runaway-document")
#: The engine brings these networks along.
_BUILT_IN = ("bridge", "host", "none", "ingress", "docker_gwbridge", "nat")


def missing(projects: list[Project], report: RunReport) -> None:
    """Report each external thing that a service uses, and that nobody has."""
    run: _Run | None = None
    for project in projects:
        if not project.mentions(("external",)):
            continue
        for external in externals(project):
            if external.section == "networks" and external.name in _BUILT_IN:
                continue
            run = run or _Run(projects)
            problem = run.judge(project, external)
            if problem is not None:
                report(project, problem)


class _Run:
    """What the projects of a run make and want."""

    def __init__(self, projects: list[Project]) -> None:
        self.projects = projects
        self.made = [made(project) for project in projects]
        self.makers: dict[tuple[str, str], bool] = {}
        self.by_key: dict[tuple[str, str], list[int]] = {}
        self.by_name: dict[str, list[int]] = {}
        self.wanting: dict[tuple[str, str], list[Project]] = {}
        for number, each in enumerate(self.made):
            for section, names in each.names.items():
                for real, key in names.items():
                    self.makers[section, real] = True
                    self.by_key.setdefault((section, key), []).append(number)
        for number, project in enumerate(projects):
            self.by_name.setdefault(project.name, []).append(number)
            for external in externals(project):
                self.wanting.setdefault((external.section, external.name), []).append(project)

    def judge(self, project: Project, external: External) -> Problem | None:
        if (external.section, external.name) in self.makers:
            return None
        state: State | None = project.state
        there = None if state is None else state.has(external.section, external.name)
        if there is not None:
            return None if there else _problem(external, "", "", {})
        if project.target.kind == SWARM and external.section not in ("networks", "volumes"):
            return None
        return self._left_out(project, external) or self._named_otherwise(project, external)

    def _left_out(self, project: Project, external: External) -> Problem | None:
        """`shop_backend`, where the project shop of the run makes a `shop_back` only; and
        `shop_default`, which nobody makes by hand."""
        name = external.name
        for end in (index for index, letter in enumerate(name) if letter == "_" and index):
            numbers = self.by_name.get(name[:end], ())
            if not numbers or any(related(project, self.projects[n]) for n in numbers):
                continue
            if not all(self._tells_all(n, external.section) for n in numbers):
                continue
            known = {real for n in numbers for real in self.made[n].names[external.section]}
            fields = {"project": name[:end]}
            near = _near(name[end + 1 :], name[: end + 1], sorted(known), external.section)
            if near is not None:
                return _problem(external, "left-out", WARNING, {**fields, "near": near})
            if external.section == "networks" and name[end:] == "_default":
                return _problem(external, "no-default", WARNING, fields)
        return None

    def _tells_all(self, number: int, section: str) -> bool:
        """Whether all is known that a project makes of a kind: it was read in whole."""
        other = self.projects[number]
        whole = not other.fragment and not any(p.rule in _GAPS for p in other.problems)
        return whole and self.made[number].complete.get(section, False)

    def _named_otherwise(self, project: Project, external: External) -> Problem | None:
        """`proxy`, where the only project of the run with a network of that key makes it as
        traefik_proxy, and nobody else speaks of an external one."""
        holders = self.by_key.get((external.section, external.name), [])
        if len(holders) != 1:
            return None
        other = self.projects[holders[0]]
        others = self.wanting[external.section, external.name]
        if related(project, other) or any(not related(project, one) for one in others):
            return None
        names = self.made[holders[0]].names[external.section]
        real = next((real for real, key in names.items() if key == external.name), "")
        if not other.name or real != f"{other.name}_{external.name}":
            return None
        fields = {"project": other.name, "real": real}
        return _problem(external, "named-otherwise", WARNING, fields)


def _near(key: str, prefix: str, known: list[str], section: str) -> str | None:
    """The real name whose key is near to one; of volumes only a misspelt one, for a volume like
    n8n_data is often made by hand."""
    keys = [name.removeprefix(prefix) for name in known if name.startswith(prefix)]
    near = nearest(key, keys)
    if near is None or (section != "networks" and abs(len(near) - len(key)) > 1):
        return None
    return prefix + near


def _problem(external: External, variant: str, severity: str, more: dict[str, Any]) -> Problem:
    fields = {
        "kind": external.section.removesuffix("s"),
        "name": external.name,
        **more,
    }
    named = external.profiles
    return Problem(
        RULE,
        external.span,
        external.path,
        variant,
        fields,
        severity=severity,
        profiles=None if named is None else (min(named),),
    )
