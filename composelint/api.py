"""The Python API: `load` a project, `check` projects. The command line uses nothing else.

    import composelint

    project = composelint.load("compose.yaml", "compose.prod.yaml")
    for finding in composelint.check(project):
        print(finding.file, finding.line, finding.id, finding.message)

Both read the disk, and the environment of the process where no other is given; both raise
CannotLook, and nothing else, where there is nothing to judge.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from .discover import Found, NotThere, projects
from .disk import Disk
from .errors import CannotLook
from .project import Project
from .request import Request
from .target import Target, UnknownTarget, parse_target

if TYPE_CHECKING:
    from .run import Run
    from .session import Session, Trouble
    from .state import State

    Name = str | os.PathLike[str]


def load(
    *files: Name,
    project_directory: Name | None = None,
    project_name: str | None = None,
    env_files: Iterable[Name] = (),
    profiles: Iterable[str] = (),
    target: str | Target | None = None,
    exact: bool = False,
    environment: Mapping[str, str] | None = None,
    here: Name | None = None,
    disk: Disk | None = None,
) -> Project:
    """Read one project: these Compose files laid over each other, as `docker compose -f` has it.

    Without files it is the project of the folder `here` (default: the current one), found as
    Docker Compose finds it. `exact` reads as Docker Compose would here and now; by default
    variables and files that come with deployment are assumed (docs/readings.md). `target` is
    "compose", "compose@2.24", "compose-v1" or "swarm"; without it the project's own wish counts.
    What is wrong with the project stands in its `problems`; `check` puts them into words.

    Raises CannotLook where a file is not there or a name is no name.
    """
    request = _request(
        files=files,
        project_directory=project_directory,
        project_name=project_name,
        env_files=env_files,
        profiles=profiles,
        target=target,
        exact=exact,
        environment=environment,
        here=here,
        disk=disk,
    )
    return loaded(request, Found(request.given_files() or request.files_here()))


def loaded(request: Request, found: Found) -> Project:
    """A project that was found; raises CannotLook."""
    from .loading.chosen import load_for
    from .loading.load import load_project
    from .loading.options import CannotLoad

    options = request.load_options()._replace(files=found.files, fragment=found.fragment)
    read = request.disk.read
    try:
        project = load_project(options, read)
        if request.target is None:
            project = load_for(project, options, read)
    except CannotLoad as error:
        raise CannotLook(str(error)) from None
    project.entries = request.disk.entries
    return project


def check(
    *what: Name | Project,
    files: Iterable[Name] = (),
    project_directory: Name | None = None,
    project_name: str | None = None,
    env_files: Iterable[Name] = (),
    profiles: Iterable[str] = (),
    target: str | Target | None = None,
    exact: bool = False,
    preset: Iterable[str] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    config: Name | bool = True,
    state: Name | State | None = None,
    validator: str = "walk",
    environment: Mapping[str, str] | None = None,
    here: Name | None = None,
    disk: Disk | None = None,
    today: str | None = None,
    trouble: Trouble | None = None,
    step: Callable[[int], object] | None = None,
) -> Run:
    """Check projects, and give what was found as a `Run`, which iterates over its findings.

    `what` are projects that are loaded, or paths: a folder stands for every project below it, a
    file for the project that it belongs to (an override is laid over its base). With `files`
    exactly these are read, as one project; with nothing at all the project `here`.

    `preset`, `select` and `ignore` choose rules and go before the configuration, which is found
    beside and above each project unless `config` names one or is False. `state` is a file with
    the saved state of an engine, or a State. `today` ("2026-11-22"; default: this day) decides
    which suppressions have expired. The other arguments are those of `load`.

    Where a project cannot be judged, `trouble` is told (exception, file) and the others go on;
    without `trouble` the first such exception is raised: CannotLook for what is not there.
    `step` is called with the number of projects at first, and with 0 after each.
    """
    from .session import Session

    request = _request(
        files=files,
        project_directory=project_directory,
        project_name=project_name,
        env_files=env_files,
        profiles=profiles,
        target=target,
        exact=exact,
        environment=environment,
        here=here,
        disk=disk,
    )
    from .configuration import Wishes, settings_for

    wishes = Wishes(tuple(preset), tuple(select), tuple(ignore))
    session = Session(
        request,
        settings_for(config, wishes, request),
        trouble or _raise,
        validator=validator,
        state=_state(state, request) if isinstance(state, (str, os.PathLike)) else state,
        today=_this_day() if today is None else today,
    )
    loaded = [each for each in what if isinstance(each, Project)]
    paths = [os.fspath(each) for each in what if not isinstance(each, Project)]
    if loaded:
        if paths or request.files:
            raise CannotLook("give projects or paths, not both")
        return _judge(session, loaded)
    found = _found(request, paths, session)
    if step is not None:
        step(len(found))
    return session.run(found, lambda: step(0) if step is not None else None)


def _request(
    *,
    files: Iterable[Name],
    project_directory: Name | None,
    project_name: str | None,
    env_files: Iterable[Name],
    profiles: Iterable[str],
    target: str | Target | None,
    exact: bool,
    environment: Mapping[str, str] | None,
    here: Name | None,
    disk: Disk | None,
) -> Request:
    return Request(
        here=os.getcwd() if here is None else os.path.abspath(here),
        environment=dict(os.environ if environment is None else environment),
        disk=disk or Disk(),
        files=tuple(os.fspath(file) for file in files),
        env_files=tuple(os.fspath(file) for file in env_files),
        profiles=tuple(profiles),
        project_directory=None if project_directory is None else os.fspath(project_directory),
        project_name=project_name,
        target=_target(target),
        exact=exact,
    )


def _target(target: str | Target | None) -> Target | None:
    if not isinstance(target, str):
        return target
    try:
        return parse_target(target)
    except UnknownTarget as error:
        raise CannotLook(str(error)) from None


def _found(request: Request, paths: list[str], session: Session) -> list[Found]:
    if request.files:
        if paths:
            raise CannotLook("give paths or -f, not both: -f says exactly which files to read")
        return [Found(request.given_files())]
    if not paths:
        return [Found(request.files_here())]
    troubled: list[OSError] = []

    def trouble(error: OSError) -> None:
        troubled.append(error)
        reason = (error.strerror or str(error)).lower()
        name = os.path.relpath(str(error.filename), request.here)
        session.trouble(CannotLook(f"{name} cannot be read: {reason}"), str(error.filename))

    try:
        found = projects(paths, request.here, request.disk, trouble)
    except NotThere as error:
        raise CannotLook(f"there is no file or folder {error}") from None
    if not found and not troubled:
        raise CannotLook(f"no Compose file in {' or '.join(paths)}")
    return found


def _judge(session: Session, loaded: list[Project]) -> Run:
    checked = []
    for project in loaded:
        files = tuple(project.files)
        settings = session.settings_of(files[0])
        checked.append(session.checked(Found(files), project, settings))
    return session.judge(checked)


def _raise(error: Exception, file: str) -> None:
    raise error


def _state(file: Name, request: Request) -> State:
    from .state import InvalidState, read_state

    path = os.fspath(file)
    try:
        text = request.disk.read(request.absolute(path)).decode()
        return read_state(text)
    except OSError as error:
        raise CannotLook(f"{path} cannot be read: {(error.strerror or '').lower()}") from None
    except (UnicodeDecodeError, InvalidState) as error:
        raise CannotLook(f"{path} is no saved state: {error}") from None


def _this_day() -> str:
    import time

    return time.strftime("%Y-%m-%d")
