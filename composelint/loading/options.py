"""What a load is asked for, and the one way in which it cannot go on."""

from __future__ import annotations

from typing import NamedTuple

from ..target import COMPOSE, Target


class LoadOptions(NamedTuple):
    """What to load and how to read it.

    `files` are the Compose files in order, absolute paths or "-" for standard input; `directory`
    is the absolute working directory. `environment` is the shell's, which counts only in the
    exact reading. `fragment` says that the one file is an overlay by its name whose base is not
    here: what the base would bring is then taken as given, unless the file is complete.
    """

    files: tuple[str, ...]
    directory: str
    env_files: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    project_directory: str | None = None
    project_name: str | None = None
    exact: bool = False
    target: Target = COMPOSE
    environment: dict[str, str] = {}  # noqa: RUF012  (nobody writes to it)
    fragment: bool = False


class CannotLoad(Exception):
    """There is nothing to judge: a file that was asked for cannot be read, a name is no name.

    The message is one line for people.
    """
