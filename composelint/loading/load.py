"""Loading a project: its files read, filled in, and laid over each other in order.

The steps of one file, in the order of Docker Compose: YAML, interpolation, extends, include,
merge, lists made unique. The schema is held against every stage of the merge afterwards.
"""

from __future__ import annotations

import posixpath

from ..finding import WARNING, Problem, Report
from ..node import UNKNOWN, Mapping, Node, Path, Scalar
from ..project import Layer, Project, Read
from ..source import Source, Span, UnreadableText, decode
from ..syntax import compose
from .dialect import ALL, ONE, dialect_of
from .environment import env_file_paths, read_environment
from .extends import apply_extends
from .include import MERGES_SINCE, apply_include
from .interpolate import Fill, Variable, interpolate, substitute
from .merge import OVERRIDE, Way, without_reset_items, without_resets
from .name import check_name, folder_name, given_name, name_in_files, normalized
from .options import CannotLoad, LoadOptions
from .unique import enforce_unique

__all__ = ["CannotLoad", "LoadOptions", "load_project"]

#: A Compose file larger than this is not read: the largest of the field has 200 KB.
MAX_BYTES = 20_000_000


def load_project(options: LoadOptions, read: Read) -> Project:
    """The project of these files; what is wrong with them stands in its `problems`.

    Raises CannotLoad where a file that was asked for is not there.
    """
    return Loader(options, read).load()


class Loader:
    """One load. `project` fills as it goes on; `report` takes its problems."""

    def __init__(self, options: LoadOptions, read: Read) -> None:
        self.options = options
        self.read = read
        directory = options.project_directory
        if directory is None:
            first = options.files[0]
            directory = options.directory if first == "-" else posixpath.dirname(first)
        nothing = Mapping(Source(options.files[0], ""), 0, 0, "", {})
        self.project = Project(directory, nothing, read)
        self.project.exact = options.exact
        self.project.target = options.target
        self.dialect = dialect_of(options.target)
        self.project.files = list(options.files)
        self.report: Report = self.project.problems.append
        #: The files read for `extends`, by path; None for one that could not be read.
        self.extended: dict[str, Mapping | None] = {}

    def load(self) -> Project:
        project, options = self.project, self.options
        environment = read_environment(options, project.directory, self.read, self.report)
        project.environment = environment
        shell = options.environment if options.exact else {}
        env_files = tuple(env_file_paths(options, project.directory))
        project.layers.append(Layer(environment, shell, env_files))
        project.profiles = self._profiles(environment)
        documents: list[list[Node]] = [self._open(path) for path in options.files]
        self._name(documents, environment)
        merged: Mapping | None = None
        for nodes in documents:
            merged = self.lay(nodes, merged, (), ())
        if merged is not None:
            project.root = merged = self.dialect.finish(self, merged)
        self._judge_whole(merged, documents)
        return project

    def _profiles(self, environment: dict[str, str]) -> tuple[str, ...]:
        if not self.dialect.profiles:
            return ("*",)
        if self.options.profiles:
            return self.options.profiles
        named = environment.get("COMPOSE_PROFILES", "")
        return tuple(name.strip() for name in named.split(",")) if named else ()

    def _open(self, path: str) -> list[Node]:
        try:
            source = self.source(path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CannotLoad(f"cannot read {path}: {reason}") from None
        if source is None:
            return []
        return self.documents(source, self.project.directory, self.project.environment)

    def source(self, path: str) -> Source | None:
        """A file as text; None, with a problem, where it is no text. Raises OSError."""
        data = self.read(path)
        try:
            if len(data) > MAX_BYTES:
                raise UnreadableText(f"larger than {MAX_BYTES // 1_000_000} MB")
            source = decode(path, data)
        except UnreadableText as error:
            source = Source(path, data.decode("latin-1") if len(data) <= MAX_BYTES else "")
            refused = len(data) <= MAX_BYTES
            span = Span(source, 0, 0)
            self.report(
                Problem("unreadable-file", span, fields={"reason": str(error)}, refused=refused)
            )
            self.project.sources[path] = source
            return None
        self.project.sources[path] = source
        return source

    def documents(self, source: Source, directory: str, environment: dict[str, str]) -> list[Node]:
        """The trees of a file, as written; relative paths in it are relative to `directory`."""
        source.directory = directory
        source.environment = environment
        return compose(source, self.report, self.dialect.yaml)

    def _name(self, documents: list[list[Node]], environment: dict[str, str]) -> None:
        """The name has to be known before interpolation, which can use it."""
        project = self.project
        if not self.dialect.names:
            given = self.options.project_name or environment.get("COMPOSE_PROJECT_NAME")
            project.name = normalized(given) if given else folder_name(project.directory)
            return
        name = given_name(self.options, environment)
        if name is None:
            roots = [node for nodes in documents for node in nodes if type(node) is Mapping]
            written = name_in_files(roots) or ""
            if "$" in written:
                scalar = next(
                    node for root in reversed(roots) if (node := root.get("name")) is not None
                )
                filled = interpolate(
                    scalar, environment.get, assume=not project.exact, report=_ignore
                )
                written = filled.text if type(filled) is Scalar else ""
            name = normalized(written) if UNKNOWN not in written else ""
            if not name:
                # Seen with 5.6.1: a name that comes to nothing is refused, no name is the folder's.
                given = name_in_files(roots)
                name = folder_name(project.directory)
                if project.exact and roots and (given or not name):
                    check_name(roots, self.report)
        project.name = name
        environment["COMPOSE_PROJECT_NAME"] = name

    def lay(
        self,
        documents: list[Node],
        lower: Mapping | None,
        extending: tuple[tuple[str, str], ...],
        including: tuple[str, ...],
    ) -> Mapping | None:
        """The documents of one file laid over what came before; each result is a stage."""
        dialect = self.dialect
        for document in self.chosen(documents):
            if type(document) is not Mapping:
                self.not_a_mapping(document)
                continue
            root = dialect.read(self, document)
            self.project.documents.append(root)
            if dialect.extends:
                root = apply_extends(self, root, extending)
            if dialect.include:
                root = apply_include(self, root, including)
            if lower is None:
                lower = root
            else:
                lower = dialect.merge(lower, root, self.way(OVERRIDE, None))
            if dialect.resets:
                lower = self.without_resets(lower)
            if dialect.unique:
                enforce_unique(lower)
            self.project.stages.append(lower if dialect.judges_merge else root)
        return lower

    def chosen(self, documents: list[Node]) -> list[Node]:
        """The documents of a file that the program reads."""
        which = self.dialect.documents
        if which == ALL or len(documents) < 2:
            return documents
        if which == ONE:
            second = documents[1]
            at = Span(second.source, second.start, min(second.start + 1, second.end))
            self.report(Problem("yaml-syntax", at, (), "documents", refused=True))
        return documents[:1]

    def way(self, kind: str, span: Span | None) -> Way:
        """How one tree comes to lie over another in this load."""
        return Way(kind, span, self.report, self.options.target.release >= MERGES_SINCE)

    def without_resets(self, root: Mapping) -> Mapping:
        """The tree once every `!reset` in it has done its work."""
        if any("!reset" in source.text for source in self.project.sources.values()):
            cleaned = without_resets(root)
            assert type(cleaned) is Mapping
            return cleaned
        return root

    def interpolated(self, root: Mapping) -> Mapping:
        """The tree with its variables filled in as Docker Compose does it."""
        filled = self.filled(root, substitute)
        if "!reset" in root.source.text:
            cleaned = without_reset_items(filled)
            assert type(cleaned) is Mapping
            return cleaned
        return filled

    def filled(self, root: Mapping, fill: Fill) -> Mapping:
        """The tree with its variables filled in by `fill`; their uses are kept for the rules."""
        variables = self.project.variables

        def on_variable(scalar: Scalar, variable: Variable, path: Path) -> None:
            variables.append((scalar, variable, path))

        filled = interpolate(
            root,
            root.source.environment.get,
            assume=not self.project.exact,
            report=self.report,
            on_variable=on_variable,
            # Seen with 2.40.3 and 5.6.1: the former reads defaults that it does not need.
            eager=self.options.target.release < (5, 0, 0),
            fill=fill,
        )
        assert type(filled) is Mapping
        return filled

    def not_a_mapping(self, node: Node) -> None:
        if type(node) is Scalar and node.value is None:
            variant = "null-document"
        else:
            variant = "not-a-mapping"
        span = node.span
        if span.start == span.end:
            span = span._replace(start=max(0, span.start - 1))
        self.report(Problem("not-a-compose-file", span, (), variant, refused=True))

    def lifted(self, root: Mapping) -> Mapping:
        """Services at the top, as in file format 1, are told once and read as services."""
        if "services" in root.entries or "include" in root.entries:
            return root
        services = {
            name: entry
            for name, entry in root.entries.items()
            if name not in _TOP_LEVEL and type(entry[1]) is Mapping and _looks_like_service(entry)
        }
        if not services:
            return root
        names = ", ".join(list(services)[:3]) + (", …" if len(services) > 3 else "")
        first = next(iter(services.values()))[0]
        fields = {"services": names}
        self.report(Problem("not-a-compose-file", first.span, (), "format-1", fields, refused=True))
        rest = {name: entry for name, entry in root.entries.items() if name not in services}
        end = max(value.end for _, value in services.values())
        key = Scalar(root.source, first.start, first.end, "", "services", "services", True)
        rest["services"] = (key, Mapping(root.source, first.start, end, "", services))
        return Mapping(root.source, root.start, root.end, root.tag, rest)

    def _judge_whole(self, merged: Mapping | None, documents: list[list[Node]]) -> None:
        """What can only be said of all files together: that there is something in them."""
        project = self.project
        first = project.sources.get(self.options.files[0])
        if first is None or any(p.rule == "yaml-syntax" for p in project.problems):
            return
        span = Span(first, 0, min(1, len(first.text)))
        if merged is None or not merged.entries.keys() - {"version"}:
            if not any(p.refused for p in project.problems):
                refused = self.dialect.refuses_empty or merged is None
                self.report(Problem("not-a-compose-file", span, (), "empty", refused=refused))
            return
        if self.options.fragment and not project.exact:
            project.fragment = not _complete(merged)
            if project.fragment:
                self.report(Problem("fragment", span))
                return
        services = merged.get("services")
        jobs = merged.get("jobs")
        if services is None and jobs is None and "include" not in merged.entries:
            # Networks and volumes alone may be the part of a project that others share.
            names = [name for name in merged.entries if not name.startswith("x-")]
            part = not project.exact and _TOP_LEVEL.issuperset(names)
            severity = WARNING if part else ""
            self.report(Problem("not-a-compose-file", span, (), "no-services", severity=severity))
        elif services is not None and jobs is None and not getattr(services, "entries", True):
            key = merged.key("services")
            assert key is not None
            self.report(Problem("not-a-compose-file", key.span, ("services",), "no-services"))


def _ignore(problem: Problem) -> None:
    """For a name that is filled in before its turn: its problems are told at its turn."""


_TOP_LEVEL = frozenset(
    {
        "configs",
        "include",
        "jobs",
        "models",
        "name",
        "networks",
        "secrets",
        "services",
        "version",
        "volumes",
    }
)
_SERVICE_SIGNS = ("image", "build", "command", "container_name", "ports", "environment")


def _looks_like_service(entry: tuple[Scalar, Node]) -> bool:
    value = entry[1]
    if entry[0].text.startswith("x-") or type(value) is not Mapping:
        return False
    return any(sign in value.entries for sign in _SERVICE_SIGNS)


def _complete(root: Mapping) -> bool:
    """Whether every service says what it runs, and there is one."""
    services = root.get("services")
    if type(services) is not Mapping or not services.entries:
        return False
    return all(
        type(service) is Mapping
        and any(key in service.entries for key in ("image", "build", "provider", "extends"))
        for _, service in services.items()
    )
