"""What a check found: the projects, the findings, and those that were asked to be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .finding import ERROR, SEVERITIES, Finding
from .project import Project
from .rule import Catalogue
from .source import Span


class Suppressed(NamedTuple):
    """A finding that the files themselves ask to be left out.

    `span` is where they ask, `reason` what they say about it ("" for nothing), `until` the last
    day on which it holds ("2027-01-31"; "" for always).
    """

    finding: Finding
    span: Span
    reason: str
    until: str


class NotJudged(NamedTuple):
    """A project or folder that could not be judged: its file, and why in words."""

    file: str
    reason: str


class Run:
    """The result of a check; iterates over its findings, and counts them with len().

    `findings` stand in the order in which they are shown: project by project, file, place.
    `suppressed` were asked to be left out, `troubles` tell what could not be judged at all. Paths
    are shown relative to `here`. `catalogues` hold the rules that it judged by, and `fail_on` gives
    the severity from which on the findings in a file make the run fail.
    """

    __slots__ = ("catalogues", "fail_on", "findings", "here", "projects", "suppressed", "troubles")

    def __init__(
        self,
        projects: list[Project],
        findings: list[Finding],
        suppressed: list[Suppressed],
        here: str,
        troubles: Sequence[NotJudged] = (),
        fail_on: Callable[[str], str] = lambda path: ERROR,
        catalogues: Sequence[Catalogue] = (),
    ) -> None:
        self.projects = projects
        self.findings = findings
        self.suppressed = suppressed
        self.here = here
        self.troubles = troubles
        self.fail_on = fail_on
        self.catalogues = catalogues

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __repr__(self) -> str:
        return f"<Run: {len(self.findings)} findings in {len(self.projects)} projects>"

    def relative(self, path: str) -> str:
        """A path as people write it from `here`: relative, with slashes; "<stdin>" for "-"."""
        from .report.names import show_file

        return show_file(path, self.here)

    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity, the gravest first."""
        counts = dict.fromkeys(reversed(SEVERITIES), 0)
        for finding in self.findings:
            counts[finding.severity] += 1
        return counts

    def fails(self, least: str = "") -> bool:
        """Whether there is a finding of a severity, or of a graver one; without one, as the
        configuration has it, which is an error by default."""
        rank = SEVERITIES.index
        return any(
            rank(finding.severity) >= rank(least or self.fail_on(finding.file))
            for finding in self.findings
        )

    @property
    def refused(self) -> bool:
        """Whether the target would refuse one of the projects for something found, whether or not
        it is left out of what is shown."""
        left_out = (each.finding for each in self.suppressed)
        return any(finding.refused for finding in (*self.findings, *left_out))
