"""The env files of services, each read once for a project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..model.grants import read_env_files
from ..node import Mapping, Node
from ..project import Project
from ..source import Source, Span, UnreadableText, decode

if TYPE_CHECKING:
    from ..loading.dotenv import Entry


class Opened(NamedTuple):
    """An env file that can be read, with its entries in order."""

    source: Source
    entries: list[Entry]


class EnvFiles:
    """Opens the env files of one project."""

    __slots__ = ("_files", "project")

    def __init__(self, project: Project) -> None:
        self.project = project
        self._files: dict[tuple[str, str], Opened | None] = {}

    def of(self, service: Mapping) -> Iterator[Opened]:
        """The env files of a service in order, but for those that cannot be read: what is wrong
        with them is told elsewhere."""
        node = service.get("env_file")
        for file in read_env_files(node) if node is not None else ():
            opened = self._open(file.path, file.format, file.node)
            if opened is not None:
                yield opened

    def value(self, service: Mapping, name: str) -> str | None:
        """What the last of a service's env files to say so sets a variable to."""
        found = None
        for opened in self.of(service):
            for entry in opened.entries:
                found = entry.value if entry.name == name else found
        return found

    def _open(self, path: str | None, form: str, node: Node) -> Opened | None:
        from ..loading.paths import resolve

        if not path:
            return None
        where = resolve(node.source.directory, path, node.source.environment.get("HOME"))
        if (where, form) not in self._files:
            self._files[where, form] = self._parse(where, form)
        return self._files[where, form]

    def _parse(self, path: str, form: str) -> Opened | None:
        from ..loading.dotenv import DotenvError, entries, raw_entries

        read = raw_entries if form == "raw" else entries
        project = self.project
        try:
            source = decode(path, project.read(path))
            found = list(read(source.text, project.environment.get, assume=not project.exact))
        except (OSError, UnreadableText, DotenvError):
            return None
        return Opened(source, found)


def span_in(source: Source, entry: Entry, start: int, stop: int) -> Span:
    """value[start:stop] of an entry as written, else the whole value (its place takes in its
    quotes)."""
    begin, end = entry.value_start, entry.value_end
    quoted = source.text[begin : begin + 1] in ('"', "'")
    at = begin + quoted + start
    if entry.value and source.text[at : at + stop - start] == entry.value[start:stop]:
        return Span(source, at, at + stop - start)
    return Span(source, begin, end)
