"""The project of the current directory."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from typing import Any

from ..target import COMPOSE
from .disk import Disk
from .errors import CannotLook
from .options import absolute, check_readable


def project_here(
    options: Any, here: str, environment: Mapping[str, str], disk: Disk
) -> tuple[str, ...]:
    """Its Compose files as Docker Compose chooses them; raises CannotLook where there are none."""
    from ..loading.dialect import dialect_of
    from ..loading.files import find_project
    from ..loading.options import CannotLoad

    start = absolute(options.project_directory or ".", here)
    env_files = tuple(absolute(path, here) for path in options.env_file)
    dialect = dialect_of(options.target or COMPOSE)
    try:
        files = find_project(start, environment, disk.is_file, disk.read, env_files, dialect)
    except CannotLoad as error:
        raise CannotLook(str(error)) from None
    if not files:
        raise CannotLook(
            "no Compose file here or in a folder above; give a path, or a file with -f"
        )
    for file in files:
        if file != "-":
            check_readable(os.path.relpath(file, here), file)
    return files
