"""Why Docker Compose would not read a project, and how that is told."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..finding import Finding
from ..project import Project


def refusals(project: Project) -> list[Finding]:
    """Why Docker Compose would not read the project, if so."""
    from ..engine import check
    from ..selection import select

    return [finding for finding in check(project, select(["strict"])) if finding.refused]


def refused(project: Project, options: Any, here: str) -> bool:
    """Whether Docker Compose refuses the project; tells why on standard error if so. `options`
    are those of a command that has --color."""
    found = refusals(project)
    if not found:
        return False
    from ..report import text
    from ..run import Run
    from .terminal import colours, columns

    shown = Run([project], found, [], here)
    coloured = colours(options.color, sys.stderr, os.environ)
    sys.stderr.write(text.render(shown, coloured, columns(sys.stderr, os.environ)))
    return True
