"""What a run of `check` found, as every report gets it."""

from __future__ import annotations

import os.path
from typing import NamedTuple

from ..finding import SEVERITIES, Finding
from ..project import Project

#: Standard input has no name of its own.
STDIN = "<stdin>"

#: Where the page of a rule lies, in the repository as in the package.
RULE_PAGE = "rules/{name}.md"


class Run(NamedTuple):
    """`findings` in the order in which they are to be shown; `suppressed` counts those that the
    files themselves asked to be left out. Paths are shown relative to `here`."""

    projects: list[Project]
    findings: list[Finding]
    suppressed: int
    here: str

    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity, the gravest first."""
        counts = dict.fromkeys(reversed(SEVERITIES), 0)
        for finding in self.findings:
            counts[finding.severity] += 1
        return counts


def show_file(path: str, here: str) -> str:
    """A path as people write it from where they are: relative, with slashes."""
    if path == "-":
        return STDIN
    if path == here:
        return "."
    if path.startswith(here) and path[len(here)] == os.sep:
        path = path[len(here) + 1 :]
    elif os.path.isabs(path):
        try:
            path = os.path.relpath(path, here)
        except ValueError:  # another drive on Windows
            return path
    return path.replace(os.sep, "/") if os.sep != "/" else path
