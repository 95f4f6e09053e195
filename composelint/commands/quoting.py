"""Words for a POSIX shell, and for options that part their value at commas."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .records import Part

_SAFE = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")

#: Longer commands go on in the next line.
WIDTH = 100


def quote(word: str) -> str:
    """A word as the shell gives it to a program; nothing in quotes is expanded."""
    if _SAFE.fullmatch(word):
        return word
    return "'" + word.replace("'", "'\\''") + "'"


def command(parts: Iterable[Part]) -> str:
    """One command, in several lines where it is long."""
    shown = [" ".join(map(quote, part)) for part in parts]
    line = " ".join(shown)
    if len(line) <= WIDTH:
        return line
    return " \\\n  ".join(shown)


def csv(*fields: str) -> str:
    """Fields of one value, such as that of --mount, quoted where a comma or quote is in one."""
    return ",".join(map(_csv_field, fields))


def _csv_field(field: str) -> str:
    if field and not re.search(r'[,"\r\n]|^\s', field):
        return field
    return '"' + field.replace('"', '""') + '"'
