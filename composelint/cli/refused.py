"""Whether Docker Compose would read a project at all."""

from __future__ import annotations

from ..finding import Finding
from ..project import Project


def refusals(project: Project) -> list[Finding]:
    """Why Docker Compose would not read the project, if so."""
    from ..engine import check
    from ..selection import select

    return [finding for finding in check(project, select(["strict"])) if finding.refused]
