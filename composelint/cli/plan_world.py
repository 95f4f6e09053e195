"""What the planner may ask of the disk and of git."""

from __future__ import annotations

import os

from ..plan.world import World
from ..project import Project


def world_of(project: Project, here: str, options: object) -> World:
    """`modified` asks the disk. `earlier` looks through the history of the project's files, where
    they lie in a git repository; the history is read when it is first asked for."""
    from ..plan.history import earlier_in

    return World(modified=_modified)


def _modified(path: str) -> float | None:
    try:
        return os.stat(path).st_mtime
    except (OSError, ValueError):
        return None
