"""Whether a path of the host is there, and what is to be made of it where it is not.

A missing file can mean two things: a mistake, or a file that comes later, because git ignores it,
an example of it lies beside it or it is another repository's. Only an exact reading asks for what
is there at this moment.
"""

from __future__ import annotations

import posixpath

from ..gitignore import ignored_by_git, is_root
from ..loading.paths import clean, resolve
from ..node import UNKNOWN, Scalar
from ..project import Project
from .files import example_beside

MISSING = "missing"
FILE = "file"
FOLDER = "folder"


def kind_of(project: Project, path: str) -> str:
    """MISSING, FILE (anything that is no folder) or FOLDER.

    Nothing is read: `file/.` is no path to the system, whatever the file holds, a pipe too.
    What may not be looked at is there, and counts as a file.
    """
    for name in (f"{path}/.", path):
        try:
            project.read(name)
        except FileNotFoundError:
            continue
        except IsADirectoryError:
            return FOLDER
        except (OSError, ValueError):
            # ValueError: a null character, which no path has.
            return FILE
        return FILE
    return MISSING


def host_path(node: Scalar, text: str) -> str | None:
    """The absolute path that a text in a Compose file means; None where it is not known."""
    source = node.source
    path = resolve(source.directory, text, source.environment.get("HOME"))
    if not text or UNKNOWN in path or not path.startswith("/"):
        return None
    return clean(path)


def awaited(project: Project, node: Scalar, text: str, path: str) -> bool:
    """Whether a path that is missing may well be there when the project is deployed.

    In an exact reading never. Else where it is no part of the project: an absolute path, one of
    the home, one outside of the repository or of a submodule; where git ignores it, or where an
    example lies beside.
    """
    if project.exact:
        return False
    if text.startswith(("/", "~")) or not _within(project, node.source.directory, path):
        return True
    return (
        ignored_by_git(path, project.read, is_folder=True)
        or example_beside(project, path)
        or _submodule(project, path)
    )


def _within(project: Project, directory: str, path: str) -> bool:
    """Whether a path is of the repository, or of the Compose file's own folder."""
    folder = directory
    while not _below(folder, path):
        if is_root(folder, project.read):
            return False
        folder = posixpath.dirname(folder)
    return folder == directory or _in_repository(project, folder)


def _in_repository(project: Project, folder: str) -> bool:
    while not is_root(folder, project.read):
        above = posixpath.dirname(folder)
        if above == folder:
            return False
        folder = above
    return True


def _submodule(project: Project, path: str) -> bool:
    """Whether a path is, or lies in, another repository that git checks out into this one."""
    folder = path
    while (above := posixpath.dirname(folder)) != folder:
        folder = above
        try:
            lines = project.read(f"{folder}/.gitmodules").decode("utf-8", "replace").splitlines()
        except OSError:
            continue
        for line in lines:
            key, _, value = line.partition("=")
            if key.strip() == "path" and _below(f"{folder}/{value.strip()}", path):
                return True
    return False


def _below(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def knows_folders(project: Project, directory: str) -> bool:
    """Whether reading tells folders from nothing, which that of a few texts in memory need not:
    `directory` is one that is there."""
    return kind_of(project, directory) == FOLDER
