"""The files of a repository as they are at a revision, read as if they lay on the disk."""

from __future__ import annotations

import errno
import os
import posixpath
import subprocess
from functools import cached_property

from .disk import LARGEST, Disk
from .errors import CannotLook

#: Longer than git takes for any file that we read.
_SECONDS = 60
#: As many links the kernel follows in one path.
_MOST_LINKS = 40

_FOLDER, _FILE, _LINK = "folder", "file", "link"
#: The modes of `git ls-tree`; what is checked out of another repository (160000) is a folder of
#: which nothing is known.
_KINDS = {b"120000": _LINK, b"160000": _FOLDER}

#: Set by git for its hooks, and then they would count for more than the folder that we name.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE")


class GitTree(Disk):
    """Like Disk for what lies below the repository's root; other paths are those of the disk.

    `root` is the absolute path of the work tree. git is only asked for what is there (`rev-parse`,
    `ls-tree`, `cat-file`); nothing is checked out. Files are as they are stored: no filters and
    no line ends of a checkout. Raises CannotLook for a revision that is none.
    """

    def __init__(self, folder: str, revision: str) -> None:
        super().__init__()
        found = _git(folder, "rev-parse", "--show-toplevel", why="no git repository here")
        self.root = _line(found)
        # Whoever came here through a link names files by it.
        prefix = _line(_git(folder, "rev-parse", "--show-prefix", why="no git repository here"))
        as_named = os.path.normpath(folder)
        for _ in filter(None, prefix.split("/")):
            as_named = os.path.dirname(as_named)
        same = os.path.realpath(as_named) == os.path.realpath(self.root)
        self._roots = [self.root, *([as_named] if same and as_named != self.root else [])]
        commit = _git(
            folder,
            *("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"),
            why=f"{revision} is no revision of this repository",
        )
        self.commit = _line(commit)

    @cached_property
    def date(self) -> str:
        """When the revision was committed, as 2026-10-02."""
        return _line(_git(self.root, "show", "-s", "--format=%cs", self.commit, why="git failed"))

    @cached_property
    def _listed(self) -> dict[str, str]:
        """What every path of the revision is, relative to the root."""
        rows = _git(self.root, "ls-tree", "-r", "-z", self.commit, why="git failed")
        listed = {"": _FOLDER}
        for row in rows.split(b"\0"):
            about, _, path = row.partition(b"\t")
            if not path:
                continue
            name = os.fsdecode(path)
            listed[name] = _KINDS.get(about.partition(b" ")[0], _FILE)
            folder = posixpath.dirname(name)
            while folder not in listed:
                listed[folder] = _FOLDER
                folder = posixpath.dirname(folder)
        return listed

    def _inside(self, path: str) -> str | None:
        """The path relative to the root; None for one that lies elsewhere."""
        path = os.path.normpath(path)
        for root in self._roots:
            if path == root:
                return ""
            prefix = root.rstrip(os.sep) + os.sep
            if path.startswith(prefix):
                return path[len(prefix) :].replace(os.sep, "/")
        return None

    def _followed(self, name: str) -> str | None:
        """Where a path leads through the links of the revision; None for nowhere in it."""
        for _ in range(_MOST_LINKS):
            parts = name.split("/") if name else []
            for end in range(1, len(parts) + 1):
                here = "/".join(parts[:end])
                if self._listed.get(here) == _LINK:
                    to = os.fsdecode(self._blob(here))
                    rest = "/".join(parts[end:])
                    name = posixpath.normpath(posixpath.join(posixpath.dirname(here), to, rest))
                    break
            else:
                return name
            if name.startswith(("/", "../")) or name == "..":
                return None
            name = "" if name == "." else name
        return None

    def _kind(self, name: str) -> str | None:
        followed = self._followed(name)
        return None if followed is None else self._listed.get(followed)

    def _blob(self, name: str) -> bytes:
        return _git(self.root, "cat-file", "blob", f"{self.commit}:{name}", why=f"no {name}")

    def read(self, path: str) -> bytes:
        name = None if path == "-" else self._inside(path)
        if name is None:
            return super().read(path)
        followed = self._followed(name)
        kind = None if followed is None else self._listed.get(followed)
        if followed is None or kind is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        if kind == _FOLDER:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        data = self._blob(followed)
        if len(data) > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
        return data

    def is_file(self, path: str) -> bool:
        name = self._inside(path)
        return super().is_file(path) if name is None else self._kind(name) == _FILE

    def is_folder(self, path: str) -> bool:
        name = self._inside(path)
        return super().is_folder(path) if name is None else self._kind(name) == _FOLDER

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        name = self._inside(folder)
        if name is None:
            return super().entries(folder)
        followed = self._followed(name)
        if followed is None or self._listed.get(followed) != _FOLDER:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), folder)
        return self._children.get(followed, [])

    @cached_property
    def _children(self) -> dict[str, list[tuple[str, bool]]]:
        """What lies in each folder; a link to a folder is none, as on the disk."""
        found: dict[str, list[tuple[str, bool]]] = {}
        for path, kind in self._listed.items():
            if path:
                above, name = posixpath.split(path)
                found.setdefault(above, []).append((name, kind == _FOLDER))
        return {folder: sorted(names) for folder, names in found.items()}


def _line(answer: bytes) -> str:
    """The last line: git before 2.30 repeats --end-of-options."""
    text = os.fsdecode(answer)
    return text.removesuffix("\n") if not text.startswith("--end-of-options\n") else text[17:-1]


def _git(folder: str, *arguments: str, why: str) -> bytes:
    """What git prints; raises CannotLook with `why` where it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
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
    except ValueError:  # an argument with a NUL
        raise CannotLook(why) from None
    if answer.returncode:
        raise CannotLook(why)
    return answer.stdout
