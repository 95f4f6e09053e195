"""The dialect of `.env` and `env_file` that Docker Compose reads, and its `format: raw`.

It is neither the shell's nor that of other tools: `A = 1`, `A: 1` and `A="x" B=2` all set
variables, ` #` begins a comment and `#` alone does not, and a last line `A` without a line
ending sets the variable of no name to `A`. All seen with Docker Compose 5.6.1; the cases lie in
tests/loading. The reading is in `dotenv_reader`, which a project without env files does not import.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .template import Lookup


class DotenvError(Exception):
    """The file is refused: `message` says why, `offset` and `line` (from 1) where."""

    def __init__(self, message: str, text: str, offset: int) -> None:
        self.message = message
        self.offset = offset
        self.line = text.count("\n", 0, offset) + 1
        super().__init__(f"line {self.line}: {message}")


class Entry(NamedTuple):
    """One variable of a file: its name and value, and where the two are written.

    `value` is None for a bare `NAME` that takes its value from the environment and finds none
    there: the file then says nothing about it. The value's place takes in its quotes.
    """

    name: str
    value: str | None
    name_start: int
    name_end: int
    value_start: int
    value_end: int


def parse(
    text: str,
    lookup: Lookup,
    *,
    earlier: Mapping[str, str] | None = None,
    assume: bool = False,
    eager: bool = False,
) -> dict[str, str]:
    """The variables that a file sets, the last of one name; see `entries`."""
    found = entries(text, lookup, earlier=earlier, assume=assume, eager=eager)
    return {entry.name: entry.value for entry in found if entry.value is not None}


def parse_raw(text: str, lookup: Lookup, *, assume: bool = False) -> dict[str, str]:
    """The variables that a file of `format: raw` sets; see `raw_entries`."""
    found = raw_entries(text, lookup, assume=assume)
    return {entry.name: entry.value for entry in found if entry.value is not None}


def entries(
    text: str,
    lookup: Lookup,
    *,
    earlier: Mapping[str, str] | None = None,
    assume: bool = False,
    eager: bool = False,
) -> Iterator[Entry]:
    """The entries of a file in order, equal names included.

    A `$X` in a value is what `lookup` says, else what the file set before, else what the files
    read before it set (`earlier`). For `.env` and `--env-file` the lookup is the shell's
    environment; for a service's `env_file` it is the project's and then the service's own.
    `assume` and `eager` are those of `substitute`.

    Raises DotenvError when it comes to what Docker Compose refuses.
    """
    from .dotenv_reader import Reader

    return Reader(text, lookup, earlier or {}, assume, eager).entries()


def raw_entries(text: str, lookup: Lookup, *, assume: bool = False) -> Iterator[Entry]:
    """The entries of a file of `format: raw`: all after the first `=` is the value, verbatim.

    Raises DotenvError when it comes to what Docker Compose refuses.
    """
    from .dotenv_reader import read_raw

    return read_raw(text, lookup, assume)
