"""The project that a page is about, with what its sections ask for more than once."""

from __future__ import annotations

import copy
import os.path
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from ..checks.edges import services_and_jobs
from ..graph import graph_of
from ..graph.records import Graph
from ..node import UNKNOWN, Mapping, Node, Path, Scalar
from ..project import Project
from ..reach.networks import Topology, topology
from ..readiness.model import Readiness, readiness
from ..source import Source, Span
from . import markdown as md
from .remarks import Remarks

#: To what places in files are linked: to the line, to the file, not at all.
LINES, FILES, NOTHING = "lines", "files", "none"


def _nothing_kept(path: str) -> bool:
    return False


class Where(NamedTuple):
    """`page` is the absolute folder that the page lies in, `root` that of its repository: what lies
    outside is not linked to. `links` is LINES, FILES or NOTHING.

    `kept` tells whether the repository holds something of a path of the host."""

    page: str
    root: str
    links: str = LINES
    kept: Callable[[str], bool] = _nothing_kept


class Subject:
    """One project. `name` is what it calls itself, "" where only its folder gives a name: that is
    another one wherever the repository is cloned to. `files` are shown behind it, where a page has
    several projects of one name.
    """

    def __init__(
        self, project: Project, where: Where, name: str = "", files: tuple[str, ...] = ()
    ) -> None:
        self.project = project
        self.where = where
        self.name = name
        self.files = files
        self._remarks: dict[str, Remarks] = {}

    @cached_property
    def topology(self) -> Topology:
        return topology(self.project)

    @cached_property
    def graph(self) -> Graph:
        return graph_of([self.project])

    @cached_property
    def readiness(self) -> Readiness:
        """That of the services which start by themselves; of all where every one has a profile."""
        told = readiness(self.project)
        if told.members or not told.off:
            return told
        every = copy.copy(self.project)
        every.profiles = ("*",)
        return readiness(every)

    @cached_property
    def runners(self) -> list[tuple[str, str, Scalar, Mapping]]:
        """(section, name, key, node) of the services, and then the jobs."""
        return list(services_and_jobs(self.project))

    def services(self) -> Iterator[tuple[str, Scalar, Mapping]]:
        return ((name, key, node) for _, name, key, node in self.runners)

    @cached_property
    def one_network(self) -> bool:
        """Whether every service is on the network that nobody has to name, and on no other."""
        return all(
            list(place.networks) == [f"{self.project.name}_default"]
            for place in self.topology.places.values()
        )

    @cached_property
    def same_networks(self) -> bool:
        """Whether all services are on the same networks."""
        places = self.topology.places.values()
        return len({(place.mode, tuple(place.networks)) for place in places}) == 1

    # --- files and places

    @property
    def folder(self) -> str:
        """The folder of the project from the root of the repository on; "." for that itself."""
        return relative(self.project.directory, self.where.root)

    def shown(self, path: str) -> str:
        """A file as people name it from the folder of the project."""
        return "standard input" if path == "-" else relative(path, self.project.directory)

    def target(self, path: str, line: int = 0) -> str:
        """Where a link to a file leads; "" where there is nothing to link to."""
        where = self.where
        if where.links == NOTHING or not path.startswith("/") or not _below(path, where.root):
            return ""
        target = md.path_target(relative(path, where.page))
        return f"{target}#L{line}" if line and where.links == LINES else target

    def at(self, span: Span | None) -> str:
        """Where a link to a place leads."""
        if span is None:
            return ""
        return self.target(span.source.path, span.source.position(span.start).line)

    def linked(self, name: str, span: Span | None) -> str:
        """A name in code that leads to its place."""
        return md.link(md.code(name), self.at(span)) if name else ""

    def service(self, name: str) -> str:
        """The name of a service or job, leading to it."""
        place = self.topology.places.get(name)
        return self.linked(name, None if place is None else place.key.span)

    def file(self, path: str) -> str:
        return md.link(md.code(self.shown(path)), self.target(path))

    def is_there(self, path: str) -> bool:
        """Whether a file or folder is there for everybody (see cli.committed)."""
        from ..checks.presence import MISSING, kind_of

        return kind_of(self.project, path) != MISSING

    # --- what people say

    def remarks(self, source: Source) -> Remarks:
        """The comments of a file that was read as YAML."""
        known = self._remarks.get(source.path)
        if known is None:
            from ..suppression.layout import Layout, of_yaml

            layout = of_yaml(source) if "#" in source.text else Layout(source, iter(()))
            known = self._remarks[source.path] = Remarks(source, layout)
        return known

    def purpose(self, path: Path, key: Scalar, node: Node) -> str:
        """What something is for: by `x-description`, by a label, by the comment at its key in the
        first of the files that has one."""
        if type(node) is Mapping:
            from ..graph.facts import plain, text_of

            said = plain(node.get("x-description"))
            said = said or text_of(node, "labels", "composelint.description")
            if said:
                return said
        for each in self._keys(path, key):
            said = self.remarks(each.source).about(each.start)
            if said and not _says_the_name(said, key.text):
                return said
        return ""

    def _keys(self, path: Path, key: Scalar) -> Iterator[Scalar]:
        """The keys of an entry in the files that say something of it, the first of them first."""
        if len(self.project.documents) > 1:
            for document in self.project.documents:
                node: Node | None = document
                for step in path[:-1]:
                    node = node.get(str(step)) if type(node) is Mapping else None
                found = node.key(str(path[-1])) if type(node) is Mapping else None
                if found is not None:
                    yield found
        yield key


def relative(path: str, folder: str) -> str:
    """A path from a folder on, with slashes on every system."""
    return os.path.relpath(path, folder).replace(os.sep, "/")


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _says_the_name(said: str, name: str) -> bool:
    """Whether a comment says no more than the name below it: "# Web service" above `web`."""
    words = {word for word in _letters(said).split() if word not in _EMPTY}
    return words <= set(_letters(name).split())


_EMPTY = frozenset("a an the service services container containers server".split())


def _letters(text: str) -> str:
    return "".join(c.lower() if c.isalnum() else " " for c in text)


def written(node: Node | None) -> str:
    """The text of a scalar; as it stands in the file where a part of it is not known."""
    if type(node) is not Scalar or node.value is None:
        return ""
    return node.raw if UNKNOWN in node.text and node.raw is not None else node.text
