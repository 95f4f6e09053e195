"""`composelint config`: the project as Docker Compose understands it."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..disk import Disk
from ..finding import Finding
from ..project import Project
from ..report import text
from ..run import Run
from ..target import COMPOSE
from .errors import FINDINGS, OK, CannotLook
from .here import load_asked
from .options import add_colour_option, add_project_options
from .parser import Parser, one_of
from .terminal import colours, columns, write


def run(arguments: list[str]) -> int:
    """The exit code: 0 printed, 1 the project is refused, 2 we could not look."""
    options, others = _parser().read(arguments)
    if others:
        raise CannotLook(f"unexpected argument {others[0]!r}; use -f {others[0]} to read a file")
    here = os.getcwd()
    target = options.target or COMPOSE
    if target.kind != COMPOSE.kind:
        raise CannotLook(
            f"the model is that of Docker Compose: there is none for the target {target}"
        )
    (project,) = load_asked(options, [], here, Disk(), exact=True, target=target)
    refusals = _refusals(project)
    if refusals:
        shown = Run([project], refusals, [], here)
        coloured = colours(options.color, sys.stderr, os.environ)
        sys.stderr.write(text.render(shown, coloured, columns(sys.stderr, os.environ)))
        return FINDINGS
    write(_print(project, options.format))
    return OK


def _parser() -> Parser:
    parser = Parser(
        "composelint config",
        "composelint config [OPTIONS]",
        "Print the project as Docker Compose understands it: merged, with variables filled in, "
        "profiles chosen and short forms written out.",
    )
    add_project_options(parser)
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        default="yaml",
        type=one_of("format", "yaml", "json"),
        help="yaml or json [default: yaml]",
    )
    add_colour_option(parser)
    return parser


def _refusals(project: Project) -> list[Finding]:
    """Why Docker Compose would not read the project, if so."""
    from ..engine import check
    from ..selection import select

    return [finding for finding in check(project, select(["strict"])) if finding.refused]


def _print(project: Project, form: str) -> str:
    from ..resolved import resolved

    model: dict[str, Any] = resolved(project)
    if form == "json":
        import json

        return json.dumps(model, indent=2, ensure_ascii=False) + "\n"
    from .dump import dump

    return dump(model)
