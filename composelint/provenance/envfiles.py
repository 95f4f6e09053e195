"""Variables and labels of a service that its env files and label files bring."""

from __future__ import annotations

from typing import NamedTuple

from ..loading.dotenv import DotenvError, raw_entries
from ..loading.paths import resolve
from ..model.grants import EnvFile, read_env_files
from ..node import Mapping, Node, Scalar, Sequence
from ..project import Project
from ..resolved.service import environment_of
from .tree import file_of
from .variables import Found, Variables


class Brought(NamedTuple):
    """An entry of an env or label file, and the node that names the file."""

    found: Found
    node: Node


def variables_of(
    project: Project, variables: Variables, name: str, service: Mapping
) -> dict[str, list[Brought]]:
    """By name, what the env files of a service set, the oldest first.

    As in resolved.service: a file sees the service's own `environment` and the project's.
    """
    node = service.get("env_file")
    if node is None:
        return {}
    alone = Mapping(service.source, service.start, service.end, "", dict(service.entries))
    alone.entries.pop("env_file")
    own = environment_of(name, alone, project.environment, project.read, lambda problem: None)
    known = {key: value for key, value in own.items() if value is not None}
    known.update(project.environment)
    brought: dict[str, list[Brought]] = {}
    earlier: dict[str, str] = {}
    for file in read_env_files(node):
        for found in _entries(file, variables, known, earlier):
            value = found.entry.value
            if value is not None:
                earlier[found.entry.name] = value
                brought.setdefault(found.entry.name, []).append(Brought(found, file.node))
    return brought


def _entries(
    file: EnvFile, variables: Variables, known: dict[str, str], earlier: dict[str, str]
) -> list[Found]:
    if not file.path:
        return []
    source = file.node.source
    path = resolve(source.directory, file.path, source.environment.get("HOME"))
    if file.format != "raw":
        return variables.read(path, known.get, earlier)
    opened = variables.source(path)
    found: list[Found] = []
    if opened is not None:
        try:
            for entry in raw_entries(opened.text, known.get):
                found.append(Found(opened, entry))
        except DotenvError:
            pass
    return found


def labels_of(variables: Variables, service: Mapping) -> dict[str, list[Brought]]:
    """By name, what the label files of a service set, the oldest first."""
    node = service.get("label_file")
    items = node.items if type(node) is Sequence else [node]
    brought: dict[str, list[Brought]] = {}
    for item in items:
        if type(item) is Scalar and item.value is not None:
            for found in variables.read(file_of(item), lambda name: None, {}):
                if found.entry.value is not None:
                    brought.setdefault(found.entry.name, []).append(Brought(found, item))
    return brought
