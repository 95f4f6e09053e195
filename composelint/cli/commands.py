"""`composelint commands`: the plain docker commands that do what `docker compose up -d` does."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..disk import Disk
from ..target import COMPOSE
from .errors import FINDINGS, OK, CannotLook, complain
from .here import load_asked
from .options import add_colour_option, add_project_options
from .parser import Parser, one_of
from .refusals import refused
from .terminal import write


def run(arguments: list[str]) -> int:
    """The exit code: 0 written, 1 the project is refused, 2 we could not look."""
    options, services = _parser().read(arguments)
    here = os.getcwd()
    target = options.target or COMPOSE
    if target.kind != COMPOSE.kind:
        raise CannotLook(
            f"the commands do what Docker Compose does: there are none for the target {target}"
        )
    (project,) = load_asked(options, [], here, Disk(), exact=True, target=target)
    if refused(project, options, here):
        return FINDINGS
    script = _script(project, services)
    _deliver(script, options)
    for note in script.notes:
        whose = note.service or script.project
        complain(f"{whose}: {note.field}: {note.kind}: {note.reason}")
    return OK


def _parser() -> Parser:
    parser = Parser(
        "composelint commands",
        "composelint commands [OPTIONS] [SERVICE...]",
        "Print the plain docker commands that do what docker compose up --detach does on an "
        "engine that has nothing of the project yet, in order and quoted for a shell. With "
        "services: for these and what they depend on. What the commands cannot do stands in "
        "comments, and on standard error.",
    )
    add_project_options(parser)
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        default="shell",
        type=one_of("format", "shell", "json"),
        help="shell, a script for a POSIX shell, or json [default: shell]",
    )
    parser.option("-o", "--output", metavar="FILE", help="Write to a file; - is standard output")
    add_colour_option(parser)
    return parser


def _script(project: Any, services: list[str]) -> Any:
    from ..commands import script
    from ..plan.desired import Desired, NoSuchService
    from ..plan.options import Options

    try:
        desired = Desired(project, Options(services=tuple(services)))
    except NoSuchService as error:
        raise CannotLook(str(error)) from None
    return script(desired, project.directory)


def _deliver(script: Any, options: Any) -> None:
    if options.format == "json":
        from ..commands.jsonout import render
    else:
        from ..commands.shell import render
    # What is no text cannot be written as text.
    text = render(script).encode("utf-8", "backslashreplace").decode()
    if options.output in (None, "-"):
        write(text)
        sys.stdout.flush()
        return
    from .save import save

    save(options.output, text)
