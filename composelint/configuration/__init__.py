"""What users write once instead of on every command line: .composelint.yaml, or a table of
pyproject.toml. This module finds it, and is all that is needed where there is none."""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ..errors import CannotLook
from ..selection import UnknownSelector, select
from ..settings import Settings

if TYPE_CHECKING:
    from ..request import Request
    from ..rule import Catalogue

#: The names of our own file, the preferred one first.
NAMES = (".composelint.yaml", ".composelint.yml")
PYPROJECT = "pyproject.toml"
#: Whatever follows the name: a header whose bracket is not closed is a mistake to tell of.
_TABLE = rb"(?m)^[ \t]*\[+[ \t]*tool[ \t]*\.[ \t]*composelint(?![\w-])"


class Wishes(NamedTuple):
    """What the command line says about rules, which goes before what a file says."""

    presets: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def settings_for(
    config: str | os.PathLike[str] | bool, wishes: Wishes, request: Request
) -> Callable[[str], Settings]:
    """Gives the settings for a file by its absolute path; raises CannotLook for what is wrong.

    `config` is the configuration's path, True for the nearest of each file, False for none.
    """
    if config is False:
        without = _without(wishes)
        return lambda path: without
    if config is not True:
        from .read import read_configuration

        path = request.absolute(os.fspath(config))
        # Whoever names a file from elsewhere means the paths as they are from here.
        return read_configuration(path, wishes, request, request.here).settings
    nearest = _Nearest(wishes, request)
    try:
        nearest.without("-")
    except CannotLook:
        # Rules that are not ours must at least be known here; say so before anything is read.
        nearest("-")
    return nearest


def rules_here(request: Request) -> Catalogue:
    """The rules that a check here knows, those of the user's own among them; raises CannotLook."""
    return _Nearest(Wishes(), request)("-").selection.rules


def _without(wishes: Wishes) -> Settings:
    try:
        return Settings(select(wishes.presets, wishes.select, wishes.ignore))
    except UnknownSelector as error:
        raise CannotLook(str(error)) from None


class _Nearest:
    """The settings that the nearest configuration has for a file; each is read once."""

    def __init__(self, wishes: Wishes, request: Request) -> None:
        self.wishes = wishes
        self.request = request
        self.by_folder: dict[str, Callable[[str], Settings]] = {}
        self._without: Settings | None = None

    def __call__(self, path: str) -> Settings:
        folder = self.request.here if path == "-" else os.path.dirname(path)
        settings = self.by_folder.get(folder)
        if settings is None:
            settings = self._of(folder)
        return settings(path)

    def without(self, path: str) -> Settings:
        """Where there is no configuration; raises CannotLook for a wish that means nothing."""
        if self._without is None:
            self._without = _without(self.wishes)
        return self._without

    def _of(self, folder: str) -> Callable[[str], Settings]:
        known = self.by_folder.get(folder)
        if known is None:
            try:
                known = self._look(folder)
            except CannotLook as error:
                known = _raising(error)
            self.by_folder[folder] = known
        return known

    def _look(self, folder: str) -> Callable[[str], Settings]:
        found = _in_folder(folder, self.request)
        if found is not None:
            from .read import read_configuration

            return read_configuration(found, self.wishes, self.request).settings
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return self.without
        return self._of(parent)


def _raising(error: CannotLook) -> Callable[[str], Settings]:
    def settings(path: str) -> Settings:
        raise CannotLook(*error.args)

    return settings


def _in_folder(folder: str, request: Request) -> str | None:
    """The configuration in a folder: a pyproject.toml is one only if it has our table."""
    disk = request.disk
    for name in NAMES:
        path = os.path.join(folder, name)
        if disk.is_file(path):
            return path
    path = os.path.join(folder, PYPROJECT)
    if disk.is_file(path) and _has_table(path, request):
        return path
    return None


def _has_table(path: str, request: Request) -> bool:
    try:
        data = request.disk.read(path)
    except OSError as error:
        from ..report.names import show_file

        reason = (error.strerror or str(error)).lower()
        shown = show_file(path, request.here)
        raise CannotLook(f"{shown} cannot be read: {reason}") from None
    return b"composelint" in data and re.search(_TABLE, data) is not None
