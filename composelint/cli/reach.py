"""`composelint reach`: who can reach whom, over which networks, by which names."""

from __future__ import annotations

import os

from ..disk import Disk
from ..nearest import nearest
from ..reach.networks import topology
from .errors import OK, CannotLook
from .here import load_asked
from .options import add_project_options
from .parser import Parser, one_of
from .terminal import write


def run(arguments: list[str]) -> int:
    """The exit code: 0 told, 2 we could not look."""
    options, paths = _parser().read(arguments)
    here = os.getcwd()
    projects = load_asked(options, paths, here, Disk(), exact=bool(options.exact))
    found = [topology(project) for project in projects]
    known = {name for one in found for name in one.places}
    if options.origin is not None and options.origin not in known:
        near = nearest(options.origin, known)
        meant = f"; did you mean {near}?" if near is not None else ""
        raise CannotLook(f"--from: there is no service {options.origin}{meant}")
    if options.format == "json":
        import json

        from .reach_json import as_json

        shown = {"version": 1, "projects": [as_json(one, here, options.origin) for one in found]}
        write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")
    else:
        from .reach_text import as_text

        write("\n".join(as_text(one, here, options.origin) for one in found))
    return OK


def _parser() -> Parser:
    parser = Parser(
        "composelint reach",
        "composelint reach [OPTIONS] [PATH]...",
        "Tell which services can reach which others, over which networks and by which names, and "
        "what is published to the outside.\n\n"
        "Without PATH, the project here is meant; a folder stands for every project below it.",
    )
    add_project_options(parser)
    parser.option(
        "--exact",
        action="store_true",
        help="Read as Docker Compose would here and now, with the chosen profiles only",
    )
    parser.section("Output")
    parser.option(
        "--from",
        dest="origin",
        metavar="SERVICE",
        help="Tell of this service only, and in detail",
    )
    parser.option(
        "--format",
        metavar="FORMAT",
        default="text",
        type=one_of("format", "text", "json"),
        help="text or json [default: text]",
    )
    return parser
