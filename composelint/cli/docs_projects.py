"""The projects that a page is about, read as everybody has them who has the repository."""

from __future__ import annotations

import os
from typing import Any

from ..api import loaded
from ..discover import Found, NotThere, projects
from ..docs.subject import Subject, Where, relative
from ..loading.name import folder_name
from ..node import UNKNOWN, Scalar
from ..project import Project
from ..request import Request
from ..session import parts_of_others
from .committed import Committed
from .errors import CannotLook
from .options import request_of
from .repository import root_of

#: Stands for the name of a project that has none but that of the folder it was cloned to.
_NAMELESS = "project"


def subjects_asked(options: Any, paths: list[str], here: str, page: str | None) -> list[Subject]:
    """The projects of -f or of the paths, or the one here; `page` is the file that tells of them.

    Raises CannotLook where there is none, and where one is broken.
    """
    root = root_of(_folder(options, paths, here), {})
    given = [*options.file, *options.env_file, *paths]
    asked = frozenset(os.path.normpath(os.path.join(here, path)) for path in given)
    disk = Committed(root, asked)
    # The shell's variables are those of one machine.
    request = request_of(options, here, {}, disk)
    read = [(found, _read(request, found)) for found in _found(request, paths)]
    parts = parts_of_others(read)
    whole = [
        project
        for (found, project), part in zip(read, parts, strict=True)
        if not part and (found.asked or not project.fragment)
    ]
    if not whole:
        raise CannotLook("there is no project that is complete in itself")
    folder = os.path.dirname(os.path.normpath(os.path.join(here, page))) if page else here
    return _subjects(whole, Where(folder, root, options.links, disk.kept), options.project_name)


def _folder(options: Any, paths: list[str], here: str) -> str:
    """A folder of what is asked for, to find the repository by."""
    for path in (*options.file, *paths):
        absolute = os.path.normpath(os.path.join(here, path))
        if path != "-":
            return absolute if os.path.isdir(absolute) else os.path.dirname(absolute)
    return here


def _found(request: Request, paths: list[str]) -> list[Found]:
    if request.files:
        if paths:
            raise CannotLook("give paths or -f, not both: -f says exactly which files to read")
        return [Found(request.given_files())]
    if not paths:
        return [Found(request.files_here())]
    try:
        found = projects(paths, request.here, request.disk, _give_up)
    except NotThere as error:
        raise CannotLook(f"there is no file or folder {error}") from None
    if not found:
        raise CannotLook(f"no Compose file in {' or '.join(paths)}")
    return found


def _give_up(error: OSError) -> None:
    raise CannotLook(f"{error.filename} cannot be read: {error.strerror}")


def _read(request: Request, found: Found) -> Project:
    project = loaded(request, found)
    _refuse(project, request.here)
    if _name(project, request.project_name):
        return project
    if any(variable.name == "COMPOSE_PROJECT_NAME" for _, variable, _ in project.variables):
        # Its values would have the name of the folder in them, which is another elsewhere.
        return loaded(request._replace(project_name=_NAMELESS), found)
    return project


def _refuse(project: Project, here: str) -> None:
    """A page of what cannot be read would not be true: raises CannotLook with the places."""
    if not any(problem.refused for problem in project.problems):
        return
    from ..engine import findings
    from ..report.names import show_file
    from ..selection import select

    lines = []
    for one in findings(project, select(["strict"]), list(project.problems)):
        if one.refused:
            line, column = one.span.source.position(one.span.start)
            file = show_file(one.span.source.path, here)
            lines.append(f"{file}:{line}:{column}: {one.message}")
    raise CannotLook(*lines)


def _name(project: Project, given: str | None) -> str:
    """What a project is called by its files or options; "" where only its folder names it."""
    node = project.root.get("name")
    said = type(node) is Scalar and node.text and UNKNOWN not in node.text
    if given or said or project.name != folder_name(project.directory):
        return project.name if project.name != _NAMELESS or given or said else ""
    return ""


def _subjects(read: list[Project], where: Where, given: str | None) -> list[Subject]:
    """What tells projects of one name and folder apart is their files."""
    known: dict[tuple[str, str], int] = {}
    for project in read:
        key = (_name(project, given), project.directory)
        known[key] = known.get(key, 0) + 1
    subjects = []
    for project in read:
        name = _name(project, given)
        files: tuple[str, ...] = ()
        if known[name, project.directory] > 1:
            files = tuple(relative(path, project.directory) for path in project.files)
        subjects.append(Subject(project, where, name, files))
    return subjects
