"""The variables that a project is read with: the shell's, over those of .env files."""

from __future__ import annotations

from collections.abc import Sequence

from ..finding import Problem, Report
from ..node import UNKNOWN
from ..project import Project, Read
from ..source import Source, Span, UnreadableText, decode
from .dialect import COMPOSE, Dialect, dialect_of
from .dotenv import DotenvError, parse
from .options import CannotLoad, LoadOptions
from .paths import clean, resolve

#: Files that show which variables a deployment sets, without their values.
EXAMPLES = (".env.example", ".env.sample", ".env.template", ".env.dist")


def read_environment(
    options: LoadOptions, project_directory: str, read: Read, report: Report
) -> dict[str, str]:
    """The variables for interpolation.

    The shell's count in the exact reading only. Then come the files of --env-file (or
    COMPOSE_ENV_FILES), else the `.env` of the project's folder; what was set first stays, but a
    later --env-file wins over an earlier one.
    """
    shell = options.environment if options.exact else {}
    environment = dict(shell)
    dialect = dialect_of(options.target)
    if dialect.sets_pwd:
        environment.setdefault("PWD", options.directory)
    if not dialect.reads_env:
        return environment
    paths = env_file_paths(options, project_directory)
    if _named(options, shell):
        exact = options.exact
        _fill(environment, env_file_values(paths, environment, read, report, exact, dialect))
        return environment
    for path in paths:
        try:
            data = read(path)
        except OSError:
            continue
        _fill(environment, _parse(path, data, environment, {}, report, not options.exact, dialect))
    return environment


def env_file_paths(options: LoadOptions, project_directory: str) -> list[str]:
    """The files that `read_environment` takes variables from, whether they are there or not;
    raises CannotLoad."""
    shell = options.environment if options.exact else {}
    if not dialect_of(options.target).reads_env:
        return []
    named = _named(options, shell)
    if named:
        return [resolve(options.directory, path) for path in named]
    if _disabled(shell.get("COMPOSE_DISABLE_ENV_FILE")):
        return []
    return [clean(f"{project_directory}/.env")]


def _named(options: LoadOptions, shell: dict[str, str]) -> list[str]:
    """The env files that are asked for."""
    named = list(options.env_files)
    if not named and shell.get("COMPOSE_ENV_FILES"):
        named = shell["COMPOSE_ENV_FILES"].split(",")
    return named


def _disabled(value: str | None) -> bool:
    """Whether COMPOSE_DISABLE_ENV_FILE keeps the `.env` file out; raises CannotLoad."""
    if value in ("1", "t", "T", "true", "TRUE", "True"):
        return True
    if value is None or value in ("0", "f", "F", "false", "FALSE", "False"):
        return False
    raise CannotLoad(f"COMPOSE_DISABLE_ENV_FILE is {value!r}, and must be true or false")


def _fill(environment: dict[str, str], values: dict[str, str]) -> None:
    for name, value in values.items():
        environment.setdefault(name, value)


def env_file_values(
    paths: Sequence[str],
    environment: dict[str, str],
    read: Read,
    report: Report,
    exact: bool,
    dialect: Dialect = COMPOSE,
) -> dict[str, str]:
    """What env files that were asked for set, a later one over an earlier one.

    Raises CannotLoad where one cannot be read.
    """
    values: dict[str, str] = {}
    for path in paths:
        try:
            data = read(path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CannotLoad(f"cannot read the env file {path}: {reason}") from None
        values.update(_parse(path, data, environment, values, report, not exact, dialect))
    return values


def _parse(
    path: str,
    data: bytes,
    environment: dict[str, str],
    earlier: dict[str, str],
    report: Report,
    assume: bool,
    dialect: Dialect,
) -> dict[str, str]:
    try:
        source = decode(path, data)
    except UnreadableText as error:
        source = Source(path, "")
        fields = {"reason": str(error)}
        report(Problem("unreadable-file", Span(source, 0, 0), fields=fields, refused=True))
        return {}
    try:
        values = dialect.dotenv(source.text, environment.get, earlier=earlier, assume=assume)
    except DotenvError as error:
        report_dotenv(source, error, report)
        return {}
    return {name: value for name, value in values.items() if UNKNOWN not in value}


def report_dotenv(source: Source, error: DotenvError, report: Report) -> None:
    """An env file that Docker Compose cannot read."""
    start = min(error.offset, len(source.text))
    line_end = source.text.find("\n", start)
    end = len(source.text) if line_end < 0 else line_end
    span = Span(source, start, max(start, min(end, start + 80)))
    fields = {"message": error.message}
    report(Problem("unreadable-file", span, (), "env-file", fields, refused=True))


def declared_names(project: Project) -> dict[str, str]:
    """The variables that the project's .env file or an example of it declares, with its path."""
    names: dict[str, str] = {}
    for file in (".env", *EXAMPLES):
        path = clean(f"{project.directory}/{file}")
        try:
            source = decode(path, project.read(path))
            values = parse(source.text, _nothing, assume=True)
        except (OSError, UnreadableText, DotenvError):
            continue
        for name in values:
            names.setdefault(name, path)
    return names


def _nothing(name: str) -> None:
    """A lookup in which nothing is set."""
