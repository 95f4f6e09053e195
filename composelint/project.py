"""A project as loaded: the merged tree, and what reading it brought up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .finding import Problem
from .node import Mapping, Node, Path, Scalar
from .releases import LEAVES_OFF_SERVICES
from .source import Source, Span
from .target import COMPOSE, Target

Read = Callable[[str], bytes]
"""Reads a file; raises OSError as open() does."""


class Layer(NamedTuple):
    """How one set of variables came about: those of `outer` over those of env files, of which a
    later one wins over an earlier one. `environment` is the result."""

    environment: dict[str, str]
    outer: dict[str, str]
    paths: tuple[str, ...]


class Bridge(NamedTuple):
    """An `extends` or `include` that was carried out.

    What stands under `into` in the file `into_file` took over what stands under `source` in
    `files`; `span` is where that is written.
    """

    kind: str
    span: Span
    into: Path
    into_file: str
    source: Path
    files: tuple[str, ...]


Entries = Callable[[str], "list[tuple[str, bool]]"]


def _nothing(folder: str) -> list[tuple[str, bool]]:
    return []


class Project:
    """The files of one project, read, interpolated and merged.

    `root` is the merged top level: `extends` and `include` are carried out, `version` and `name`
    stand as written, short and long syntax stand as written. `problems` are those that reading
    raised. `exact` tells which of the two readings it is (see docs/readings.md) and `profiles`
    the profiles chosen.
    """

    __slots__ = (
        "bridges",
        "directory",
        "documents",
        "entries",
        "environment",
        "exact",
        "files",
        "format",
        "fragment",
        "images",
        "layers",
        "name",
        "options",
        "problems",
        "profiles",
        "read",
        "root",
        "sources",
        "stages",
        "state",
        "target",
        "validator",
        "variables",
    )

    def __init__(self, directory: str, root: Mapping, read: Read) -> None:
        self.name = ""
        self.directory = directory
        self.root = root
        self.read = read
        #: (name, whether it is a folder) of what lies in a folder; raises OSError. Nothing where
        #: only texts are known.
        self.entries: Entries = _nothing
        self.target: Target = COMPOSE
        #: The legacy file format that the target reads the project as ("2.4", "3.7", "1"); "" for
        #: the Compose Specification.
        self.format = ""
        #: What judges the shape: our own "walk", or the library "jsonschema".
        self.validator = "walk"
        self.exact = False
        self.profiles: tuple[str, ...] = ()
        #: The Compose files in the order in which they were laid over each other.
        self.files: list[str] = []
        #: Every file that was read as YAML, by path: included and extended ones too.
        self.sources: dict[str, Source] = {}
        #: Variables for interpolation: the environment over the .env file.
        self.environment: dict[str, str] = {}
        #: The trees that Docker Compose holds against its schema: the merge so far after each
        #: file, and each included model. The last is `root`.
        self.stages: list[Mapping] = []
        #: Each document by itself, before extends, include and merge: its variables are filled in,
        #: and its lists have what a later entry replaces under `Sequence.written`.
        self.documents: list[Mapping] = []
        self.problems: list[Problem] = []
        #: (scalar as written, variable, path of the scalar in its file) for every use.
        self.variables: list[tuple[Scalar, Any, Path]] = []
        #: Every extends and include that was carried out, and every set of variables that a file
        #: was read with: what `composelint explain` follows back (see provenance).
        self.bridges: list[Bridge] = []
        self.layers: list[Layer] = []
        #: The base of these files is not here: they are judged for themselves only.
        self.fragment = False
        #: The images that services build, once they were asked for (dockerfile.files).
        self.images: dict[object, Any] = {}
        #: What the user set for rules that have options, by the rule's name (see `option`).
        self.options: dict[str, dict[str, Any]] = {}
        #: What a saved state of an engine says (state.State); None where none was given.
        self.state: Any = None

    def __repr__(self) -> str:
        return f"<Project {self.name!r}: {len(self.files)} files for {self.target}>"

    def option(self, rule: str, name: str, default: Any) -> Any:
        """What the user set for an option of a rule, else `default`, which its page tells."""
        return self.options.get(rule, {}).get(name, default)

    def mentions(self, words: tuple[str, ...]) -> bool:
        """Whether one of some words stands anywhere in the files of the project."""
        return any(word in source.text for source in self.sources.values() for word in words)

    def section(self, name: str) -> dict[str, tuple[Scalar, Node]]:
        """The entries of a top-level mapping such as `networks`; empty where it is none."""
        node = self.root.get(name)
        return node.entries if type(node) is Mapping else {}

    def services(self) -> Iterator[tuple[str, Scalar, Mapping]]:
        """(name, key node, service) of every service that is a mapping, in order."""
        for name, (key, node) in self.section("services").items():
            if type(node) is Mapping:
                yield name, key, node

    def profiles_of(self, service: Mapping) -> tuple[str, ...]:
        """The profiles that a service names; none: it is always on."""
        node = service.get("profiles")
        items = getattr(node, "items", None)
        if not isinstance(items, list):
            return ()
        return tuple(item.text for item in items if type(item) is Scalar)

    def enabled(self, service: Mapping) -> bool:
        """Whether the chosen profiles bring the service in (`*` brings all)."""
        named = self.profiles_of(service)
        # Where no profile is chosen, the one without a name is (seen with Docker Compose 5.6.1).
        chosen = self.profiles or ("",)
        return not named or "*" in chosen or any(name in chosen for name in named)

    def consistent(self, service: Mapping) -> bool:
        """Whether the target wants a service to be consistent in an exact reading: one that no
        chosen profile brings in is left alone since Docker Compose 2.26."""
        return self.enabled(service) or (
            self.target.kind == COMPOSE.kind and self.target.release < LEAVES_OFF_SERVICES
        )
