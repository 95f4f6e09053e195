"""Where the output goes: whether it may be coloured, and how wide it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TextIO

from ..errors import CannotLook

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
    """Print to standard output; characters that its encoding lacks are escaped. Raises CannotLook
    where it cannot be written, and BrokenPipeError where nobody reads it any more."""
    try:
        try:
            sys.stdout.write(text)
        except UnicodeEncodeError:
            encoding = sys.stdout.encoding or "ascii"
            sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    except OSError as error:
        _give_up(error)


def flush() -> None:
    """See that what was written has arrived; raises as `write` does."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _give_up(error)


def _give_up(error: OSError) -> None:
    """What is left in the buffer must not be tried again when the program ends."""
    drop_output()
    if isinstance(error, BrokenPipeError):
        raise error
    reason = (error.strerror or str(error)).lower()
    raise CannotLook(f"standard output cannot be written: {reason}") from None


def drop_output() -> None:
    """Send what is not written yet nowhere, so that exiting is quiet."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # not a real file: nothing will be flushed to it


def open_closed() -> None:
    """A program that is started with a stream closed (`>&-`) reads nothing, and says it to
    nobody: Python has None for such a stream."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
