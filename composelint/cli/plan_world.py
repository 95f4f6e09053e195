"""What the planner may ask of the disk, the clock and git."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..plan.world import Earlier, World
from ..project import Project
from ..state import State
from .errors import CannotLook

if TYPE_CHECKING:
    from ..plan.history import History


class Past:
    """The history of a project's files, read when it is first asked for."""

    def __init__(
        self, project: Project, state: State, options: Any, services: Sequence[str], here: str
    ) -> None:
        self._project = project
        self._state = state
        self._options = options
        self._services = services
        self._here = here

    def world(self) -> World:
        return World(modified=_modified, earlier=self._earlier, now=time.time(), at=self._at)

    def notes(self) -> tuple[str, ...]:
        """What was not looked at, in whole sentences."""
        return self._history.notes() if "_history" in vars(self) else ()

    def _earlier(self, kind: str, name: str, wanted: str) -> Earlier | None:
        return self._history.earlier(kind, name, wanted)

    def _at(self, seconds: float) -> Earlier | None:
        return self._history.at(seconds)

    @cached_property
    def _history(self) -> History:
        from ..githistory import commits
        from ..plan.history import MOST_COMMITS, History, files_of
        from ..plan.observed import referred_to
        from .plan_past import folder_of

        found = commits(folder_of(self._project), files_of(self._project), MOST_COMMITS)
        containers = referred_to(self._state, self._project.name)
        return History(found, self._model_at, time.monotonic, containers)

    def _model_at(self, commit: str) -> dict[str, Any] | None:
        from ..resolved import model
        from .plan_past import folder_of, project_at
        from .revision import Revision

        try:
            revision = Revision(folder_of(self._project), commit)
            before = project_at(revision, self._options, self._services, self._here, self._project)
        except CannotLook:
            return None
        return None if before is None else model(before)


def _modified(path: str) -> float | None:
    """Only of files: the time of a folder, a socket or a device says nothing of a content."""
    try:
        found = os.stat(path)
        return found.st_mtime if stat.S_ISREG(found.st_mode) else None
    except (OSError, ValueError):
        return None
