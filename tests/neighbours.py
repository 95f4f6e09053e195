"""Several made projects of one run, and what is said of them together."""

from __future__ import annotations

import posixpath
from typing import Any

from support import FOLDER

from composelint import engine
from composelint.finding import Finding, Problem
from composelint.loading.load import LoadOptions, load_project
from composelint.project import Project
from composelint.selection import Selection, select
from composelint.state import read_state
from composelint.target import parse_target

_NAMES = ("compose.yaml", "compose.override.yaml")


def projects_of(files: dict[str, str], **options: Any) -> list[Project]:
    """A project for each folder with a compose.yaml, in the order of the files; `options` are
    those of LoadOptions. A file state.json is the saved state of the engine."""
    stored = {f"{FOLDER}/{name}": text.encode() for name, text in files.items()}

    def read(path: str) -> bytes:
        if path not in stored:
            raise FileNotFoundError(2, "No such file or directory", path)
        return stored[path]

    if "target" in options:
        options["target"] = parse_target(options["target"])
    state = read_state(files["state.json"]) if "state.json" in files else None
    projects = []
    for name in files:
        folder, last = posixpath.split(f"{FOLDER}/{name}")
        if last == _NAMES[0]:
            entries = tuple(f"{folder}/{n}" for n in _NAMES if f"{folder}/{n}" in stored)
            load = LoadOptions(files=entries, directory=folder, **options)
            project = load_project(load, read)
            project.state = state
            projects.append(project)
    return projects


def check_run(projects: list[Project], selection: Selection | None = None) -> list[Finding]:
    """All findings on the projects of a run, project by project."""
    selection = selection or select()
    found: list[list[Problem]] = [engine.problems(project, selection) for project in projects]

    def report(project: Project, problem: Problem) -> None:
        found[projects.index(project)].append(problem)

    engine.across(projects, selection, report)
    return [
        finding
        for project, problems in zip(projects, found, strict=True)
        for finding in engine.findings(project, selection, problems)
    ]
