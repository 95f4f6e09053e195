"""Which files git ignores, from the .gitignore files of the folders above them.

The rules are those of git's own documentation (gitignore(5)); tests hold them against git.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable
from typing import NamedTuple

Read = Callable[[str], bytes]

_CLASS = r"(?s)\[(?P<no>[!^]?)(?P<set>\]?(?:\[:\w+:\]|\\.|[^]\\])*)\]"
_NAMED = {
    "[:alnum:]": "0-9A-Za-z",
    "[:alpha:]": "A-Za-z",
    "[:digit:]": "0-9",
    "[:lower:]": "a-z",
    "[:punct:]": r"!-/:-@\[-`{-~",
    "[:space:]": r"\s",
    "[:upper:]": "A-Z",
    "[:xdigit:]": "0-9A-Fa-f",
}


class Pattern(NamedTuple):
    """One line of a .gitignore: what it matches, and whether it takes files back in."""

    match: Callable[[str], object]
    back: bool
    folders_only: bool


class Ignores(NamedTuple):
    """The .gitignore files that count in a folder: (folder, patterns), the deepest last."""

    files: tuple[tuple[str, tuple[Pattern, ...]], ...] = ()

    def has(self, folder: str) -> bool:
        """Whether the .gitignore of a folder is among them."""
        return any(known == folder for known, _ in self.files)

    def reading(self, folder: str, read: Read, name: str = ".gitignore") -> Ignores:
        """With the .gitignore of a deeper folder, if there is one."""
        try:
            text = read(os.path.join(folder, name)).decode("utf-8", "replace")
        except OSError:
            return self
        return Ignores((*self.files, (folder, parse(text))))

    def ignored(self, path: str, is_folder: bool) -> bool:
        """Whether a path is ignored for itself; what lies in an ignored folder is so too."""
        for folder, patterns in reversed(self.files):
            if len(folder) >= len(path):
                continue  # it says nothing of the folder it lies in
            relative = path[len(folder) :].replace(os.sep, "/").lstrip("/")
            for pattern in reversed(patterns):
                if (is_folder or not pattern.folders_only) and pattern.match(relative):
                    return not pattern.back
        return False


def ignores_above(folder: str, read: Read) -> Ignores:
    """What counts in a folder: its own .gitignore and those above, up to the repository's root.

    Outside of a repository there are none.
    """
    folders: list[str] = []
    while True:
        folders.append(folder)
        if is_root(folder, read):
            break
        parent = os.path.dirname(folder)
        if parent == folder:
            return Ignores()
        folder = parent
    ignores = Ignores().reading(folder, read, os.path.join(".git", "info", "exclude"))
    for each in reversed(folders):
        ignores = ignores.reading(each, read)
    return ignores


def ignored_by_git(path: str, read: Read, is_folder: bool = False) -> bool:
    """Whether git ignores a file, which need not exist."""
    ignores = ignores_above(os.path.dirname(path), read)
    if not ignores.files:
        return False
    top = ignores.files[0][0]
    while len(path) > len(top):
        if ignores.ignored(path, is_folder):
            return True
        path, is_folder = os.path.dirname(path), True
    return False


def parse(text: str) -> tuple[Pattern, ...]:
    """The patterns of a .gitignore, in order."""
    found: list[Pattern] = []
    for line in text.removeprefix("\ufeff").split("\n"):
        line = _without_blanks(line.removesuffix("\r"))
        if not line or line.startswith("#"):
            continue
        back = line.startswith("!")
        body = line[1:] if back else line
        folders_only = body.endswith("/")
        expression = _expression(body.removesuffix("/"))
        if expression is not None:
            found.append(Pattern(expression.match, back, folders_only))
    return tuple(found)


def _without_blanks(line: str) -> str:
    """Without the spaces at the end that no backslash keeps."""
    bare = line.rstrip(" ")
    slashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if slashes % 2 and len(bare) < len(line) else bare


def _expression(body: str) -> re.Pattern[str] | None:
    """The regular expression of a pattern; None where it can match nothing."""
    if not body:
        return None
    anchored = "/" in body
    body = body.removeprefix("/")
    parts = [] if anchored else ["(?:.*/)?"]
    at = 0
    while at < len(body):
        piece, at = _piece(body, at)
        if piece is None:
            return None
        parts.append(piece)
    return re.compile("".join(parts) + r"\Z", re.DOTALL)


def _piece(body: str, at: int) -> tuple[str | None, int]:
    """(the expression for what stands at `at`, where it ends)."""
    starts = at == 0 or body[at - 1] == "/"
    if starts and body.startswith("**/", at):
        return "(?:.*/)?", at + 3
    if starts and body[at:] == "**":
        return ".+", len(body)
    character = body[at]
    if character == "*":
        while body.startswith("*", at):
            at += 1
        return "[^/]*", at
    if character == "?":
        return "[^/]", at + 1
    if character == "[":
        return _class(body, at)
    if character == "\\":
        return (None, at) if at + 1 == len(body) else (re.escape(body[at + 1]), at + 2)
    return re.escape(character), at + 1


def _class(body: str, at: int) -> tuple[str | None, int]:
    found = re.match(_CLASS, body[at:])
    if found is None:
        return None, at
    content = found["set"]
    for name, characters in _NAMED.items():
        content = content.replace(name, characters)
    if content.startswith("]"):
        content = "\\" + content
    content = content.replace("[", "\\[").replace("\\\\[", "\\[")
    negated = "^" if found["no"] else ""
    try:
        re.compile(f"[{negated}{content}]")
    except re.error:  # a range from z to a
        return None, at
    return f"(?!/)[{negated}{content}]", at + found.end()


def is_root(folder: str, read: Read) -> bool:
    """Whether a repository begins here: `.git` is a folder, or a file that names one."""
    for name in (os.path.join(".git", "HEAD"), ".git"):
        try:
            read(os.path.join(folder, name))
        except OSError:
            continue
        return True
    return False
