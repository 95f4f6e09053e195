"""Writing a file so that it is there as a whole or not at all."""

from __future__ import annotations

import os
import tempfile

from .errors import CannotLook

_FOR_ALL = 0o666
_FOR_US = 0o600


def save(path: str, content: str | bytes, *, private: bool = False) -> None:
    """Write bytes, or text as UTF-8, to a file: to a temporary one beside it first, which then
    takes its name.

    A link is followed, the permissions of a file that is there are kept; a new one that is
    `private` is for its owner alone. A device or pipe is written to, never replaced. Raises
    CannotLook.
    """
    data = content.encode() if isinstance(content, str) else content
    if os.path.isdir(path):
        raise CannotLook(f"{path} is a folder, not a file")
    if os.path.exists(path) and not os.path.isfile(path):
        _write_into(path, data)
        return
    path = os.path.realpath(path)
    try:
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".composelint-")
    except OSError as error:
        raise _cannot_write(path, error) from None
    try:
        with open(handle, "wb") as file:
            file.write(data)
            os.chmod(temporary, _mode(path, _FOR_US if private else _FOR_ALL))
        os.replace(temporary, path)
    except OSError as error:
        os.unlink(temporary)
        raise _cannot_write(path, error) from None


def _write_into(path: str, data: bytes) -> None:
    try:
        with open(path, "wb") as file:
            file.write(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(path, error) from None


def _mode(path: str, new: int) -> int:
    """The permissions of a file, or of a new one."""
    if os.path.exists(path):
        return os.stat(path).st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return new & ~mask


def _cannot_write(path: str, error: OSError) -> CannotLook:
    return CannotLook(f"{path} cannot be written: {(error.strerror or str(error)).lower()}")
