"""The files of a project as they were at a revision of git, with what git ignores as it is now.

A `.env` that git ignores belongs to the machine, not to a revision: taken for absent, every
variable in it would look like a change.
"""

from __future__ import annotations

import os

from ..gitignore import ignored_by_git
from ..gittree import GitTree


class Revision(GitTree):
    """A GitTree whose ignored files are those of the disk; raises CannotLook as it does."""

    def __init__(self, folder: str, revision: str) -> None:
        super().__init__(folder, revision)
        self._known: dict[str, bool] = {}

    def read(self, path: str) -> bytes:
        try:
            return super().read(path)
        except FileNotFoundError:
            if not self._ignored(path):
                raise
        return self._on_disk(path)

    def is_file(self, path: str) -> bool:
        return super().is_file(path) or (os.path.isfile(path) and self._ignored(path))

    def is_folder(self, path: str) -> bool:
        return super().is_folder(path) or (os.path.isdir(path) and self._ignored(path))

    def _ignored(self, path: str) -> bool:
        bare = path.removesuffix("/.")
        if bare not in self._known:
            folder = os.path.isdir(bare)
            self._known[bare] = ignored_by_git(bare, self._on_disk, is_folder=folder)
        return self._known[bare]

    def _on_disk(self, path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read()
