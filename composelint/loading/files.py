"""Which files make the project of a folder, as Docker Compose chooses them.

Tried with Docker Compose 5.6.1: COMPOSE_FILE (of the shell, else of the env file) before the
default names, those in the folder before those of the folders above, one override beside a base.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

from ..project import Read
from ..source import UnreadableText, decode
from .dialect import COMPOSE, Dialect
from .dotenv import DotenvError
from .options import CannotLoad
from .paths import clean, resolve

IsFile = Callable[[str], bool]


def find_project(
    directory: str,
    environment: Mapping[str, str],
    is_file: IsFile,
    read: Read,
    env_files: tuple[str, ...] = (),
    dialect: Dialect = COMPOSE,
) -> tuple[str, ...]:
    """The Compose files of the project in `directory` (absolute) or above it; () for none.

    Raises CannotLoad where COMPOSE_FILE names a file that is not there.
    """
    named = _variables(directory, environment, read, env_files, dialect)
    listed = named.get("COMPOSE_FILE")
    if listed is not None:
        separator = named.get("COMPOSE_PATH_SEPARATOR") or ":"
        return tuple(_named(directory, name, is_file) for name in listed.split(separator))
    folder = directory
    while True:
        files = files_in(folder, is_file, dialect)
        parent = posixpath.dirname(folder)
        if files or parent == folder:
            return files
        folder = parent


def files_in(folder: str, is_file: IsFile, dialect: Dialect = COMPOSE) -> tuple[str, ...]:
    """The base of a folder by its name, and the override beside it; () where there is no base."""
    base = _first(folder, dialect.default_names, is_file)
    if base is None:
        return ()
    override = _first(folder, dialect.override_names, is_file)
    return (base,) if override is None else (base, override)


def _first(folder: str, names: tuple[str, ...], is_file: IsFile) -> str | None:
    for name in names:
        path = posixpath.join(folder, name)
        if is_file(path):
            return path
    return None


def _named(directory: str, name: str, is_file: IsFile) -> str:
    if name == "-":
        return name
    path = clean(resolve(directory, name)) if name else directory
    if not is_file(path):
        raise CannotLoad(f"COMPOSE_FILE names {name!r}, and there is no such file")
    return path


def _variables(
    directory: str,
    environment: Mapping[str, str],
    read: Read,
    env_files: tuple[str, ...],
    dialect: Dialect,
) -> dict[str, str]:
    """COMPOSE_FILE and COMPOSE_PATH_SEPARATOR, of the shell or else of the env files."""
    found: dict[str, str] = {}
    for file in env_files or (".env",):
        path = clean(resolve(directory, file))
        try:
            text = decode(path, read(path)).text
            found.update(dialect.dotenv(text, environment.get, assume=True))
        except (OSError, UnreadableText, DotenvError):
            # What is wrong with it is told when the project is loaded.
            continue
    return {**found, **environment}
