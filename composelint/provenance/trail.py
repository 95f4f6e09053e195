"""How a value comes from the file in which it is written to the path in the project."""

from __future__ import annotations

from typing import NamedTuple

from ..loading.dialect import dialect_of
from ..node import Node, Path
from ..project import Project
from .paths import show
from .record import EXTENDS, INCLUDE
from .written import Way, Writing, Written


class Trail(NamedTuple):
    """`values` are those of the file at the place itself, the oldest first: all but the last lost
    to it within the file. `path` is where it stands in the file; `ways` lead from the file to the
    project, the nearest to the value first."""

    values: list[Written]
    path: Path
    ways: tuple[Way, ...]


class Trails:
    """Finds trails in one project; files are read again once each."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.flavour = dialect_of(project.target).yaml
        self.writings: dict[str, Writing] = {}

    def find(self, path: Path, place: Node) -> Trail | None:
        """The shortest trail from `place` to `path`; None where there is none, as for what
        Docker Compose itself brings."""
        waiting: list[tuple[str, Path, tuple[Way, ...]]] = [
            (file, path, ()) for file in reversed(self.project.files)
        ]
        known = {(file, path) for file, path, _ in waiting}
        while waiting:
            file, at, ways = waiting.pop(0)
            if file == place.source.path:
                values = self.writing(file).find(at, place)
                if values:
                    return Trail(values, at, ways)
            for beyond, there, way in self._bridges(file, at):
                if (beyond, there) not in known:
                    known.add((beyond, there))
                    waiting.append((beyond, there, (way, *ways)))
        return None

    def all(self, path: Path) -> list[Written]:
        """What each file says at a path, in the order in which it was laid over each other."""
        found: list[Written] = []
        for file in self.project.files:
            found += self._all(file, path, (), ())
        return found

    def _all(
        self, file: str, path: Path, ways: tuple[Way, ...], known: tuple[tuple[str, Path], ...]
    ) -> list[Written]:
        if (file, path) in known or file not in self.project.sources:
            return []
        known = (*known, (file, path))
        found: list[Written] = []
        for beyond, there, way in self._bridges(file, path):
            found += self._all(beyond, there, (way, *ways), known)
        own = self.writing(file).say(path)
        return [*found, *(each._replace(ways=(*each.ways, *ways)) for each in own)]

    def writing(self, file: str) -> Writing:
        found = self.writings.get(file)
        if found is None:
            found = self.writings[file] = Writing(self.project.sources[file], self.flavour)
        return found

    def _bridges(self, file: str, at: Path) -> list[tuple[str, Path, Way]]:
        """What the extends and includes of a file bring to a path in it."""
        found: list[tuple[str, Path, Way]] = []
        for bridge in self.project.bridges:
            depth = len(bridge.into)
            if bridge.into_file != file or at[:depth] != bridge.into:
                continue
            note = show(bridge.source) if bridge.source and bridge.source != at[:depth] else ""
            way = Way(EXTENDS if bridge.kind == EXTENDS else INCLUDE, bridge.span, note)
            for beyond in bridge.files:
                found.append((beyond, (*bridge.source, *at[depth:]), way))
        return found
