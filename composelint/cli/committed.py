"""The files that everybody has who has the repository.

A page that is committed, and held to be true wherever CI runs, must not depend on a `.env`, an
override or a secret that lies on one machine only.
"""

from __future__ import annotations

import errno
import os
import subprocess

from ..disk import Disk
from ..gitignore import ignored_by_git, is_root

_SECONDS = 60
#: What is laid out beside a repository may be read, as these only.
_OUTSIDE = (".yaml", ".yml", ".json")


class Committed(Disk):
    """The disk without what git ignores. `asked` are files that were named themselves.

    `root` is the absolute folder of the repository; where it is none, everything counts. Of what
    lies outside of it only Compose files are read.
    """

    def __init__(self, root: str, asked: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.root = root
        self.asked = asked
        self.within = is_root(root, super().read)
        self._ignored: dict[str, bool] = {}
        self._tracked: frozenset[str] | None = None

    def read(self, path: str) -> bytes:
        if self._left_out(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return super().read(path)

    def is_file(self, path: str) -> bool:
        return not self._left_out(path) and super().is_file(path)

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        return [
            (name, is_folder)
            for name, is_folder in super().entries(folder)
            if is_folder or not self._left_out(os.path.join(folder, name))
        ]

    def _left_out(self, path: str) -> bool:
        if path == "-" or path in self.asked or not self.within:
            return False
        if not self._below(path):
            return not path.endswith(_OUTSIDE)
        known = self._ignored.get(path)
        if known is None:
            bare = path.removesuffix("/.")
            known = self._ignored[path] = (
                os.sep + ".git" + os.sep not in path
                and ignored_by_git(bare, super().read, is_folder=bare != path)
                and not self._holds(bare)
            )
        return known

    def _below(self, path: str) -> bool:
        return path.startswith(self.root.rstrip(os.sep) + os.sep)

    def kept(self, path: str) -> bool:
        """Whether the repository holds a file, or something below a folder."""
        if not self.within:
            return os.path.exists(path)
        return self._below(path + os.sep) and not self._ignored_path(path) and self._holds(path)

    def _ignored_path(self, path: str) -> bool:
        return ignored_by_git(path, super().read, is_folder=True)

    def _holds(self, path: str) -> bool:
        tracked = self._tracked
        if tracked is None:
            tracked = self._tracked = self._listed()
        if not tracked:  # git cannot be asked: in a fresh clone there is nothing else
            return os.path.exists(path) and not self._ignored_path(path)
        name = os.path.relpath(path, self.root).replace(os.sep, "/")
        return name in tracked or name == "."

    def _listed(self) -> frozenset[str]:
        """The files that git keeps, and their folders, relative to the root."""
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
        try:
            answer = subprocess.run(
                ["git", "-C", self.root, "ls-files", "-z", "--full-name"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
                env=environment,
            )
        except (OSError, subprocess.SubprocessError):
            return frozenset()
        if answer.returncode:
            return frozenset()
        found: set[str] = set()
        for name in os.fsdecode(answer.stdout).split("\0"):
            while name and name not in found:
                found.add(name)
                name = os.path.dirname(name)
        return frozenset(found)
