"""Writing pages, or telling that what is committed is no longer true."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..docs.inject import ERRORS, BadMarkers, injected
from .errors import FINDINGS, OK, CannotLook, complain
from .save import save
from .terminal import write


class Target(NamedTuple):
    """A file that is to be written: `file` as it was asked for (None: standard output), what is in
    it now (None: it is not there), and what is to be in it."""

    file: str | None
    before: bytes | None
    after: bytes


def whole_page(file: str | None, here: str, made: str) -> Target:
    """A file that is all ours. One with the line endings of Windows keeps them."""
    before = None if file is None else _content(os.path.join(here, file))
    if before is not None and b"\r\n" in before and b"\n" not in before.replace(b"\r\n", b""):
        made = made.replace("\n", "\r\n")
    return Target(file, before, made.encode())


def injected_into(file: str, here: str, make: Callable[[tuple[str, ...]], str]) -> Target:
    """A file of which only what stands between markers is ours; raises CannotLook."""
    before = _content(os.path.join(here, file))
    if before is None:
        raise CannotLook(f"there is no file {file}")
    try:
        after = injected(before.decode("utf-8", ERRORS), make)
    except BadMarkers as error:
        raise CannotLook(f"{file}: {error}") from None
    return Target(file, before, after.encode("utf-8", ERRORS))


def _content(path: str) -> bytes | None:
    """The bytes of a file, None where it is not there; raises CannotLook."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CannotLook(f"{path} cannot be read: {reason}") from None


def deliver(targets: Sequence[Target], check: bool, again: str) -> int:
    """Write what has changed, or tell of it; the exit code."""
    stale = [one for one in targets if one.before != one.after]
    for one in stale:
        if one.file is None:
            write(one.after.decode())
        elif check:
            write("".join(_difference(one)))
            state = "is not there" if one.before is None else "is stale"
            sys.stdout.flush()
            complain(f"{one.file} {state}; to mend it: {again}")
        else:
            save(one.file, one.after)
    return FINDINGS if stale and check else OK


def _difference(one: Target) -> list[str]:
    from difflib import unified_diff

    lines = unified_diff(
        _lines(one.before or b""),
        _lines(one.after),
        f"{one.file} as it is",
        f"{one.file} as it would be written",
    )
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").replace("\r\n", "\n").splitlines(keepends=True)
