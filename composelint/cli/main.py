"""The program `composelint`: finds the command, and turns what goes wrong into an exit code.

Every command is a module of its own, imported when it is called: a check must not pay for the
others.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from .errors import (
    CANNOT_LOOK,
    INTERRUPTED,
    OK,
    READER_GONE,
    CannotLook,
    HelpAsked,
    complain,
    complain_of_bug,
)
from .terminal import drop_output, flush, open_closed, write

#: The commands, with what they do in one line.
COMMANDS = {
    "check": "Find problems in Compose projects",
    "commands": "Print plain docker commands that do what docker compose up does",
    "config": "Print the project as Docker Compose understands it",
    "diagram": "Draw the architecture of projects",
    "docs": "Write a page about a project, and tell whether it is still true",
    "explain": "Print the page of a rule, or where a value of the project comes from",
    "graph": "Print what projects are made of, for other programs",
    "plan": "Tell what docker compose up would do to an engine, and why",
    "reach": "Tell which services can reach which others",
    "readiness": "Tell in which order services start, and how long it may take",
    "requires": "Tell the oldest Docker Compose that a project works on",
    "rules": "List the rules",
    "schema": "Print the JSON Schema of Compose files",
    "upgrade": "Tell how to leave the legacy file formats behind",
}

_ABOUT = "A linter for Docker Compose files that reads them the way Docker Compose does."

_FLAGS = (("-h, --help", "Print help"), ("-V, --version", "Print the version"))


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns its exit code and never raises."""
    open_closed()
    try:
        try:
            code = _run(sys.argv[1:] if arguments is None else arguments)
        except HelpAsked:
            code = OK
        flush()
    except CannotLook as error:
        for line in error.args:
            code = complain(line)
    except BrokenPipeError:
        drop_output()
        code = READER_GONE
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:
        code = complain_of_bug(error)
    return code


def _run(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write(_help())
        return CANNOT_LOOK
    first, *rest = arguments
    if first == "help" and rest:
        first, rest = rest[0], ["--help"]
    if first in ("-h", "--help", "help"):
        write(_help())
        return OK
    if first in ("-V", "--version"):
        write(f"composelint {_version()}\n")
        return OK
    return _command(first)(rest)


def _command(name: str) -> Callable[[list[str]], int]:
    if name == "check":
        from .check import run
    elif name == "commands":
        from .commands import run
    elif name == "config":
        from .config import run
    elif name == "diagram":
        from .diagram import run
    elif name == "docs":
        from .docs import run
    elif name == "explain":
        from .explain import run
    elif name == "plan":
        from .plan import run
    elif name == "reach":
        from .reach import run
    elif name == "graph":
        from .graph import run
    elif name == "readiness":
        from .readiness import run
    elif name == "requires":
        from .requires import run
    elif name == "rules":
        from .rules import run
    elif name == "schema":
        from .schema import run
    elif name == "upgrade":
        from .upgrade import run
    else:
        raise CannotLook(_unknown(name))
    return run


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("composelint")
    except PackageNotFoundError:
        return "(not installed)"


def _unknown(name: str) -> str:
    from ..nearest import nearest

    what = "option" if name.startswith("-") else "command"
    near = nearest(name, ["--help", "--version"] if what == "option" else COMMANDS)
    if near is not None:
        return f"unknown {what} {name!r}; did you mean {near}?"
    if what == "command" and os.path.exists(name):
        return f"unknown command {name!r}; to check that path: composelint check {name}"
    return f"unknown {what} {name!r}; see composelint --help"


def _help() -> str:
    from .help import table

    commands = table(COMMANDS.items())
    return (
        f"{_ABOUT}\n\nUsage: composelint <COMMAND> [OPTIONS]\n\n"
        f"Commands:\n{commands}\nOptions:\n{table(_FLAGS)}\n"
        "Help for a command: composelint help <COMMAND>\n"
    )
