"""Options of a command: argparse with help texts of our own and the nearest name for mistakes.

Arguments that are no options are not declared to argparse, which cannot take them before and
after options alike: they come back as a list of their own.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from .errors import CannotLook, HelpAsked
from .terminal import write


class Parser:
    """Reads the options of one command: declare them with `section` and `option`, then `read`."""

    def __init__(self, command: str, usage: str, about: str) -> None:
        self.command = command
        self.usage = usage
        self.about = about
        self.sections: list[tuple[str, list[argparse.Action]]] = []
        self._parser = _Argparse(
            prog=command, add_help=False, allow_abbrev=False, formatter_class=_formatter
        )
        self._help = self._parser.add_argument(
            "-h", "--help", action="store_true", help="Print this help"
        )

    def section(self, title: str) -> None:
        """Options that follow stand under this title in the help text."""
        self.sections.append((title, []))

    def option(self, *names: str, **settings: Any) -> None:
        """Declare an option as with `add_argument`."""
        self.sections[-1][1].append(self._parser.add_argument(*names, **settings))

    def read(self, arguments: list[str]) -> tuple[Any, list[str]]:
        """(the options, the other arguments in order); raises CannotLook.

        After `--` everything is an argument. `--help` prints the help text and raises HelpAsked.
        """
        literal: list[str] = []
        if "--" in arguments:
            at = arguments.index("--")
            arguments, literal = arguments[:at], arguments[at + 1 :]
        options, others = self._parser.parse_known_args(arguments)
        if options.help:
            write(self.help())
            raise HelpAsked
        for other in others:
            if other.startswith("-") and other != "-":
                raise CannotLook(self._unknown(other))
        return options, others + literal

    def _unknown(self, option: str) -> str:
        from ..nearest import nearest

        name = option.partition("=")[0]
        known = [n for _, actions in self.sections for a in actions for n in a.option_strings]
        near = nearest(name, [n for n in known if n.startswith("--")])
        hint = f"see {self.command} --help" if near is None else f"did you mean {near}?"
        return f"unknown option {name!r}; {hint}"

    def help(self) -> str:
        from .help import prose, table

        sections = [
            (title, [(_names(action), action.help or "") for action in actions])
            for title, actions in [*self.sections, ("Other", [self._help])]
        ]
        widest = max(len(names) for _, rows in sections for names, _ in rows)
        parts = [f"{title}:\n{table(rows, widest)}" for title, rows in sections]
        return "\n".join([f"{prose(self.about)}\nUsage: {self.usage}\n", *parts])


def _names(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    # Long names stand below each other, whether there is a short one or not.
    indent = "    " if names.startswith("--") else ""
    return f"{indent}{names} {action.metavar}" if action.nargs != 0 else f"{indent}{names}"


def one_of(what: str, *known: str) -> Callable[[str], str]:
    """A type for `option`: one of a few words, and the nearest named where it is none."""

    def read(text: str) -> str:
        if text in known:
            return text
        from ..nearest import nearest

        near = nearest(text, known)
        meant = f"; did you mean {near}?" if near else f": use {', '.join(known)}"
        raise argparse.ArgumentTypeError(f"{text!r} is no {what}{meant}")

    return read


def words(text: str) -> list[str]:
    """A type for `option`: words separated by commas."""
    return [word for word in (part.strip() for part in text.split(",")) if word]


def _formatter(prog: str) -> argparse.HelpFormatter:
    # argparse makes one for every option; without a width each would ask the terminal.
    return argparse.HelpFormatter(prog, width=80)


class _Argparse(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        """Mistakes become CannotLook, in our words where argparse is terse."""
        message = message.removeprefix("argument ").replace("/--", ", --")
        message = message.replace(": expected one argument", " needs a value")
        raise CannotLook(f"{message} (see {self.prog} --help)")
