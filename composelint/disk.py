"""The files of this machine, as the rest of the program asks for them."""

from __future__ import annotations

import errno
import os
import stat
import sys

#: No Compose file and no env file is as large; a device would never end.
LARGEST = 64 * 1024 * 1024


class Disk:
    """Reads files and folders. Pipes and standard input (`-`) can be read once only, so what
    they held is kept."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises OSError."""
        kept = self._kept.get(path)
        if kept is not None:
            return kept
        if path == "-":
            data = self._kept[path] = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(LARGEST + 1)
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    self._kept[path] = data
        if len(data) > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
        return data

    def is_file(self, path: str) -> bool:
        """Whether there is something to read: a file, or a pipe."""
        return os.path.exists(path) and not os.path.isdir(path)

    def is_folder(self, path: str) -> bool:
        return os.path.isdir(path)

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        """(name, whether it is a folder) in the order of names; raises OSError.

        A link to a folder is none: the folder is found where it is, and links may go round.
        """
        with os.scandir(folder) as found:
            return sorted((e.name, e.is_dir(follow_symlinks=False)) for e in found)
