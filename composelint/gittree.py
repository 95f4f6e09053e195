"""The files of a repository as they are at a revision, read as if they lay on the disk."""

from __future__ import annotations

import errno
import os
import subprocess
from functools import cached_property

from .disk import LARGEST, Disk
from .errors import CannotLook

#: Longer than git takes for any file that we read.
_SECONDS = 60


class GitTree(Disk):
    """Like Disk for what lies below the repository's root; other paths are those of the disk.

    `root` is the absolute path of the work tree. git is only asked for what is there (`rev-parse`,
    `ls-tree`, `cat-file`); nothing is checked out. Raises CannotLook for a revision that is none.
    """

    def __init__(self, folder: str, revision: str) -> None:
        super().__init__()
        root = _git(folder, "rev-parse", "--show-toplevel", why="no git repository here")
        self.root = root.decode().rstrip("\n")
        commit = _git(
            folder,
            *("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"),
            why=f"{revision} is no revision of this repository",
        )
        self.commit = commit.decode().strip()

    @cached_property
    def _listed(self) -> dict[str, bool]:
        """Every path of the revision, relative to the root: True for a folder."""
        names = _git(self.root, "ls-tree", "-r", "-z", "--name-only", self.commit, why="git failed")
        listed: dict[str, bool] = {"": True}
        for name in os.fsdecode(names).split("\0"):
            if name:
                listed[name] = False
                folder = os.path.dirname(name)
                while folder and folder not in listed:
                    listed[folder] = True
                    folder = os.path.dirname(folder)
        return listed

    def _inside(self, path: str) -> str | None:
        """The path relative to the root; None for one that lies elsewhere."""
        path = os.path.normpath(path)
        if path == self.root:
            return ""
        prefix = self.root.rstrip(os.sep) + os.sep
        return path[len(prefix) :].replace(os.sep, "/") if path.startswith(prefix) else None

    def read(self, path: str) -> bytes:
        name = self._inside(path)
        if name is None or path == "-":
            return super().read(path)
        kind = self._listed.get(name)
        if kind is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        if kind:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        data = _git(self.root, "cat-file", "blob", f"{self.commit}:{name}", why=f"no {name}")
        if len(data) > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
        return data

    def is_file(self, path: str) -> bool:
        name = self._inside(path)
        return super().is_file(path) if name is None else self._listed.get(name) is False

    def is_folder(self, path: str) -> bool:
        name = self._inside(path)
        return super().is_folder(path) if name is None else self._listed.get(name) is True

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        name = self._inside(folder)
        if name is None:
            return super().entries(folder)
        if not self._listed.get(name):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), folder)
        return sorted(
            (os.path.basename(path), is_folder)
            for path, is_folder in self._listed.items()
            if path and os.path.dirname(path) == name
        )


def _git(folder: str, *arguments: str, why: str) -> bytes:
    """What git prints; raises CannotLook with `why` where it fails."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        answer = subprocess.run(
            ["git", "-C", folder, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env=environment,
        )
    except FileNotFoundError:
        raise CannotLook("git is not installed") from None
    except subprocess.TimeoutExpired:
        raise CannotLook("git did not answer in a minute") from None
    if answer.returncode:
        raise CannotLook(why)
    return answer.stdout
