"""How the program ends: exit codes, and what it says where it cannot do its work."""

from __future__ import annotations

import os
import sys

from ..errors import CannotLook

__all__ = ["CannotLook", "HelpAsked", "complain", "complain_of_bug"]

OK = 0
FINDINGS = 1
CANNOT_LOOK = 2
INTERRUPTED = 130
READER_GONE = 141


class HelpAsked(Exception):
    """`--help` was given: the text has been printed, and nothing else is to be done."""


def complain(message: str) -> int:
    """One line on standard error, whatever is in the message."""
    line = "".join(c if c.isprintable() else "\ufffd" for c in message)
    try:
        sys.stderr.write(f"composelint: {line}\n")
    except UnicodeEncodeError:
        sys.stderr.write(ascii(f"composelint: {line}")[1:-1] + "\n")
    except OSError:
        pass  # nobody reads standard error
    return CANNOT_LOOK


def complain_of_bug(error: Exception, file: str = "") -> int:
    """Say that this is our mistake; the whole story only where COMPOSELINT_DEBUG is set."""
    if os.environ.get("COMPOSELINT_DEBUG"):
        import traceback

        traceback.print_exception(error)
    where = f" in {file}" if file else ""
    return complain(
        f"internal error{where}: {type(error).__name__}: {error} "
        "(a bug of composelint; COMPOSELINT_DEBUG=1 shows where)"
    )
