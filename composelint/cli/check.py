"""`composelint check`: find problems in projects, and report them."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..discover import Found, NotThere, projects
from ..engine import check
from ..finding import ERROR, SEVERITIES, Finding
from ..loading.chosen import load_for
from ..loading.load import CannotLoad, load_project
from ..project import Project
from ..report.progress import Progress
from ..report.run import Run, show_file
from ..selection import Selection, UnknownSelector, select
from .disk import Disk
from .errors import CANNOT_LOOK, FINDINGS, OK, CannotLook, complain, complain_of_bug
from .here import project_here
from .options import add_colour_option, add_project_options, explicit_files, load_options
from .parser import Parser, one_of, words
from .terminal import colours, columns, write

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


class Checked(NamedTuple):
    """A project that was checked, and what is to be said of it."""

    found: Found
    project: Project
    findings: list[Finding]


def run(arguments: list[str]) -> int:
    """The exit code: 0 nothing at or above --fail-on, 1 findings, 2 we could not look."""
    options, paths = _parser().read(arguments)
    # Trees are freed by their counts; to search them for cycles again and again costs a tenth.
    gc.set_threshold(100_000, 50, 100)
    selection = _selection(options)
    here = os.getcwd()
    session = _Session(options, selection, here)
    checked = session.check(_projects(options, paths, here, session))
    shown = Run([c.project for c in checked], _findings(checked), 0, here)
    if checked or options.format == "json":
        write(_render(options, shown))
    if session.troubled:
        return CANNOT_LOOK
    least = SEVERITIES.index(options.fail_on)
    worst = max((SEVERITIES.index(finding.severity) for finding in shown.findings), default=-1)
    return FINDINGS if worst >= least else OK


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
    _add_rule_options(parser)
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        default="text",
        type=one_of("format", "text", "concise", "json"),
        help="text, concise or json [default: text]",
    )
    add_colour_option(parser)
    return parser


def _add_rule_options(parser: Parser) -> None:
    parser.section("Rules")
    for name, metavar, about in _RULE_OPTIONS:
        parser.option(name, metavar=metavar, action="extend", default=[], type=words, help=about)
    parser.option(
        "--fail-on",
        metavar="SEVERITY",
        default=ERROR,
        type=one_of("severity", *reversed(SEVERITIES)),
        help="Exit with 1 from this severity on: error, warning or info [default: error]",
    )


def _selection(options: Any) -> Selection:
    try:
        return select(options.preset, options.select, options.ignore)
    except UnknownSelector as error:
        raise CannotLook(str(error)) from None


def _projects(options: Any, paths: list[str], here: str, session: _Session) -> list[Found]:
    if options.file:
        if paths:
            raise CannotLook("give paths or -f, not both: -f says exactly which files to read")
        return [Found(explicit_files(options, here))]
    if not paths:
        return [Found(project_here(options, here, session.environment, session.disk))]
    try:
        found = projects(paths, here, session.disk, session.trouble)
    except NotThere as error:
        raise CannotLook(f"there is no file or folder {error}") from None
    if not found and not session.troubled:
        raise CannotLook(f"no Compose file in {' or '.join(paths)}")
    return found


class _Session:
    """What is the same for all projects of a run; `troubled`: a part of them was not seen."""

    def __init__(self, options: Any, selection: Selection, here: str) -> None:
        self.options = options
        self.selection = selection
        self.here = here
        self.disk = Disk()
        self.environment = dict(os.environ)
        self.load = load_options(options, (), here, self.environment, options.exact)
        self.troubled = False

    def trouble(self, error: OSError) -> None:
        """A folder or file that could not be read: said at once, the run goes on."""
        name = show_file(str(error.filename), self.here)
        complain(f"{name} cannot be read: {(error.strerror or str(error)).lower()}")
        self.troubled = True

    def check(self, found: list[Found]) -> list[Checked]:
        """Check every project; one that another includes is none of its own."""
        stream = sys.stderr if sys.stderr.isatty() else None
        progress = Progress(stream, len(found), time.monotonic)
        checked: list[Checked] = []
        for each in found:
            done = self._one(each, progress.clear)
            if done is not None:
                checked.append(done)
            progress.step()
        progress.clear()
        return _standing_alone(checked)

    def _one(self, found: Found, before_words: Callable[[], None]) -> Checked | None:
        load = self.load._replace(files=found.files, fragment=found.fragment)
        try:
            project = load_project(load, self.disk.read)
            if self.options.target is None:
                project = load_for(project, load, self.disk.read)
            project.validator = self.options.validator
            return Checked(found, project, check(project, self.selection))
        except CannotLoad as error:
            before_words()
            complain(str(error))
        except Exception as error:
            before_words()
            complain_of_bug(error, show_file(found.files[-1], self.here))
        self.troubled = True
        return None


def _standing_alone(checked: list[Checked]) -> list[Checked]:
    """Without the projects met in folders that are only parts of others in the same run."""
    includers: dict[str, list[Checked]] = {}
    for one in checked:
        for path in one.project.sources:
            includers.setdefault(path, []).append(one)

    def is_part(one: Checked) -> bool:
        own = one.found.files[-1 if one.found.only else 0]
        return any(
            own not in other.found.files and other.found.files[0] not in one.project.sources
            for other in includers.get(own, ())
        )

    return [one for one in checked if one.found.asked or not is_part(one)]


def _findings(checked: list[Checked]) -> list[Finding]:
    """All that is to be shown, each once: projects may share files."""
    seen: dict[tuple[Any, ...], Finding] = {}
    for one in checked:
        for finding in _wanted(one):
            span = finding.span
            key = (finding.id, span.source.path, span.start, span.end, finding.message)
            seen.setdefault(key, finding)
    return list(seen.values())


def _wanted(one: Checked) -> Iterable[Finding]:
    """Of a project's findings those that have to do with the files asked for."""
    if not one.found.only or not one.findings:
        return one.findings
    from .involved import concerning

    return filter(concerning(one.project, one.found.only), one.findings)


def _render(options: Any, shown: Run) -> str:
    if options.format == "json":
        from ..report import jsonout

        return jsonout.render(shown)
    if options.format == "concise":
        from ..report import concise

        return concise.render(shown)
    from ..report import text

    coloured = colours(options.color, sys.stdout, os.environ)
    return text.render(shown, coloured, columns(sys.stdout, os.environ))
