"""The graph of the projects of a command as they were at a revision of git."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from ..gittree import GitTree
from ..graph import Graph, graph_of
from ..graph.build import prefix_of
from ..project import Project
from ..target import Target
from .errors import CannotLook
from .here import load_asked


def graph_before(options: Any, paths: list[str], here: str, now: Sequence[Project]) -> Graph:
    """The graph of the same files at the revision of --against. A project is the same as one of
    `now` where they share their first file, another file, or else their folder; then their ids
    are the same, whatever the project is called.

    Raises CannotLook where there is no such revision; what was not there yet is just not in it.
    """
    tree = GitTree(here, options.against)
    before = _loaded(options, paths, here, tree)
    same = _matched(before, now)
    prefixes = [
        prefix_of(now, same[number]) if number in same else f"{project.name}~before/"
        for number, project in enumerate(before)
    ]
    graph = graph_of(before, chosen=bool(options.profile), prefixes=prefixes)
    names = {before[old].name: now[new].name for old, new in same.items()}
    graph.projects = [names.get(name, name) for name in graph.projects]
    for id_, node in graph.nodes.items():
        graph.nodes[id_] = node._replace(project=names.get(node.project, node.project))
    return graph


def load_before(options: Any, here: str, tree: GitTree, target: Target) -> Project | None:
    """The project of the same files at a revision, read exactly; None where there was none.

    Raises CannotLook.
    """
    if "-" in options.file:
        raise CannotLook("--against: what comes from standard input has no history")
    before = _loaded(options, [], here, tree, exact=True, target=target)
    return before[0] if before else None


def _loaded(options: Any, paths: list[str], here: str, tree: GitTree, **how: Any) -> list[Project]:
    """The projects that were there, of those that are asked for; `how` as load_asked has it."""
    if options.file:
        there = [file for file in options.file if _was_there(file, here, tree)]
        options = _with(options, file=there)
        return load_asked(options, [], here, tree, **how) if there else []
    if paths:
        paths = [path for path in paths if _was_there(path, here, tree)]
        if not paths:
            return []
    try:
        return load_asked(options, paths, here, tree, **how)
    except CannotLook as error:
        if str(error).startswith("no Compose file"):
            return []
        raise


def _was_there(path: str, here: str, tree: GitTree) -> bool:
    whole = os.path.normpath(os.path.join(here, path))
    return path == "-" or tree.is_file(whole) or tree.is_folder(whole)


def _with(options: Any, **changed: Any) -> Any:
    return type(options)(**{**vars(options), **changed})


def _matched(before: Sequence[Project], now: Sequence[Project]) -> dict[int, int]:
    """Which project of now each of before is, by their numbers."""
    found: dict[int, int] = {}
    same: tuple[Callable[[Project, Project], bool], ...] = (
        lambda old, new: old.files[:1] == new.files[:1],
        lambda old, new: not set(old.files).isdisjoint(new.files),
        lambda old, new: old.directory == new.directory,
    )
    for is_same in same:
        for number, old in enumerate(before):
            for other, new in enumerate(now):
                if number not in found and other not in found.values() and is_same(old, new):
                    found[number] = other
    return found
