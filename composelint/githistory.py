"""The commits that touched some files, the newest first. git is only asked, nothing is changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from .errors import CannotLook
from .gittree import _git, _line


class Commit(NamedTuple):
    """`date` as 2026-10-02, `seconds` since 1970: when it was committed."""

    id: str
    date: str
    seconds: float


def commits(folder: str, files: Iterable[str], most: int) -> list[Commit]:
    """The last commits of HEAD's history that touched one of the files, at most so many.

    `files` are absolute; those outside of the repository that `folder` lies in are passed over.
    None where there is no repository, no git, no commit.
    """
    try:
        root = _line(_git(folder, "rev-parse", "--show-toplevel", why="no repository"))
        inside = sorted(_inside(root, files))
        if not inside:
            return []
        told = _git(
            root,
            *("log", f"--max-count={most}", "--no-show-signature", "--format=%H %cs %ct"),
            *("--", *(f":(literal){file}" for file in inside)),
            why="no commit",
        )
    except CannotLook:
        return []
    found = []
    for line in told.decode("ascii", "replace").splitlines():
        id_, date, seconds = line.split(" ")
        found.append(Commit(id_, date, float(seconds)))
    return found


def _inside(root: str, files: Iterable[str]) -> set[str]:
    """The paths relative to the root, those that links lead to as well."""
    prefix = os.path.realpath(root).rstrip(os.sep) + os.sep
    found = set()
    for file in files:
        for path in (file, os.path.realpath(file)):
            whole = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
            if whole.startswith(prefix):
                found.add(whole[len(prefix) :].replace(os.sep, "/"))
    return found
