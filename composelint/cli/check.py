"""`composelint check`: find problems in projects, and report them."""

from __future__ import annotations

import gc
import os
import sys
import time
from typing import Any

from ..api import check
from ..disk import Disk
from ..finding import SEVERITIES
from ..report.names import show_file
from ..report.progress import Progress
from .engine_options import add_engine_options, state_asked
from .errors import CANNOT_LOOK, FINDINGS, OK, CannotLook, complain, complain_of_bug
from .options import add_colour_option, add_project_options
from .output import FORMATS, deliver
from .parser import Parser, one_of, words

#: Options that choose rules; each may be given several times.
_RULE_OPTIONS = (
    ("--select", "RULE,...", "Use these rules: ids, beginnings of ids, names or groups"),
    ("--ignore", "RULE,...", "Leave these rules out"),
    (
        "--preset",
        "NAME,...",
        "Use these sets: minimal, recommended, strict, or a group [default: recommended]",
    ),
)


def run(arguments: list[str]) -> int:
    """The exit code: 0 nothing at or above --fail-on, 1 findings, 2 we could not look."""
    options, paths = _parser().read(arguments)
    # Trees are freed by their counts; to search them for cycles again and again costs a tenth.
    gc.set_threshold(100_000, 50, 100)
    here = os.getcwd()
    if options.show_settings:
        from .show_settings import show_settings
        from .terminal import write

        write(show_settings(options, paths, here))
        return OK
    troubles = _Troubles(here)
    shown = check(
        *paths,
        files=options.file,
        project_directory=options.project_directory,
        project_name=options.project_name,
        env_files=options.env_file,
        profiles=options.profile,
        target=options.target,
        exact=options.exact,
        preset=options.preset,
        select=options.select,
        ignore=options.ignore,
        config=options.config,
        state=_state(options, here),
        validator=options.validator,
        here=here,
        trouble=troubles,
        step=troubles.step,
    )
    troubles.progress.clear()
    if shown.projects or not troubles.said or options.output or options.format != "text":
        deliver(shown, options, os.environ)
    if troubles.said:
        return CANNOT_LOOK
    return FINDINGS if shown.fails(options.fail_on or "") else OK


def _state(options: Any, here: str) -> Any:
    """What is asked for the things that the project expects to be there: a file with the saved
    state of an engine, or what an engine says. Raises CannotLook."""
    if options.engine is None:
        return options.state
    state = state_asked(options, os.environ, Disk(), here=here, check=True)
    for note in state.notes:
        complain(note)
    return state


class _Troubles:
    """Says at once what could not be judged, each thing once; the run goes on."""

    def __init__(self, here: str) -> None:
        self.here = here
        self.said: set[str] = set()
        self.progress = Progress(None, 0, time.monotonic)

    def __call__(self, error: Exception, file: str) -> None:
        self.progress.clear()
        if isinstance(error, CannotLook):
            # A mistake in the configuration keeps many projects from being judged.
            for line in error.args:
                if line not in self.said:
                    complain(line)
            self.said.update(error.args)
        else:
            self.said.add(file)
            complain_of_bug(error, show_file(file, self.here))

    def step(self, projects: int) -> None:
        if projects:
            stream = sys.stderr if sys.stderr.isatty() else None
            self.progress = Progress(stream, projects, time.monotonic)
        else:
            self.progress.step()


def _parser() -> Parser:
    parser = Parser(
        "composelint check",
        "composelint check [OPTIONS] [PATH]...",
        "Find problems in Compose projects.\n\n"
        "Without PATH, the project here is checked. A folder stands for every project below it, "
        "a file for the project that it belongs to, and - for standard input.",
    )
    add_project_options(parser)
    parser.option(
        "--exact",
        action="store_true",
        help="Read as Docker Compose would here and now: unset variables are blank, required "
        "ones must be set, files must exist",
    )
    parser.option(
        "--validator",
        metavar="NAME",
        default="walk",
        type=one_of("validator", "walk", "jsonschema"),
        help="What judges the shape of files: our own walk, or the library jsonschema by the "
        "schema of the target [default: walk]",
    )
    add_engine_options(parser, saving=False)
    _add_rule_options(parser)
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        default="text",
        type=one_of("format", *FORMATS),
        help="text, concise, json, sarif (for code scanning) or github (annotations, and a summary "
        "of the job) [default: text]",
    )
    parser.option(
        "-o", "--output", metavar="FILE", help="Write the report to this file; - is standard output"
    )
    parser.option(
        "--show-suppressed",
        action="store_true",
        default=None,
        help="Show the findings too that the files ask to be left out, and why (json and sarif do)",
    )
    parser.option(
        "--hide-suppressed",
        dest="show_suppressed",
        action="store_false",
        help="Leave them out of sarif: code scanning would raise an alert for each",
    )
    add_colour_option(parser)
    return parser


def _add_rule_options(parser: Parser) -> None:
    parser.section("Rules")
    for name, metavar, about in _RULE_OPTIONS:
        parser.option(name, metavar=metavar, action="extend", default=[], type=words, help=about)
    parser.option(
        "--config", metavar="FILE", default=True, help="Use this configuration, and no other"
    )
    parser.option(
        "--no-config",
        dest="config",
        action="store_const",
        const=False,
        help="Use no configuration at all",
    )
    parser.option(
        "--show-settings",
        action="store_true",
        help="Check nothing: show which configuration counts for PATH, and what it says",
    )
    parser.option(
        "--fail-on",
        metavar="SEVERITY",
        type=one_of("severity", *reversed(SEVERITIES)),
        help="Exit with 1 from this severity on: error, warning or info [default: error, or what "
        "the configuration says]",
    )
