"""Options that several commands share, and what they mean to the loader."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any

from ..target import COMPOSE, Target, UnknownTarget, parse_target
from .errors import CannotLook
from .parser import Parser, one_of

if TYPE_CHECKING:
    from ..loading.options import LoadOptions


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


def explicit_files(options: Any, here: str) -> tuple[str, ...]:
    """The files given with -f, absolute; raises CannotLook where one is not there."""
    files = tuple(file if file == "-" else absolute(file, here) for file in options.file)
    for asked, file in zip(options.file, files, strict=True):
        if file != "-":
            check_readable(asked, file)
    return files


def check_readable(asked: str, file: str) -> None:
    """Raises CannotLook where a file that was asked for cannot be read, with the reason."""
    if os.path.isdir(file):
        raise CannotLook(f"{asked} is a folder, not a file")
    if not os.path.lexists(file):
        raise CannotLook(f"there is no file {asked}")
    if not os.access(file, os.R_OK):
        raise CannotLook(f"{asked} cannot be read: {_why_not(file)}")


def _why_not(file: str) -> str:
    return "permission denied" if os.path.exists(file) else "a link to nowhere"


def absolute(path: str, here: str) -> str:
    return os.path.normpath(os.path.join(here, path))


def load_options(
    options: Any, files: tuple[str, ...], here: str, environment: dict[str, str], exact: bool
) -> LoadOptions:
    """What the loader is to do; `files` may be replaced where several projects are to be read.

    Raises CannotLook where a file or folder of the options is not there.
    """
    from ..loading.options import LoadOptions

    directory = options.project_directory
    for file in options.env_file:
        check_readable(file, absolute(file, here))
    if directory is not None and not os.path.isdir(absolute(directory, here)):
        raise CannotLook(f"--project-directory: there is no folder {directory}")
    return LoadOptions(
        files=files,
        directory=here,
        env_files=tuple(absolute(file, here) for file in options.env_file),
        profiles=tuple(options.profile),
        project_directory=None if directory is None else absolute(directory, here),
        project_name=options.project_name,
        exact=exact,
        target=options.target or COMPOSE,
        environment=environment,
    )
