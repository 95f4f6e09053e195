"""Findings that the files themselves ask to be left out: comments, and `x-composelint`.

It is imported only where a file holds the word, and keeps nothing between runs.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import NamedTuple

from ..engine import findings as in_words
from ..finding import Finding, Problem
from ..loading.chosen import OWN
from ..project import Project
from ..run import Suppressed
from ..selection import Selection
from ..source import Source
from .asked import Asked, Reader

#: What a file has to hold to ask for anything.
WORD = "composelint"


class Outcome(NamedTuple):
    """What is left out, and what is to be said of the asking (CL901 to CL904, CL906)."""

    suppressed: list[Suppressed]
    problems: list[Problem]


def suppress(
    projects: list[Project],
    findings: list[Finding],
    selection_of: Callable[[str], Selection],
    today: str,
) -> Outcome:
    """What the files of some projects ask to be left out of their findings.

    A finding is left out where its own file asks for it, at the place where it begins.
    `selection_of` gives the rules for a file by its path; `today` is a day ("2026-11-22"), after
    which what is asked for until then holds no more ("" for never).
    """
    return _Suppression(projects, selection_of, today).outcome(findings)


class _Suppression:
    def __init__(
        self, projects: list[Project], selection_of: Callable[[str], Selection], today: str
    ) -> None:
        self.projects = projects
        self.selection_of = selection_of
        self.today = today
        self.asked: dict[str, list[Asked]] = {}
        self.suppressed: list[Suppressed] = []
        self.problems: list[Problem] = []

    def outcome(self, findings: list[Finding]) -> Outcome:
        told: list[Problem] = []
        for path, (source, is_yaml) in self._sources(findings).items():
            told += self._read(path, source, is_yaml)
        for finding in findings:
            left_out = self._left_out(finding)
            if left_out is not None:
                self.suppressed.append(left_out)
        self._tell(told)
        from .unused import Judge

        judge = Judge(self.projects, self.selection_of)
        for path, asked in self.asked.items():
            for each in asked:
                self._tell(list(judge.unused(path, each)))
        return Outcome(self.suppressed, self.problems)

    def _sources(self, findings: list[Finding]) -> dict[str, tuple[Source, bool]]:
        """The files that may ask for something, and whether they were read as YAML: all of the
        projects, and those of other kinds that something was found in."""
        sources = {
            path: (source, True)
            for project in self.projects
            for path, source in project.sources.items()
        }
        for finding in findings:
            source = finding.span.source
            sources.setdefault(source.path, (source, False))
        return {path: each for path, each in sources.items() if WORD in each[0].text}

    def _read(self, path: str, source: Source, is_yaml: bool) -> list[Problem]:
        """Keeps what a file asks for, and gives what is wrong with that."""
        reader = _read(source, is_yaml, self.selection_of(path))
        holding = self.asked[path] = []
        problems = reader.problems
        for each in reader.asked:
            if each.until and each.until < self.today:
                fields = {"date": each.until}
                problems.append(Problem("expired-suppression", each.until_span, fields=fields))
                continue
            holding.append(each)
            if not each.reason:
                problems.append(Problem("suppression-without-reason", each.span))
        return problems

    def _left_out(self, finding: Finding) -> Suppressed | None:
        """What leaves a finding out: of several the narrowest, but all of them are of use."""
        asked = self.asked.get(finding.span.source.path, ())
        taking = [each for each in asked if each.takes(finding, finding.name)]
        if not taking:
            return None
        each = min(taking, key=Asked.width)
        return Suppressed(finding, each.span, each.reason, each.until)

    def _tell(self, problems: list[Problem]) -> None:
        """What is to be said of the asking can be left out as well."""
        for problem in problems:
            path = problem.span.source.path
            project = next((p for p in self.projects if path in p.sources), self.projects[0])
            shown = in_words(project, self.selection_of(path), [problem])
            left_out = [one for one in map(self._left_out, shown) if one is not None]
            self.suppressed += left_out
            if not left_out:
                self.problems.append(problem)


def _read(source: Source, is_yaml: bool, selection: Selection) -> Reader:
    from .layout import of_env_file, of_lines, of_yaml
    from .phrases import read_comments

    reader = Reader(source, selection)
    if f"{WORD}:" in source.text:
        if is_yaml:
            layout = of_yaml(source)
        elif _is_dockerfile(source.path):
            layout = of_lines(source)
        else:
            layout = of_env_file(source)
        read_comments(layout, reader)
    if is_yaml and OWN in source.text:
        from .section import read_section

        read_section(reader)
    return reader


def _is_dockerfile(path: str) -> bool:
    name = posixpath.basename(path.replace("\\", "/")).lower()
    return name.startswith(("dockerfile", "containerfile")) or name.endswith(
        (".dockerfile", ".containerfile")
    )
