"""What users write once instead of on every command line: .composelint.yaml, or a table of
pyproject.toml. This module finds it, and is all that is needed where there is none."""

from __future__ import annotations

import os.path
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ..errors import CannotLook
from ..selection import UnknownSelector, select
from ..settings import Settings

if TYPE_CHECKING:
    from ..request import Request

#: The names of our own file, the preferred one first.
NAMES = (".composelint.yaml", ".composelint.yml")
PYPROJECT = "pyproject.toml"
_TABLE = b"[tool.composelint"


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
    without = _without(wishes)
    if config is False:
        return lambda path: without
    if config is not True:
        from .read import read_configuration

        return read_configuration(request.absolute(os.fspath(config)), wishes, request).settings
    return _Nearest(wishes, request, without)


def _without(wishes: Wishes) -> Settings:
    try:
        return Settings(select(wishes.presets, wishes.select, wishes.ignore))
    except UnknownSelector as error:
        raise CannotLook(str(error)) from None


class _Nearest:
    """The settings that the nearest configuration has for a file; each is read once."""

    def __init__(self, wishes: Wishes, request: Request, without: Settings) -> None:
        self.wishes = wishes
        self.request = request
        self.without = without
        self.by_folder: dict[str, Callable[[str], Settings]] = {}

    def __call__(self, path: str) -> Settings:
        folder = self.request.here if path == "-" else os.path.dirname(path)
        settings = self.by_folder.get(folder)
        if settings is None:
            settings = self.by_folder[folder] = self._of(folder)
        return settings(path)

    def _of(self, folder: str) -> Callable[[str], Settings]:
        found = _in_folder(folder, self.request)
        if found is not None:
            from .read import read_configuration

            return read_configuration(found, self.wishes, self.request).settings
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return lambda path: self.without
        above = self.by_folder.get(parent)
        if above is None:
            above = self.by_folder[parent] = self._of(parent)
        return above


def _in_folder(folder: str, request: Request) -> str | None:
    """The configuration in a folder: a pyproject.toml is one only if it has our table."""
    disk = request.disk
    for name in NAMES:
        path = os.path.join(folder, name)
        if disk.is_file(path):
            return path
    path = os.path.join(folder, PYPROJECT)
    if disk.is_file(path) and _TABLE in disk.read(path):
        return path
    return None
