"""Where the output goes: whether it may be coloured, and how wide it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TextIO

#: Wide enough for most lines, narrow enough for a log on a web page.
NO_TERMINAL = 120
_NARROWEST = 40


def colours(mode: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """`--color`: always, never, or auto: on a terminal, unless NO_COLOR is set."""
    if mode != "auto":
        return mode == "always"
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return stream.isatty()


def columns(stream: TextIO, environment: Mapping[str, str]) -> int:
    """How many columns a report may take: COLUMNS, else those of the terminal."""
    try:
        given = int(environment.get("COLUMNS") or 0)
        return max(given or os.get_terminal_size(stream.fileno()).columns, _NARROWEST)
    except (OSError, ValueError):
        return NO_TERMINAL


def write(text: str) -> None:
    """Print to standard output; characters that its encoding lacks are escaped."""
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
