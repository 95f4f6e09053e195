"""Why Docker Compose would not read a project, told on standard error."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..project import Project


def refused(project: Project, options: Any, here: str) -> bool:
    """Whether Docker Compose refuses the project; tells why if so."""
    from ..engine import check
    from ..selection import select

    refusals = [finding for finding in check(project, select(["strict"])) if finding.refused]
    if not refusals:
        return False
    from ..report import text
    from ..run import Run
    from .terminal import colours, columns

    shown = Run([project], refusals, [], here)
    coloured = colours(options.color, sys.stderr, os.environ)
    sys.stderr.write(text.render(shown, coloured, columns(sys.stderr, os.environ)))
    return True
