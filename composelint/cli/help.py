"""Help texts: usage, then the options by what they are for."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ..report.columns import wrap

_WIDEST = 100
_INDENT = 2
_GAP = 2


def table(rows: Iterable[tuple[str, str]], widest: int = 0) -> str:
    """Two columns, the second wrapped; the first is as wide as its widest, or `widest`."""
    rows = list(rows)
    left = (widest or max(len(name) for name, _ in rows)) + _INDENT + _GAP
    room = max(_columns() - left, 30)
    lines: list[str] = []
    for name, about in rows:
        first, *more = wrap(about, room)
        head = f"{' ' * _INDENT}{name}"
        lines.append(f"{head:<{left}}{first}")
        lines += [f"{' ' * left}{line}" for line in more]
    return "".join(f"{line}\n" for line in lines)


def prose(text: str) -> str:
    """Paragraphs, between empty lines, broken to the width of the terminal."""
    room = _columns()
    paragraphs = ("\n".join(wrap(part, room)) for part in text.split("\n\n"))
    return "\n\n".join(paragraphs) + "\n"


def _columns() -> int:
    """The width of the terminal, within reason; without importing shutil."""
    try:
        return min(int(os.environ.get("COLUMNS") or os.get_terminal_size().columns), _WIDEST)
    except (OSError, ValueError):
        return 80
