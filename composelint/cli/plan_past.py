"""The project that is planned, as it was at a revision of git."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from ..plan.desired import NoSuchService, with_profiles_of
from ..project import Project
from .before import load_before
from .errors import CannotLook
from .refusals import refusals
from .revision import Revision


def folder_of(project: Project) -> str:
    """The folder whose repository counts: that of the first file."""
    first = project.files[0] if project.files else "-"
    return project.directory if first == "-" else os.path.dirname(first)


def project_at(
    revision: Revision, options: Any, services: Sequence[str], here: str, now: Project
) -> Project | None:
    """The project then, with the profiles of the services that are asked for; None where there
    was none. Raises CannotLook where Docker Compose would have refused it."""
    before = load_before(options, here, revision, now.target)
    if before is None:
        return None
    refused = refusals(before)
    if refused:
        raise CannotLook(f"the project was refused then: {refused[0].message}")
    for service in services:
        try:
            before = with_profiles_of(before, [service])
        except NoSuchService:  # it was not there yet
            continue
    return before
