"""The variables that fill the files in: where they are used, and what is to be set.

Values that look like secrets are masked, and of env files only the names are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..checks.edges import services_and_jobs
from ..graph.masks import masked
from ..loading.dotenv import DotenvError, Entry, entries, raw_entries
from ..loading.environment import EXAMPLES
from ..loading.paths import clean, resolve
from ..loading.template import Variable
from ..model.grants import EnvFile, read_env_files
from ..node import Mapping, Path, Scalar, Sequence, show_path
from ..source import Source, UnreadableText, decode
from ..target import COMPOSE
from . import markdown as md
from .remarks import Remarks
from .subject import Subject

_HEAD = ("Variable", "Without it", "Used for", "What it is for")
_FILES_HEAD = ("Env file", "Read by", "Sets")
_MOST = 4
_MOST_NAMES = 12

#: Set by Docker Compose itself, or by every shell.
_GIVEN = frozenset("COMPOSE_PROJECT_NAME PWD HOME USER PATH SHELL HOSTNAME UID GID".split())


class Use(NamedTuple):
    """One use: the variable, None where it is passed on as it is; the text it stands in; its path
    in the file."""

    variable: Variable | None
    scalar: Scalar
    path: Path


def section(subject: Subject) -> list[str]:
    said = _meanings(subject)
    rows = [_row(subject, name, found, said) for name, found in _in_order(subject)]
    files = _files(subject)
    return [
        *([md.table(_HEAD, rows)] if rows else []),
        *([md.table(_FILES_HEAD, files)] if files else []),
    ]


def uses(subject: Subject) -> dict[str, list[Use]]:
    """Every use by the name of the variable, in the order of the files."""
    project = subject.project
    found: dict[str, list[Use]] = {}
    seen: set[tuple[str, int, int]] = set()
    for scalar, variable, path in project.variables:
        at = (scalar.source.path, scalar.start, variable.start)
        if at not in seen:
            seen.add(at)
            found.setdefault(variable.name, []).append(Use(variable, scalar, path))
    if project.target.kind == COMPOSE.kind:
        for section, name, _, node in services_and_jobs(project):
            for scalar, path in _passed_on(node, (section, name, "environment")):
                at = (scalar.source.path, scalar.start, -1)
                if at in seen or not scalar.known or not scalar.text:
                    continue
                seen.add(at)
                found.setdefault(scalar.text, []).append(Use(None, scalar, path))
    return found


def _passed_on(service: Mapping, path: Path) -> Iterator[tuple[Scalar, Path]]:
    """Names in `environment` that take their value from the shell."""
    node = service.get("environment")
    if type(node) is Mapping:
        for name, (key, value) in node.entries.items():
            if type(value) is Scalar and value.value is None:
                yield key, (*path, name)
    elif type(node) is Sequence:
        for index, item in enumerate(node.items):
            if type(item) is Scalar and type(item.value) is str and "=" not in item.text:
                yield item, (*path, index)


def _in_order(subject: Subject) -> list[tuple[str, list[Use]]]:
    """What has to be set first, what has a default last."""
    return sorted(uses(subject).items(), key=lambda item: _rank(subject, *item))


def _rank(subject: Subject, name: str, found: list[Use]) -> int:
    if name in subject.project.environment or name in _GIVEN:
        return 3
    operators = {use.variable.operator[-1:] for use in found if use.variable is not None}
    return 0 if "?" in operators else 1 if "" in operators else 2


def needed(subject: Subject) -> list[str]:
    """What has to be set for the project to be what it is meant to be: required variables, and
    those that would be blank."""
    return [name for name, found in _in_order(subject) if _rank(subject, name, found) < 2]


# --- the table


def _row(subject: Subject, name: str, found: list[Use], said: dict[str, str]) -> tuple[str, ...]:
    places = dict.fromkeys(_place(subject, use) for use in found)
    shown = ", ".join(list(places)[:_MOST])
    if len(places) > _MOST:
        shown += f" and {len(places) - _MOST} more"
    without = dict.fromkeys(_without(subject, name, use) for use in found)
    return md.code(name), "; ".join(without), shown, md.text(said.get(name, ""))


def _place(subject: Subject, use: Use) -> str:
    path = use.path[1:] if use.path[:1] in (("services",), ("jobs",)) else use.path
    if use.variable is None:
        return subject.linked(show_path(path), use.scalar.span)
    begin = use.scalar.part(use.variable.start, use.variable.end)
    return subject.linked(show_path(path), begin)


def _without(subject: Subject, name: str, use: Use) -> str:
    environment = subject.project.environment
    if name == "COMPOSE_PROJECT_NAME":
        return "the name of the project"
    if name == "PWD":
        return "the folder"
    if name in environment:
        return f"{_value(environment[name], name, use)} from `.env`"
    variable = use.variable
    if variable is None:
        return "not passed on"
    if variable.operator.endswith("?"):
        said = md.text(variable.default or "")
        return f"**it does not start**: {said}" if said else "**it does not start**"
    if variable.operator.endswith("-"):
        return _value(variable.default or "", name, use) or "blank"
    if variable.operator.endswith("+"):
        return f"blank, else {_value(variable.default or '', name, use) or 'blank'}"
    return "blank"


def _value(value: str, name: str, use: Use) -> str:
    shown = masked(value, name, *_held_by(use))
    return md.code(shown) if shown == value or "*" in shown else shown


def _held_by(use: Use) -> Iterator[str]:
    """The names of what a variable becomes the value of: POSTGRES_PASSWORD: ${DB}."""
    yield from (step for step in use.path[-1:] if isinstance(step, str))
    text = use.scalar.text if use.scalar.raw is None else use.scalar.raw
    name, equals, _ = text.partition("=")
    if equals and "$" not in name:
        yield name


def _meanings(subject: Subject) -> dict[str, str]:
    """What the comments of the env file, or of an example of it, say of each variable."""
    said: dict[str, str] = {}
    for file in (*EXAMPLES, ".env"):
        source = _source(subject, clean(f"{subject.project.directory}/{file}"))
        if source is None or "#" not in source.text:
            continue
        from ..suppression.layout import of_env_file

        remarks = Remarks(source, of_env_file(source))
        try:
            for entry in entries(source.text, lambda name: None, assume=True):
                words = remarks.about(entry.name_start)
                if words and not _heads_a_group(source, entry):
                    said.setdefault(entry.name, words)
        except DotenvError:
            continue
    return said


def _heads_a_group(source: Source, entry: Entry) -> bool:
    """Whether what stands above an entry may be about those below it too, which follow at once."""
    line = source.position(max(entry.value_end, entry.name_end)).line
    if "#" in source.line(line) or line == len(source.line_starts):
        return False
    return source.line(line + 1).strip()[:1] not in ("", "#")


def _source(subject: Subject, path: str) -> Source | None:
    try:
        return decode(path, subject.project.read(path))
    except (OSError, UnreadableText):
        return None


# --- env files of services


def _env_files(subject: Subject) -> Iterator[tuple[str, EnvFile, str]]:
    """(service, env file, absolute path) of each that is known."""
    for _, name, _, node in subject.runners:
        files = node.get("env_file")
        for file in read_env_files(files) if files is not None else ():
            if file.path:
                source = file.node.source
                path = resolve(source.directory, file.path, source.environment.get("HOME"))
                yield name, file, path


def env_files_needed(subject: Subject) -> list[str]:
    """The absolute paths of the env files without which it does not start."""
    return [path for _, file, path in _env_files(subject) if file.required]


def _files(subject: Subject) -> list[tuple[str, ...]]:
    readers: dict[str, list[str]] = {}
    needed: set[str] = set()
    formats: dict[str, str] = {}
    for service, file, path in _env_files(subject):
        readers.setdefault(path, []).append(service)
        formats.setdefault(path, file.format)
        if file.required:
            needed.add(path)
    rows: list[tuple[str, ...]] = []
    for path, services in readers.items():
        names = _names(subject, path, formats[path])
        shown = subject.file(path) if names is not None else md.code(subject.shown(path))
        sets = "is not in the repository" if names is None else md.codes(names, _MOST_NAMES)
        optional = "" if path in needed else " (may be missing)"
        rows.append((shown, md.codes(dict.fromkeys(services), _MOST_NAMES) + optional, sets))
    return rows


def _names(subject: Subject, path: str, form: str) -> list[str] | None:
    source = _source(subject, path)
    if source is None:
        return None
    read = raw_entries if form == "raw" else entries
    names: dict[str, None] = {}
    try:
        for entry in read(source.text, lambda name: None, assume=True):
            names[entry.name] = None
    except DotenvError:
        pass
    return [name for name in names if name]
