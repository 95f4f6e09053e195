"""`composelint requires`: the oldest Docker Compose, and the formats, on which a project works."""

from __future__ import annotations

import os
from typing import Any

from ..api import loaded
from ..discover import Found
from ..disk import Disk
from ..finding import Finding, Problem
from ..project import Project
from ..releases import RELEASES
from ..report.names import show_file
from ..requires import Excluded, Requirement, requirement
from ..selection import select
from ..source import Span
from ..target import NEWEST, Target, show_release
from .errors import FINDINGS, OK, CannotLook
from .here import projects_asked
from .options import add_project_options, request_of
from .parser import Parser, one_of
from .terminal import write

#: How the messages of needs-newer-release end.
_OF_TARGET = ", and the target is older"


def run(arguments: list[str]) -> int:
    """The exit code: 0 told, 1 the newest Docker Compose refuses a project, 2 we could not look."""
    options, paths = _parser().read(arguments)
    here = os.getcwd()
    disk = Disk()
    told = [
        _require(options, found, here, disk) for found in projects_asked(options, paths, here, disk)
    ]
    if options.format == "json":
        import json

        projects = [as_json(one, here) for one in told]
        text = json.dumps({"version": 1, "projects": projects}, indent=2, ensure_ascii=False)
        write(text + "\n")
    else:
        write("\n".join(as_text(one, here) for one in told))
    return FINDINGS if any(one.refused for one in told) else OK


def _parser() -> Parser:
    parser = Parser(
        "composelint requires",
        "composelint requires [OPTIONS] [PATH]...",
        "Tell the oldest Docker Compose release, and the legacy file formats, on which a project "
        "works, and what decides it.\n\n"
        "Without PATH, the project here is meant; a folder stands for every project below it.",
    )
    add_project_options(parser)
    parser.option(
        "--exact",
        action="store_true",
        help="Read as Docker Compose would here and now: variables must be set, files be there",
    )
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        default="text",
        type=one_of("format", "text", "json"),
        help="text or json [default: text]",
    )
    return parser


def _require(options: Any, found: Found, here: str, disk: Disk) -> Requirement:
    if options.target is not None:
        raise CannotLook("leave --target out: which one the project needs is the question")
    request = request_of(options, here, dict(os.environ), disk, bool(options.exact))

    def load(target: Target) -> Project:
        return loaded(request._replace(target=target), found)

    return requirement(load, select(["strict"]))


# -- JSON -------------------------------------------------------------------------------------


def as_json(told: Requirement, here: str) -> dict[str, Any]:
    """One entry of "projects"."""
    project = told.project
    return {
        "name": project.name,
        "files": [show_file(file, here) for file in project.files],
        "release": _release(told.release),
        "decided_by": [_reason(one, _message(one), here) for one in told.decided_by],
        "also": [[_release(first), _release(last)] for first, last in told.also],
        "refused": [_reason(one, one.message, here) for one in told.refused],
        "formats": told.formats,
        "formats_excluded_by": [
            {"format": one.format, **_reason(one.problem, _words(one), here)}
            for one in told.excluded
        ],
    }


def _release(release: tuple[int, int, int]) -> str:
    return ".".join(map(str, release))


def _reason(one: Finding | Problem, message: str, here: str) -> dict[str, Any]:
    from ..node import show_path

    position = one.span.source.position(one.span.start)
    return {
        "path": show_path(one.path),
        "message": message,
        "file": show_file(one.span.source.path, here),
        "line": position.line,
        "column": position.column,
    }


def _words(excluded: Excluded) -> str:
    problem = excluded.problem
    rule = select().rules.by_name[problem.rule]
    message = rule.message(problem.variant, problem.fields)
    return message.removesuffix(f", and this file is read as format {excluded.format}")


# -- text -------------------------------------------------------------------------------------


def as_text(told: Requirement, here: str) -> str:
    """What is told of one project, for people."""
    lines = [f"{_title(told.project, here)}: {_requires(told)}"]
    lines += _decisive(told.decided_by, here)
    lines += [
        f"  {_stretch(first, last)} would read it too, but not all between"
        for first, last in told.also
    ]
    if told.refused:
        lines.append(f"Docker Compose {show_release(NEWEST)} refuses it in any case:")
        lines += [_line(one.span, one.message, here) for one in told.refused]
    lines.append(_formats(told))
    lines += [
        _line(one.problem.span, f"not {formats}: {_words(one)}", here)
        for formats, one in _by_reason(told.excluded)
    ]
    return "\n".join(lines) + "\n"


def _message(finding: Finding) -> str:
    """Its words, without those that are about a target: here it is the answer."""
    return finding.message.removesuffix(_OF_TARGET)


def _decisive(findings: list[Finding], here: str) -> list[str]:
    """A line for each thing that decides, at its first place."""
    first: dict[str, list[Finding]] = {}
    for one in findings:
        first.setdefault(_message(one), []).append(one)
    return [
        _line(places[0].span, message + _more(len(places) - 1), here)
        for message, places in first.items()
    ]


def _more(places: int) -> str:
    if not places:
        return ""
    return f" (and at {places} more place{'s' if places > 1 else ''})"


def _title(project: Project, here: str) -> str:
    return ", ".join(show_file(file, here) for file in project.files)


def _requires(told: Requirement) -> str:
    if told.release == RELEASES[0]:
        return "every Docker Compose since 2.0"
    return f"Docker Compose {show_release(told.release)} or later"


def _stretch(first: tuple[int, int, int], last: tuple[int, int, int]) -> str:
    if first == last:
        return show_release(first)
    return f"{show_release(first)} to {show_release(last)}"


def _formats(told: Requirement) -> str:
    return f"  file formats: {', '.join(told.formats) or 'none'}"


def _by_reason(excluded: list[Excluded]) -> list[tuple[str, Excluded]]:
    """Formats with the same first problem in one line: ("2.0 to 2.3", the first of them)."""
    runs: list[list[Excluded]] = []
    for one in excluded:
        if runs and _same(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [(_run(run), run[0]) for run in runs]


def _same(one: Excluded, other: Excluded) -> bool:
    mine, theirs = one.problem, other.problem
    return one.format[0] == other.format[0] and mine.span == theirs.span


def _run(run: list[Excluded]) -> str:
    first, last = run[0].format, run[-1].format
    return first if first == last else f"{first} to {last}"


def _line(span: Span, message: str, here: str) -> str:
    position = span.source.position(span.start)
    file = show_file(span.source.path, here)
    return f"  {file}:{position.line}:{position.column}: {message}"
