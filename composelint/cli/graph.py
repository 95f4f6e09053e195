"""`composelint graph`: what projects are made of, for other programs."""

from __future__ import annotations

import os

from ..disk import Disk
from ..graph import graph_of
from ..graph.export import to_graphml, to_json
from .errors import OK
from .here import load_asked
from .options import add_project_options
from .parser import Parser, one_of
from .save import save
from .terminal import write


def run(arguments: list[str]) -> int:
    """The exit code: 0 printed, 2 we could not look."""
    options, paths = _parser().read(arguments)
    here = os.getcwd()
    graph = graph_of(load_asked(options, paths, here, Disk()), chosen=bool(options.profile))
    text = to_json(graph, here) if options.format == "json" else to_graphml(graph)
    if options.output in (None, "-"):
        write(text)
    else:
        save(options.output, text)
    return OK


def _parser() -> Parser:
    parser = Parser(
        "composelint graph",
        "composelint graph [OPTIONS] [PATH]...",
        "Print the graph of projects: services, networks, volumes, secrets, ports, and what they "
        "have to do with each other.\n\n"
        "Without PATH, the project here is meant; a folder stands for every project below it.",
    )
    add_project_options(parser)
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        default="json",
        type=one_of("format", "json", "graphml"),
        help="json or graphml [default: json]",
    )
    parser.option("-o", "--output", metavar="FILE", help="Write to this file")
    return parser
