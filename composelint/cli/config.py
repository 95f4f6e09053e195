"""`composelint config`: the project as Docker Compose understands it."""

from __future__ import annotations

import os
from typing import Any

from ..disk import Disk
from ..project import Project
from ..target import COMPOSE
from .errors import FINDINGS, OK, CannotLook, complain
from .here import load_asked
from .options import add_colour_option, add_project_options
from .parser import Parser, one_of
from .refusals import refused
from .terminal import write


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
    if refused(project, options, here):
        return FINDINGS
    if options.hash or options.hash_resources:
        return _hashes(project, options.hash or None, options.hash_resources)
    write(_print(project, options.format))
    return OK


def _hashes(project: Project, services: str | None, resources: bool) -> int:
    from .config_hashes import NoSuchService, hash_lines

    try:
        write(hash_lines(project, services, resources))
    except NoSuchService as error:
        # The exit code that Docker Compose has for it.
        complain(str(error))
        return FINDINGS
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
    parser.option(
        "--hash",
        metavar="SERVICES",
        help="Print instead the hash that docker compose up writes into the label config-hash, "
        "one service a line: * for all, or names between commas",
    )
    parser.option(
        "--hash-resources",
        action="store_true",
        help="Print instead the hashes of the networks and volumes that up makes; with --hash, "
        "after those of the services",
    )
    add_colour_option(parser)
    return parser


def _print(project: Project, form: str) -> str:
    from ..resolved import resolved

    model: dict[str, Any] = resolved(project)
    if form == "json":
        import json

        return json.dumps(model, indent=2, ensure_ascii=False) + "\n"
    from .dump import dump

    return dump(model)
