"""`composelint schema`: the JSON Schema of a release or a file format, for editors."""

from __future__ import annotations

import json
from typing import Any

from ..schema.formats import FORMATS, SPEC_1_29
from ..schema.jsonschema import JsonSchema, json_schema
from ..schema.table import Table, load, load_format
from ..target import COMPOSE, COMPOSE_V1, SWARM, Target
from .errors import OK, CannotLook
from .options import read_target
from .parser import Parser, one_of
from .save import save
from .terminal import write

#: What `docker stack` takes a file for that declares no format.
_NEWEST_STACK = "3.13"


def run(arguments: list[str]) -> int:
    """The exit code: 0 written, 2 there is no such schema or it could not be written."""
    options, others = _parser().read(arguments)
    if others:
        raise CannotLook(f"unexpected argument {others[0]!r}; see composelint schema --help")
    if options.config:
        schema = _of_configuration(options)
    else:
        table = table_of(options.target or COMPOSE, options.format)
        schema = json_schema(table, variables=not options.no_variables)
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    if options.output in (None, "-"):
        write(text)
    else:
        save(options.output, text)
    return OK


def _of_configuration(options: Any) -> JsonSchema:
    from ..configuration.schema import configuration_schema
    from .known_rules import known_rules

    if options.target or options.format or options.no_variables:
        raise CannotLook("--config: the schema of the configuration has no versions")
    return configuration_schema(known_rules())


def _parser() -> Parser:
    parser = Parser(
        "composelint schema",
        "composelint schema [OPTIONS]",
        "Print the JSON Schema of Compose files, or of our own configuration, for editors and "
        "other programs.\n\n"
        "Text is allowed wherever Docker Compose reads text as a number or a boolean, and so is "
        "text with a variable in it.",
    )
    parser.section("Version")
    parser.option(
        "--target",
        metavar="TARGET",
        type=read_target,
        help="What is to read the files: compose, or a release of it such as compose@2.24, "
        "compose-v1 or swarm [default: compose]",
    )
    parser.option(
        "--format",
        metavar="FORMAT",
        type=one_of("file format", *FORMATS),
        help="The file format that they declare as their version, such as 3.7, where it matters",
    )
    parser.option(
        "--config",
        action="store_true",
        help="Not of Compose files: of .composelint.yaml, with the rules that are known here",
    )
    parser.section("Output")
    parser.option("-o", "--output", metavar="FILE", help="Write to this file")
    parser.option(
        "--no-variables",
        action="store_true",
        help="Be strict about text with a $ in it: for files with variables filled in",
    )
    return parser


def table_of(target: Target, declared: str | None) -> Table:
    """What a target takes in a file that declares a format; raises CannotLook where it reads
    no such files. A format alone stands for itself, whatever may read it."""
    if target.kind == COMPOSE_V1:
        return load_format("1" if declared == "1" else SPEC_1_29)
    if target.kind == SWARM:
        if declared is not None and not declared.startswith("3."):
            raise CannotLook(f"--format: swarm reads the formats 3.0 to 3.13, not {declared}")
        return load_format(declared or _NEWEST_STACK)
    return load_format(declared) if declared is not None else load(target.release)
