"""`include`: the models of other files come in, each read in its own folder and environment."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, NamedTuple

from ..finding import Problem, Related
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ..project import Bridge, Layer
from ..releases import INCLUDES_ALIKE, INCLUDES_ALIKE_SERVICES, Release
from ..source import Span
from .environment import env_file_values
from .forms import changed_mapping, made, settled
from .merge import INCLUDE, Way, merge, same
from .options import CannotLoad
from .paths import clean, is_remote, resolve

if TYPE_CHECKING:
    from .load import Loader

#: What an include brings; anything else of the included files (name, x-…, jobs) stays behind.
SECTIONS = ("services", "volumes", "networks", "secrets", "configs", "models")

#: Before this release a name that both define is refused, from then on the two are merged.
MERGES_SINCE = (2, 99, 0)


class Included(NamedTuple):
    """The origin of a service or resource that an include at `span` brought."""

    span: Span


class _Entry(NamedTuple):
    """One entry of the list: paths (the first is the main file, the others lie over it)."""

    paths: list[Scalar]
    project_directory: Scalar | None
    env_files: list[Scalar] | None
    node: Node
    place: int


def apply_include(loader: Loader, root: Mapping, including: tuple[str, ...]) -> Mapping:
    """The document with what its includes bring; `including` are the files that led here."""
    node = root.get("include")
    if node is None:
        return root
    rest = {name: entry for name, entry in root.entries.items() if name != "include"}
    result = Mapping(root.source, root.start, root.end, root.tag, rest)
    result.merged = root.merged
    if type(node) is Sequence:
        for index, item in enumerate(node.items):
            entry = _entry(loader, item, index)
            if entry is not None:
                included = _load(loader, root, entry, including)
                if included is not None:
                    _import(loader, included, result, entry)
    elif not (type(node) is Scalar and node.value is None):
        key = root.key("include")
        span = node.span if node.start < node.end or key is None else key.span
        fields = {"name": "include", "expected": "a list"}
        _report(loader, "wrong-type", span, ("include",), "include", fields)
    return result


def _report(
    loader: Loader, rule: str, span: Span, path: Path, variant: str, fields: dict[str, Any]
) -> None:
    loader.report(Problem(rule, span, path, variant, fields, refused=True))


def _entry(loader: Loader, item: Node, index: int) -> _Entry | None:
    path: Path = ("include", index)
    if type(item) is Scalar:
        if item.value is None:
            return None
        if type(item.value) is str:
            return _Entry([item], None, None, item, index)
    elif type(item) is Mapping:
        paths = _strings(item.get("path"))
        directory = item.get("project_directory")
        if type(directory) is not Scalar or directory.value is None:
            directory = None
        env_file = item.get("env_file")
        env_files = _strings(env_file) if env_file is not None else None
        if paths is not None and (env_file is None or env_files is not None):
            return _Entry(paths, directory, env_files or None, item, index)
    fields = {"name": f"include[{index}]", "expected": "a path or a mapping with a path"}
    _report(loader, "wrong-type", item.span, path, "include", fields)
    return None


def _strings(node: Node | None) -> list[Scalar] | None:
    """A string or a list of strings as the latter; None where it is neither."""
    if node is None or (type(node) is Scalar and node.value is None):
        return []
    items = node.items if type(node) is Sequence else [node]
    strings = [item for item in items if type(item) is Scalar and type(item.value) is str]
    return strings if len(strings) == len(items) else None


def _load(
    loader: Loader, root: Mapping, entry: _Entry, including: tuple[str, ...]
) -> Mapping | None:
    parent = root.source
    if not entry.paths:
        _environment(loader, parent.directory, parent.directory, parent.environment, entry)
        return None
    texts = [scalar.text for scalar in entry.paths]
    if any(UNKNOWN in text or is_remote(text) for text in texts):
        # What comes from elsewhere is not seen: the project is judged as a part.
        loader.project.fragment = not loader.project.exact
        return None
    # Seen with 5.6.1: a path is relative to the folder of the project that includes it.
    paths = [clean(resolve(parent.directory, text)) for text in texts]
    if paths[0] in (*including, parent.path):
        _circle(loader, (*including, parent.path, paths[0]), entry)
        return None
    directory = posixpath.dirname(paths[0])
    if entry.project_directory is not None:
        directory = clean(resolve(parent.directory, entry.project_directory.text))
    environment = _environment(loader, parent.directory, directory, parent.environment, entry)
    if environment is None:
        return None
    env_files = tuple(_env_paths(parent.directory, directory, entry))
    loader.project.layers.append(Layer(environment, parent.environment, env_files))
    loader.project.bridges.append(
        Bridge(INCLUDE, entry.node.span, (), parent.path, (), tuple(paths))
    )
    merged: Mapping | None = None
    for scalar, path in zip(entry.paths, paths, strict=True):
        try:
            source = loader.source(path)
        except OSError as error:
            fields = {"path": scalar.text, "reason": error.strerror or str(error)}
            where: Path = ("include", entry.place)
            _report(loader, "missing-file", scalar.span, where, "include", fields)
            return None
        if source is not None:
            documents = loader.documents(source, directory, environment)
            chain = (*including, parent.path)
            merged = loader.lay(documents, merged, (), chain)
    return merged


def _environment(
    loader: Loader, parent_directory: str, directory: str, outer: dict[str, str], entry: _Entry
) -> dict[str, str] | None:
    """The including project's variables over those of the entry's env files, or its own .env."""
    paths = _env_paths(parent_directory, directory, entry)
    if entry.env_files is None:
        try:
            loader.read(paths[0])
        except OSError:
            return dict(outer)
    try:
        values = env_file_values(paths, outer, loader.read, loader.report, loader.project.exact)
    except CannotLoad:
        scalar = (entry.env_files or entry.paths)[0]
        path_of: Path = ("include", entry.place, "env_file")
        if loader.project.exact:
            fields = {"path": scalar.text, "reason": ""}
            _report(loader, "missing-file", scalar.span, path_of, "include-env-file", fields)
            return None
        return dict(outer)
    return {**values, **outer}


def _env_paths(parent_directory: str, directory: str, entry: _Entry) -> list[str]:
    if entry.env_files is None:
        return [clean(f"{directory}/.env")]
    return [
        clean(resolve(parent_directory, scalar.text))
        for scalar in entry.env_files
        if scalar.text != "/dev/null"
    ]


def _circle(loader: Loader, steps: tuple[str, ...], entry: _Entry) -> None:
    begin = steps.index(steps[-1])
    names = [posixpath.basename(path) for path in steps[begin:]]
    fields = {"way": " → ".join(names)}
    span = entry.paths[0].span
    _report(loader, "circular-include", span, ("include", entry.place), "", fields)


def _import(loader: Loader, included: Mapping, result: Mapping, entry: _Entry) -> None:
    """Lays the including document over what was included, section by section."""
    way = loader.way(INCLUDE, entry.node.span)
    included = _with_contexts(settled(included))
    for section in SECTIONS:
        brought = included.get(section)
        if type(brought) is not Mapping:
            continue
        present = result.entries.get(section)
        if present is None or type(present[1]) is not Mapping:
            if present is None or (type(present[1]) is Scalar and present[1].value is None):
                result.entries[section] = (included.entries[section][0], brought)
            continue
        own = present[1]
        entries = dict(own.entries)
        for name, (key, value) in brought.entries.items():
            if name not in entries:
                entries[name] = (key, value)
                continue
            entries[name] = _both(loader, way, (section, name), (key, value), entries[name])
        section_node = Mapping(own.source, own.start, own.end, own.tag, entries)
        section_node.history = own.history
        result.entries[section] = (present[0], section_node)


def _with_contexts(included: Mapping) -> Mapping:
    """An included build that names no context has the folder of its own project."""
    section = included.entries.get("services")
    if section is None or type(section[1]) is not Mapping:
        return included
    changed: dict[str, tuple[Scalar, Node]] = {}
    for name, (key, service) in section[1].entries.items():
        build = service.get("build") if type(service) is Mapping else None
        if type(build) is Mapping and type(service) is Mapping and "context" not in build.entries:
            entry = _own_folder(build, included)
            written = service.entries["build"][0]
            inner: dict[str, tuple[Scalar, Node]] = {
                "build": (written, changed_mapping(build, {"context": entry}))
            }
            changed[name] = (key, changed_mapping(service, inner))
    if not changed:
        return included
    services = changed_mapping(section[1], changed)
    return changed_mapping(included, {"services": (section[0], services)})


def _own_folder(build: Mapping, included: Mapping) -> tuple[Scalar, Scalar]:
    """`context: .`, where the build can come from a file that the included one extends."""
    key, value = made(build, "context", ".")
    if build.source.directory != included.source.directory:
        value.source, value.start, value.end = included.source, included.start, included.start
    return key, value


def _both(
    loader: Loader,
    way: Way,
    path: Path,
    brought: tuple[Scalar, Node],
    own: tuple[Scalar, Node],
) -> tuple[Scalar, Node]:
    """A name that the including file and the included one define."""
    release = loader.options.target.release
    if release < MERGES_SINCE:
        if not same(brought[1], own[1]) or not _may_be_alike(brought, own, path, release):
            fields = {"kind": path[0], "name": path[1]}
            related = (Related(brought[0].span, "the included file defines it here"),)
            loader.report(
                Problem(
                    "conflicting-definition",
                    own[0].span,
                    path,
                    "",
                    fields,
                    refused=True,
                    related=related,
                )
            )
        return own
    if type(brought[1]) is Mapping and type(own[1]) is Mapping:
        return own[0], merge(brought[1], own[1], way, path)
    return own if not (type(own[1]) is Scalar and own[1].value is None) else brought


def _may_be_alike(
    brought: tuple[Scalar, Node], own: tuple[Scalar, Node], path: Path, release: Release
) -> bool:
    """Whether what is defined twice may stand, if only it is the same: a file that is included
    twice before what two files write alike, services last."""
    if path[0] == "services" and brought[0].source.path != own[0].source.path:
        return release >= INCLUDES_ALIKE_SERVICES
    return release >= INCLUDES_ALIKE
