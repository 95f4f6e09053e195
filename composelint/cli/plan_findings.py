"""What a plan's findings are made of: the rules, severities and options that the project's
configuration chooses, without what the files ask to be left out."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from ..configuration import Wishes, settings_for
from ..disk import Disk
from ..engine import findings as in_words
from ..finding import Finding, Problem
from ..plan.world import Judge
from ..project import Project
from ..selection import Selection
from .options import request_of


def judge_of(project: Project, options: Any, here: str, disk: Disk) -> Judge:
    """Judges problems as `composelint check` would; the project is given its rules' options.
    Raises CannotLook where the configuration cannot be read."""
    request = request_of(options, here, dict(os.environ), disk, True)
    settings_of = settings_for(True, Wishes((), (), ()), request)
    settings = settings_of(project.files[0])
    project.options = settings.selection.options
    project.entries = disk.entries

    def selection_of(path: str) -> Selection:
        return settings_of(path).selection

    def judge(project: Project, problems: list[Problem]) -> list[Finding]:
        of_file = selection_of if settings.by_file else None
        found = in_words(project, settings.selection, problems, of_file)
        if not found or not project.mentions(("composelint",)):
            return found
        from ..suppression import suppress

        outcome = suppress([project], found, selection_of, date.today().isoformat())
        left_out = {id(each.finding) for each in outcome.suppressed}
        return [finding for finding in found if id(finding) not in left_out]

    return judge
