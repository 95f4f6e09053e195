"""The projects that a command is about: of the current directory, or of its arguments."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ..discover import Found, NotThere, projects
from ..disk import Disk
from ..project import Project
from ..target import Target
from .errors import CannotLook
from .options import explicit_files, request_of


def project_here(
    options: Any, here: str, environment: Mapping[str, str], disk: Disk
) -> tuple[str, ...]:
    """Its Compose files as Docker Compose chooses them; raises CannotLook where there are none."""
    return request_of(options, here, dict(environment), disk).files_here()


def load_asked(
    options: Any,
    paths: list[str],
    here: str,
    disk: Disk,
    *,
    exact: bool = False,
    target: Target | None = None,
) -> list[Project]:
    """The same, read for `target`, or else for what the options or the projects say; raises
    CannotLook."""
    from ..api import loaded

    request = request_of(options, here, dict(os.environ), disk, exact)
    if target is not None:
        request = request._replace(target=target)
    return [loaded(request, found) for found in projects_asked(options, paths, here, disk)]


def projects_asked(options: Any, paths: list[str], here: str, disk: Disk) -> list[Found]:
    """The project of -f, those of the paths, or the one here; raises CannotLook where there is
    none, or where a folder cannot be read."""
    if options.file:
        if paths:
            raise CannotLook("give paths or -f, not both: -f says exactly which files to read")
        return [Found(explicit_files(options, here))]
    if not paths:
        return [Found(project_here(options, here, dict(os.environ), disk))]
    try:
        found = projects(paths, here, disk, _give_up)
    except NotThere as error:
        raise CannotLook(f"there is no file or folder {error}") from None
    if not found:
        raise CannotLook(f"no Compose file in {' or '.join(paths)}")
    return found


def _give_up(error: OSError) -> None:
    raise CannotLook(f"{error.filename} cannot be read: {error.strerror}")
