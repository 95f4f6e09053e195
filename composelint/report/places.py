"""How reports for other programs name places: relative to the root of the repository.

Whoever annotates a pull request or keeps alerts knows files by their paths in the repository, from
whichever folder of it we were started. Everything here takes the root, and the flavour of paths
for tests of the other system's.
"""

from __future__ import annotations

import os.path
from types import ModuleType

from ..source import Position, Source, Span


def in_repository(path: str, root: str, paths: ModuleType = os.path) -> str | None:
    """A file's path from the root, with slashes; None for one outside and for standard input.

    `path` and `root` are absolute. A file is where it was asked for, links are not followed.
    """
    if path == "-":
        return None
    prefix = root if root.endswith(paths.sep) else root + paths.sep
    if not paths.normcase(path).startswith(paths.normcase(prefix)):
        return None
    within = path[len(prefix) :]
    return within.replace(paths.sep, "/") if paths.sep != "/" else within


def uri(path: str, root: str, paths: ModuleType = os.path) -> str:
    """A file as a URI reference: relative to the root, or absolute for a file outside of it."""
    within = in_repository(path, root, paths)
    if within is not None:
        return percent_encoded(within)
    if path == "-":
        return "stdin"
    drive, rest = paths.splitdrive(path)
    rest = percent_encoded(rest.replace(paths.sep, "/"))
    if len(drive) > 2:  # a share: its host comes first
        return "file:" + percent_encoded(drive.replace(paths.sep, "/")) + rest
    return f"file:///{drive}{rest}" if drive else f"file://{rest}"


def percent_encoded(path: str) -> str:
    """A path in a URI. A name that is no text keeps its bytes, which Python has as surrogates."""
    from urllib.parse import quote

    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a character, as Windows allows
        data = path.encode("utf-8", "surrogatepass")
    return quote(data)


def last_line(span: Span) -> int:
    """The line of the last character of a span: its end may stand at the start of the next."""
    return span.source.position(max(span.end - 1, span.start)).line


def in_utf16(source: Source, at: Position) -> int:
    """A column counted in UTF-16 code units, from 1: characters beyond U+FFFF count twice."""
    start = source.line_starts[at.line - 1]
    before = source.text[start : start + at.column - 1]
    if before.isascii():
        return at.column
    return at.column + sum(character > "\uffff" for character in before)


def well_formed(text: str) -> str:
    """Text that every reader of UTF-8 and JSON takes: without halves of characters."""
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
