"""The command lines of Docker Compose that scenarios give: read as what a plan is asked."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from typing import NamedTuple

from composelint.loading.load import LoadOptions, load_project
from composelint.plan import Options
from composelint.project import Project


class Command(NamedTuple):
    """What stands before `up` and `down` (`files`, …) and what after it (`options`)."""

    files: list[str]
    profiles: list[str]
    project_name: str | None
    project_directory: str | None
    env_files: list[str]
    options: Options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("-f", "--file", action="append", default=[])
    parser.add_argument("--profile", action="append", default=[])
    parser.add_argument("-p", "--project-name")
    parser.add_argument("--project-directory")
    parser.add_argument("--env-file", action="append", default=[])
    commands = parser.add_subparsers(dest="command", required=True)
    up, down = commands.add_parser("up"), commands.add_parser("down")
    for each in (up, down):
        each.add_argument("services", nargs="*")
        each.add_argument("--remove-orphans", action="store_true")
        each.add_argument("-t", "--timeout")
    down.add_argument("-v", "--volumes", action="store_true")
    for name in ("no-deps", "force-recreate", "no-recreate", "always-recreate-deps", "build"):
        up.add_argument(f"--{name}", action="store_true")
    for name in ("no-build", "no-start", "wait"):
        up.add_argument(f"--{name}", action="store_true")
    up.add_argument("-d", "--detach", action="store_true")
    up.add_argument("-y", "--yes", action="store_true")
    up.add_argument("-V", "--renew-anon-volumes", action="store_true")
    up.add_argument("--pull", default="")
    up.add_argument("--scale", action="append", default=[])
    return parser


def command(line: str) -> Command:
    """A command line without its first word."""
    given = vars(_parser().parse_args(shlex.split(line)))
    scale = [one.split("=") for one in given.pop("scale", ())]
    asked = {key: given[key] for key in Options._fields if key in given}
    asked["services"] = tuple(asked["services"])
    asked["scale"] = tuple((name, int(number)) for name, number in scale)
    asked["down"] = given["command"] == "down"
    return Command(
        given["file"],
        given["profile"],
        given["project_name"],
        given["project_directory"],
        given["env_file"],
        Options(**asked),
    )


#: What asks for something to be done in any case, and is left out when the command is repeated.
_INSISTS = {
    *("--force-recreate", "--always-recreate-deps", "--renew-anon-volumes", "-V", "--build"),
    *("-y", "--yes"),
}


def settled(line: str) -> str:
    """The command line after which nothing should be left to do."""
    return shlex.join(word for word in shlex.split(line) if word not in _INSISTS)


def plan_line(line: str) -> list[str]:
    """The arguments of `composelint plan` for a command line."""
    words = [word for word in shlex.split(line) if word not in ("-d", "--detach", "--wait", "up")]
    return ["--down" if word == "down" else word for word in words]


def project_of(
    asked: Command, folder: str, read: Callable[[str], bytes], environment: dict[str, str]
) -> Project:
    """The project that the command is about, read exactly, as in a folder."""
    names = asked.files or _found(folder, read)
    above = asked.project_directory
    return load_project(
        LoadOptions(
            files=tuple(_below(folder, name) for name in names),
            directory=folder,
            env_files=tuple(_below(folder, name) for name in asked.env_files),
            profiles=tuple(asked.profiles),
            project_directory=None if above is None else _below(folder, above),
            project_name=asked.project_name,
            exact=True,
            environment=environment,
        ),
        read,
    )


def _below(folder: str, name: str) -> str:
    import posixpath

    return posixpath.normpath(posixpath.join(folder, name))


def _found(folder: str, read: Callable[[str], bytes]) -> list[str]:
    """compose.yaml, and what lies over it."""
    names = ["compose.yaml"]
    try:
        read(f"{folder}/compose.override.yaml")
    except OSError:
        return names
    return [*names, "compose.override.yaml"]
