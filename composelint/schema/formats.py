"""The legacy file formats, 1 to 3.13, each with a table of its own."""

from __future__ import annotations

from .attribute import Row
from .table import Table

#: What Docker Compose 1.29.2 reads every file by that is not of format 1.
SPEC_1_29 = "1.29"

#: The formats that ever were, the oldest first.
FORMATS = (
    "1",
    *(f"2.{minor}" for minor in range(5)),
    *(f"3.{minor}" for minor in range(14)),
)
_KNOWN = frozenset((*FORMATS, SPEC_1_29))


class FormatTable(Table):
    """The attributes of one legacy file format; see `load_format`.

    `release` is one before all that the table knows: what only releases have, is newer. Formats
    3.x are read by the Docker CLI, in Go, which turns the project to JSON first; the others by
    Python programs, which judge values as they are (see Table).
    """

    __slots__ = ("format",)

    def __init__(self, name: str, lines: dict[str, list[str]]) -> None:
        if name not in _KNOWN:
            raise KeyError(name)
        self.format = name
        python = not name.startswith("3.")
        super().__init__((1, 29, 2), lines, direct=python, whole_floats=not python)
        self.casts_filled = not python
        # Seen with 1.29.2: `interval: x` in a healthcheck is as good as none.
        self.durations = not python

    def takes_dates(self, path: str) -> bool:
        """A plain date is good text among the free keys of what the Docker CLI reads: seen with
        `docker stack config` 28.2.2 in labels, environment and expose; not in a command."""
        return not self.direct and path.endswith((".*", ".expose.[]"))

    def has(self, row: Row) -> bool:
        """Whether a row holds in this format."""
        found = self._active.get(row.formats)
        if found is None:
            found = self._active[row.formats] = self.format in spread(row.formats)
        return found


def spread(formats: str) -> tuple[str, ...]:
    """The formats of a text such as "1 2.0-2.2", one by one."""
    found: list[str] = []
    for run in formats.split(" "):
        first, _, last = run.partition("-")
        if last:
            major, _, minor = first.partition(".")
            until = int(last.partition(".")[2])
            found += [f"{major}.{number}" for number in range(int(minor), until + 1)]
        elif first:
            found.append(first)
    return tuple(found)
