"""Which projects are meant by the paths that a user gives.

A folder means every project below it. A file means the project that it belongs to: an override is
laid over its base, and so is another part that is not complete in itself.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # a Protocol costs a millisecond to define
    from typing import Protocol

    from .gitignore import Ignores

    class Tree(Protocol):
        """Files and folders, as discovery needs them: see disk.Disk."""

        def read(self, path: str) -> bytes: ...
        def is_file(self, path: str) -> bool: ...
        def is_folder(self, path: str) -> bool: ...
        def entries(self, folder: str) -> list[tuple[str, bool]]: ...


#: The names that Docker Compose looks for, the preferred one first.
DEFAULT_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDE_NAMES = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)

#: The file names that are taken for Compose files in a folder.
COMPOSE_NAME = r"(docker-)?(compose|stack)([.-][^/]*)?\.ya?ml"

#: `compose.prod.yaml`, `docker-compose-dev.yml`: the stem is what their base is called.
_VARIANT = r"((?:docker-)?(?:compose|stack))[.-].*\.ya?ml"

#: Folders with other people's files, or with none that anybody wrote.
SKIPPED = frozenset(
    (
        *(".direnv", ".eggs", ".git", ".hg", ".nox", ".svn", ".terraform", ".tox", ".venv"),
        *("__pycache__", "bower_components", "node_modules", "site-packages", "vendor", "venv"),
    )
)

Trouble = Callable[[OSError], object]


class NotThere(Exception):
    """A path that was asked for does not exist; the message is the path."""


class Found(NamedTuple):
    """A project to check: its Compose files in the order in which they are laid over each other.

    Where `only` is not empty, the findings wanted are those that have to do with these files.
    `asked`: it was named itself; otherwise it was met in a folder, and is no project of its own
    where another one includes it. `fragment`: by its name the file lies over a base, and the base
    is not here.
    """

    files: tuple[str, ...]
    only: frozenset[str] = frozenset()
    asked: bool = True
    fragment: bool = False


def projects(paths: Iterable[str], here: str, tree: Tree, trouble: Trouble) -> list[Found]:
    """The projects meant by some paths, each once. Raises NotThere.

    Folders that cannot be listed are told to `trouble`, and left out.
    """
    found: dict[tuple[str, ...], Found] = {}
    for path in paths:
        for each in _meant_by(path, here, tree, trouble):
            known = found.get(each.files)
            found[each.files] = each if known is None else _both(known, each)
    return list(found.values())


def _both(one: Found, other: Found) -> Found:
    """The same project asked for twice: by different files of it, say."""
    only = one.only | other.only if one.only and other.only else frozenset()
    if only.issuperset(one.files):
        only = frozenset()
    return Found(one.files, only, one.asked or other.asked, one.fragment)


def _meant_by(path: str, here: str, tree: Tree, trouble: Trouble) -> Iterator[Found]:
    if path == "-":
        yield Found(("-",))
        return
    absolute = os.path.normpath(os.path.join(here, path))
    if not path:  # as from a variable of a shell that is not set: not the folder here
        raise NotThere("''")
    if tree.is_folder(absolute):
        yield from in_folder(absolute, tree, trouble)
    elif tree.is_file(absolute):
        yield project_of(absolute, tree)
    else:
        raise NotThere(path)


def project_of(path: str, tree: Tree) -> Found:
    """The project that a file belongs to."""
    folder, name = os.path.split(path)
    beside = {n for n, is_folder in _siblings(path, tree) if not is_folder}
    files = _files(name, beside, folder, tree)
    only = frozenset((path,)) if len(files) > 1 else frozenset()
    paths = tuple(os.path.join(folder, file) for file in files)
    return Found(paths, only, fragment=len(files) == 1 and is_overlay(name))


def is_overlay(name: str) -> bool:
    """Whether a file is made to lie over another, as far as its name tells."""
    return name not in DEFAULT_NAMES and re.fullmatch(_VARIANT, name) is not None


def _siblings(path: str, tree: Tree) -> list[tuple[str, bool]]:
    """What lies beside a file; only itself where the folder may not be listed."""
    folder, name = os.path.split(path)
    try:
        return tree.entries(folder)
    except OSError:
        return [(name, False)]


def _files(name: str, beside: Iterable[str], folder: str, tree: Tree) -> tuple[str, ...]:
    """The files of the project that one of them belongs to."""
    base = _first(DEFAULT_NAMES, beside)
    if name == base:
        override = _first(OVERRIDE_NAMES, beside)
        return (name,) if override is None else (name, override)
    if name in OVERRIDE_NAMES:
        return (name,) if base is None else (base, name)
    variant = re.fullmatch(_VARIANT, name)
    if variant is None:
        return (name,)
    stem = variant[1]
    base = _first((f"{stem}.yml", f"{stem}.yaml"), beside) or (None if "stack" in stem else base)
    if base is None:
        return (name,)
    from .standing import is_complete, leans_on

    path, under = os.path.join(folder, name), os.path.join(folder, base)
    alone = is_complete(path, tree) and not leans_on(path, under, tree)
    return (name,) if alone else (base, name)


def _first(names: Iterable[str], beside: Iterable[str]) -> str | None:
    return next((name for name in names if name in beside), None)


def in_folder(folder: str, tree: Tree, trouble: Trouble) -> Iterator[Found]:
    """Every project in a folder and below, but for what git ignores."""
    from .gitignore import ignores_above

    waiting = [(folder, ignores_above(folder, tree.read))]
    while waiting:
        folder, ignores = waiting.pop()
        try:
            entries = tree.entries(folder)
        except OSError as error:
            trouble(error)
            continue
        if ("pyvenv.cfg", False) in entries:
            continue  # a virtual environment
        if (".gitignore", False) in entries and not ignores.has(folder):
            ignores = ignores.reading(folder, tree.read)
        yield from _in_one(folder, _names(folder, entries, ignores), tree)
        deeper = [
            os.path.join(folder, name)
            for name, is_folder in entries
            if is_folder and name not in SKIPPED
        ]
        waiting += [(d, ignores) for d in reversed(deeper) if not ignores.ignored(d, True)]


def _names(folder: str, entries: list[tuple[str, bool]], ignores: Ignores) -> list[str]:
    """The Compose files of a folder, by their names."""
    return [
        name
        for name, is_folder in entries
        if not is_folder
        and re.fullmatch(COMPOSE_NAME, name)
        and not ignores.ignored(os.path.join(folder, name), False)
    ]


def _in_one(folder: str, names: list[str], tree: Tree) -> Iterator[Found]:
    """The projects of one folder: the default one first, then those of other files."""
    taken: set[str] = set()
    for name in sorted(names, key=lambda n: (n not in DEFAULT_NAMES, n)):
        if name in taken:
            continue
        files = _files(name, names, folder, tree)
        paths = tuple(os.path.join(folder, file) for file in files)
        if files[0] == name:
            taken.update(files)
            yield Found(paths, asked=False, fragment=len(files) == 1 and is_overlay(name))
        else:  # the base under it is a project of its own too
            yield Found(paths, frozenset((os.path.join(folder, name),)), asked=False)
