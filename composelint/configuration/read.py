"""Reads a configuration: `.composelint.yaml`, or the table [tool.composelint] of a TOML file."""

from __future__ import annotations

import os.path
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import CannotLook
from ..gitignore import Pattern, parse
from ..report.names import show_file
from ..rule import Catalogue, catalogue
from ..selection import UnknownSelector
from ..settings import Settings
from .document import document, text_of
from .keys import FILE
from .layers import Layer, layer, selection_of
from .reading import Reading

if TYPE_CHECKING:
    from ..request import Request
    from . import Wishes

Patterns = tuple[Pattern, ...]


class Configuration:
    """What a file says, with the wishes of the command line over it.

    Patterns are matched against paths relative to `folder`.
    """

    def __init__(
        self, path: str, values: dict[str, Any], rules: Catalogue, wishes: Wishes, folder: str
    ) -> None:
        self.path = path
        self.rules = rules
        self.folder = folder
        self.file = layer(values)
        self.wishes = Layer(wishes.presets, wishes.select, wishes.ignore)
        self.exclude = _patterns(values.get("exclude"))
        self.sections = [
            (_patterns(section["match"]), layer(section)) for section in values.get("paths") or ()
        ]
        #: Settings by the sections that match.
        self._known: dict[tuple[int, ...], Settings] = {}

    def settings(self, path: str) -> Settings:
        """The settings for a file by its absolute path; raises CannotLook where the wishes name a
        rule that there is not."""
        relative = self._relative(path)
        matching = tuple(
            number
            for number, (patterns, _) in enumerate(self.sections)
            if _matches(patterns, relative)
        )
        known = self._known.get(matching)
        if known is None:
            known = self._known[matching] = self._settings(matching)
        excluded = _matches(self.exclude, relative)
        return known._replace(excluded=True) if excluded else known

    def _settings(self, matching: tuple[int, ...]) -> Settings:
        layers = [self.file, *(self.sections[number][1] for number in matching)]
        try:
            selection = selection_of([*layers, self.wishes], self.rules)
        except UnknownSelector as error:
            raise CannotLook(str(error)) from None
        targets = [each.target for each in layers if each.target is not None]
        fail_on = [each.fail_on for each in layers if each.fail_on]
        return Settings(
            selection,
            target=targets[-1] if targets else None,
            by_file=True,
            fail_on=fail_on[-1] if fail_on else "",
            origin=self.path,
            sections=tuple(number + 1 for number in matching),
        )

    def _relative(self, path: str) -> str:
        if path == "-":
            return path
        try:
            relative = os.path.relpath(path, self.folder)
        except ValueError:  # another drive on Windows
            relative = path
        return relative.replace(os.sep, "/")


def read_configuration(
    path: str, wishes: Wishes, request: Request, folder: str | None = None
) -> Configuration:
    """Read a configuration by its absolute path; raises CannotLook with one line for each mistake.

    Patterns in it are relative to its own folder, or to `folder`.
    """
    reading = _reading(path, request.disk.read, request)
    node = document(reading)
    values = {} if node is None else FILE.read(node, "the configuration", reading)
    reading.stop_if_wrong()
    base = os.path.dirname(path) if folder is None else folder
    return Configuration(path, values or {}, reading.rules, wishes, base)


def _reading(path: str, read: Callable[[str], bytes], request: Request) -> Reading:
    def show(path: str) -> str:
        return show_file(path, request.here)

    try:
        data = read(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CannotLook(f"the configuration {show(path)} cannot be read: {reason}") from None
    return Reading(text_of(path, show(path), data), request.disk, catalogue(), show)


def _patterns(lines: list[str] | None) -> Patterns:
    return parse("\n".join(lines or ()))


def _matches(patterns: Patterns, relative: str) -> bool:
    """Whether the last pattern that matches a file, or a folder that it lies in, takes it in."""
    if not patterns:
        return False
    parts = relative.split("/")
    paths = [("/".join(parts[:count]), count < len(parts)) for count in range(1, len(parts) + 1)]
    for pattern in reversed(patterns):
        for path, is_folder in paths:
            if (is_folder or not pattern.folders_only) and pattern.match(path):
                return not pattern.back
    return False
