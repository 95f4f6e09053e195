"""What a project is called: by option, by variable, by its files, by its folder."""

from __future__ import annotations

import posixpath
import re

from ..finding import Problem, Report
from ..node import Mapping, Scalar
from ..source import Span
from .options import CannotLoad, LoadOptions

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
_OTHER = re.compile(r"[^a-z0-9_-]")


def normalized(name: str) -> str:
    """A name as Docker Compose makes one of any text: `Bad Name` becomes badname."""
    return _OTHER.sub("", name.lower()).lstrip("_-")


def given_name(options: LoadOptions, environment: dict[str, str]) -> str | None:
    """The name asked for by --project-name or COMPOSE_PROJECT_NAME; raises CannotLoad."""
    name = options.project_name or environment.get("COMPOSE_PROJECT_NAME")
    if not name:
        return None
    if not _NAME.match(name):
        raise CannotLoad(
            f"{name!r} is no project name: lower-case letters, digits, - and _, "
            "beginning with a letter or digit"
        )
    return name


def name_in_files(roots: list[Mapping]) -> str | None:
    """The `name` that the last of the files gives, as the text that stands there."""
    found = None
    for root in roots:
        node = root.get("name")
        if type(node) is Scalar and type(node.value) is str and node.text:
            found = node.text
    return found


def folder_name(project_directory: str) -> str:
    return normalized(posixpath.basename(project_directory))


def check_name(roots: list[Mapping], report: Report) -> None:
    """Neither the files nor the folder give a name that is one."""
    for root in reversed(roots):
        node = root.get("name")
        if node is not None:
            report(_no_name(node.span))
            return
    span = roots[0].span
    report(_no_name(span._replace(end=min(span.end, span.start + 1))))


def _no_name(span: Span) -> Problem:
    return Problem("invalid-value", span, ("name",), "project-name", refused=True)
