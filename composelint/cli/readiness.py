"""`composelint readiness`: in which order services start, and how long it may take."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..disk import Disk
from ..finding import Finding
from ..project import Project
from ..readiness.model import Member, Readiness, readiness
from ..readiness.show import headline, reason, show
from ..readiness.times import Time
from ..readiness.waits import Wait
from ..report.names import show_file
from ..target import COMPOSE, SWARM
from .errors import FINDINGS, OK, CannotLook
from .here import load_asked
from .options import add_project_options
from .parser import Parser, one_of
from .terminal import write

Told = tuple[Project, Readiness]


def run(arguments: list[str]) -> int:
    """The exit code: 0 told, 1 something can never start or a project is broken, 2 we could not
    look."""
    options, paths = _parser().read(arguments)
    here = os.getcwd()
    told: list[Told] = []
    broken: list[Finding] = []
    if options.target is not None and options.target.kind == SWARM:
        raise CannotLook("services of a swarm do not wait for each other: depends_on is ignored")
    target = options.target or COMPOSE
    for project in load_asked(options, paths, here, Disk(), target=target):
        refusals = _refusals(project)
        broken += refusals
        if not refusals:
            told.append((project, readiness(project)))
    _complain(broken, here)
    if options.format == "json":
        import json

        shown = {"version": 1, "projects": [as_json(*one, here) for one in told]}
        write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")
    else:
        write("\n".join(as_text(*one, here) for one in told))
    never = any(result.never for _, result in told)
    return FINDINGS if never or broken else OK


def _parser() -> Parser:
    parser = Parser(
        "composelint readiness",
        "composelint readiness [OPTIONS] [PATH]...",
        "Tell in which order the services of a project start, what each waits for, how long it may "
        "take in the worst case until they are ready, and what can never start.\n\n"
        "Without PATH, the project here is meant; a folder stands for every project below it. "
        "The program ends with 1 where something can never start, as in a circle.",
    )
    add_project_options(parser)
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        default="text",
        type=one_of("format", "text", "json"),
        help="text or json [default: text]",
    )
    return parser


def _refusals(project: Project) -> list[Finding]:
    """Why a project could not be read, if so."""
    if not any(problem.refused for problem in project.problems):
        return []
    from ..engine import findings
    from ..selection import select

    found = findings(project, select(["strict"]), list(project.problems))
    return [finding for finding in found if finding.refused]


def _complain(broken: list[Finding], here: str) -> None:
    for one in broken:
        position = one.span.source.position(one.span.start)
        file = show_file(one.span.source.path, here)
        sys.stderr.write(f"{file}:{position.line}:{position.column}: {one.message}\n")


def as_text(project: Project, told: Readiness, here: str) -> str:
    """What is told of one project, for people."""
    files = ", ".join(show_file(file, here) for file in project.files)
    return "\n".join([f"{files}: {headline(told)}", *show(told)]) + "\n"


def as_json(project: Project, told: Readiness, here: str) -> dict[str, Any]:
    """One entry of "projects". Times are seconds, null where it never comes or nobody can tell;
    `known` counts without the services in `beside`."""
    return {
        "name": project.name,
        "files": [show_file(file, here) for file in project.files],
        "ready": _time(None if told.never else told.ready),
        "layers": [[member.name for member in layer] for layer in told.layers],
        "critical": list(told.critical),
        "never": [member.name for member in told.never],
        "off": list(told.off),
        "services": [_member(member, here) for member in told.members],
    }


def _member(member: Member, here: str) -> dict[str, Any]:
    return {
        "name": member.name,
        "layer": member.layer,
        "waits": [_wait(wait, here) for wait in member.waits],
        "healthcheck": {"kind": member.health.kind, "seconds": member.health.seconds},
        "starts": _time(member.starts),
        "ready": _time(member.ready),
        "never": None if member.never is None else reason(member.never),
    }


def _wait(wait: Wait, here: str) -> dict[str, Any]:
    position = wait.span.source.position(wait.span.start)
    return {
        "service": wait.target,
        "condition": wait.condition or None,
        "attribute": wait.attribute,
        "required": wait.required,
        "file": show_file(wait.span.source.path, here),
        "line": position.line,
        "column": position.column,
    }


def _time(time: Time | None) -> dict[str, Any] | None:
    if time is None:
        return None
    seconds = None if time.beside else time.seconds
    return {"seconds": seconds, "known": time.seconds, "beside": list(time.beside)}
