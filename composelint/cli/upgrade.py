"""`composelint upgrade`: how to leave the legacy file formats behind, step by step."""

from __future__ import annotations

import os
from typing import Any

from ..api import loaded
from ..discover import Found
from ..disk import Disk
from ..report.names import show_file
from ..target import COMPOSE
from ..upgrade import Step, plan
from .errors import OK, CannotLook
from .here import project_here
from .options import absolute, add_project_options, check_readable, explicit_files, request_of
from .parser import Parser, one_of
from .terminal import write


def run(arguments: list[str]) -> int:
    """The exit code: 0 the plan is told (there may be nothing to do), 2 we could not look."""
    options, paths = _parser().read(arguments)
    here = os.getcwd()
    disk = Disk()
    files = _files(options, paths, here, disk)
    request = request_of(options, here, dict(os.environ), disk)._replace(target=COMPOSE)
    project = loaded(request, Found(files))
    write(as_text(plan(project), here))
    return OK


def _parser() -> Parser:
    parser = Parser(
        "composelint upgrade",
        "composelint upgrade [OPTIONS] [PATH]",
        "Tell what to change in a project of file format 1, 2.x or 3.x for the Compose "
        "Specification, and what will be different then. Nothing is written.\n\n"
        "Without PATH, the project here is meant.",
    )
    add_project_options(parser)
    parser.section("Upgrade")
    parser.option(
        "--to",
        metavar="TARGET",
        default="compose",
        type=one_of("target to upgrade to", "compose"),
        help="What is to read the project afterwards: compose [default: compose]",
    )
    return parser


def _files(options: Any, paths: list[str], here: str, disk: Disk) -> tuple[str, ...]:
    if len(paths) + bool(options.file) > 1:
        raise CannotLook("give one path, or files with -f")
    if options.file:
        return explicit_files(options, here)
    if paths and os.path.isdir(absolute(paths[0], here)):
        options.project_directory = paths[0]
    elif paths:
        check_readable(paths[0], absolute(paths[0], here))
        return (absolute(paths[0], here),)
    return project_here(options, here, dict(os.environ), disk)


def as_text(steps: list[Step], here: str) -> str:
    """The plan for people: each step with its place, before and after."""
    if not steps:
        return "Nothing to do: the project holds nothing of the legacy formats.\n"
    parts = [_step(number, step, here) for number, step in enumerate(steps, 1)]
    changing = sum(bool(step.changes) for step in steps)
    count = f"{len(steps)} step{'s' if len(steps) > 1 else ''}"
    told = f"{changing} of them change what the project means" if changing else "none changes"
    return "\n".join(parts) + f"\n{count}; {told}\n"


def _step(number: int, step: Step, here: str) -> str:
    position = step.span.source.position(step.span.start)
    place = f"{show_file(step.span.source.path, here)}:{position.line}:{position.column}"
    lines = [f"{number}. {place}: {step.title}"]
    lines += [f"   - {line}" for line in _lines(step.before)]
    lines += [f"   + {line}" for line in _lines(step.after)]
    meaning = f"different: {step.changes}" if step.changes else "means the same"
    return "\n".join([*lines, f"   {meaning}", ""])


def _lines(text: str) -> list[str]:
    """The lines of a piece of a file, its first key at the edge and the rest below it."""
    if not text:
        return []
    first, *rest = text.split("\n")
    deep = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    cut = max(0, deep - 2)
    return [first, *(line[cut:] for line in rest)]
