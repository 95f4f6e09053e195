"""`composelint explain PATH`: where a value of the project comes from.

The project is read as `config` reads it: exactly, with the environment.
"""

from __future__ import annotations

import os
from typing import Any

from ..disk import Disk
from ..project import Project
from ..provenance import Explainer, PathError, Provenance, model_of
from ..report.ansi import Paint
from .errors import OK, CannotLook, complain
from .here import load_asked
from .terminal import write

_SECTIONS = ("services", "networks", "volumes", "secrets", "configs", "models", "jobs")


def explain_values(paths: list[str], options: Any, paint: Paint, width: int) -> int:
    """Prints where the values at some paths come from; the exit code."""
    here = os.getcwd()
    project = _project(options, here)
    model = model_of(project)
    explainer = Explainer(project, model)
    found = [_explained(path, explainer) for path in paths]
    if model is None and project.target.kind == "compose":
        complain(
            "Docker Compose refuses this project: this is how far its files merge "
            "(composelint check tells why)"
        )
    if options.format == "json":
        write(_json(found, here))
    else:
        from ..provenance.text import render

        write("\n".join(render(each, here, paint, width) for each in found))
    return OK


def _json(found: list[Provenance], here: str) -> str:
    """One document, or a list of them where several paths were asked for."""
    import json

    from ..provenance.jsonout import document

    documents = [document(each, here) for each in found]
    shown = documents[0] if len(documents) == 1 else documents
    return json.dumps(shown, indent=2, ensure_ascii=False) + "\n"


def _project(options: Any, here: str) -> Project:
    return load_asked(options, [], here, Disk(), exact=True)[0]


def _explained(text: str, explainer: Explainer) -> Provenance:
    try:
        return explainer.explain(explainer.path(text))
    except PathError as error:
        meant = _with_section(text, explainer)
        said = f"there is nothing there; did you mean {meant}?" if meant else error.message
        raise CannotLook(f"{text}, column {error.column}: {said}") from None


def _with_section(text: str, explainer: Explainer) -> str | None:
    """The path that is meant where only the section is missing: web.image."""
    for section in _SECTIONS:
        try:
            explainer.path(f"{section}.{text}")
        except PathError:
            continue
        return f"{section}.{text}"
    return None


def path_to(word: str, options: Any) -> str | None:
    """The path of a service or resource of this name in the project here, if there is one."""
    try:
        project = _project(options, os.getcwd())
    except CannotLook:
        return None
    return _with_section(word, Explainer(project, None))


__all__ = ["explain_values", "path_to"]
