"""Options that several commands share, and what they mean to the loader."""

from __future__ import annotations

import os.path
from typing import Any

from ..disk import Disk
from ..request import Request, check_readable
from ..target import Target, UnknownTarget, parse_target
from .errors import CannotLook
from .parser import Parser, one_of

__all__ = [
    "absolute",
    "add_colour_option",
    "add_project_options",
    "check_readable",
    "explicit_files",
    "read_target",
    "request_of",
]


def add_project_options(parser: Parser) -> None:
    """Which files make the project, and what they are filled with."""
    parser.section("Project")
    parser.option(
        "-f",
        "--file",
        metavar="FILE",
        action="append",
        default=[],
        help="Read exactly this file, laid over those before it; - is standard input",
    )
    parser.option(
        "--env-file",
        metavar="FILE",
        action="append",
        default=[],
        help="Take variables from this file instead of .env",
    )
    parser.option(
        "--profile",
        metavar="NAME",
        action="append",
        default=[],
        help="Turn a profile on; '*' turns on all",
    )
    parser.option(
        "--project-directory",
        metavar="DIR",
        help="Resolve paths from here instead of the first file's folder",
    )
    parser.option("-p", "--project-name", metavar="NAME", help="Name the project")
    parser.option(
        "--target",
        metavar="TARGET",
        type=read_target,
        help="What is to run the project: compose, a release of it such as compose@2.24, "
        "compose-v1 or swarm [default: compose, or what the file asks for]",
    )


def add_colour_option(parser: Parser) -> None:
    parser.option(
        "--color",
        metavar="WHEN",
        default="auto",
        type=one_of("way to colour", "auto", "always", "never"),
        help="auto, always or never [default: auto, which heeds NO_COLOR]",
    )


def read_target(name: str) -> Target:
    try:
        return parse_target(name)
    except UnknownTarget as error:
        raise CannotLook(f"--target: {error}") from None


def request_of(
    options: Any, here: str, environment: dict[str, str], disk: Disk, exact: bool = False
) -> Request:
    """What the options ask for."""
    return Request(
        here=here,
        environment=environment,
        disk=disk,
        files=tuple(options.file),
        env_files=tuple(options.env_file),
        profiles=tuple(options.profile),
        project_directory=options.project_directory,
        project_name=options.project_name,
        target=options.target,
        exact=exact,
    )


def explicit_files(options: Any, here: str) -> tuple[str, ...]:
    """The files given with -f, absolute; raises CannotLook where one is not there."""
    return request_of(options, here, {}, Disk()).given_files()


def absolute(path: str, here: str) -> str:
    return os.path.normpath(os.path.join(here, path))
