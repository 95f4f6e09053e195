"""What tests share: projects from texts, and where the oracle and the reference material are."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import composelint.rule
from composelint import api, engine
from composelint.finding import Finding
from composelint.loading.load import LoadOptions, load_project
from composelint.project import Project
from composelint.selection import select
from composelint.target import parse_target

# A message that asks for a field which its problem lacks is a mistake that tests must see.
composelint.rule.strict = True

ROOT = Path(__file__).resolve().parent.parent


#: Where the files of a made project stand.
FOLDER = "/project"


def project_of(
    files: dict[str, str],
    *,
    exact: bool = False,
    profiles: tuple[str, ...] = (),
    target: str = "compose",
    environment: dict[str, str] | None = None,
    fragment: bool = False,
) -> Project:
    """The project of compose.yaml, and compose.override.yaml where it is among the files.

    `files` maps paths, relative to the project's folder, to their text.
    """
    stored = {f"{FOLDER}/{name}": text.encode() for name, text in files.items()}
    entries = [name for name in ("compose.yaml", "compose.override.yaml") if name in files]

    def read(path: str) -> bytes:
        """As the disk has it: folders are told from nothing, and `file/.` is no path."""
        above = path.removesuffix("/.")
        if above in stored:
            if above != path:
                raise NotADirectoryError(20, "Not a directory", path)
            return stored[path]
        if any(name.startswith(above + "/") for name in stored):
            raise IsADirectoryError(21, "Is a directory", path)
        raise FileNotFoundError(2, "No such file or directory", path)

    options = LoadOptions(
        files=tuple(f"{FOLDER}/{name}" for name in entries),
        directory=FOLDER,
        profiles=profiles,
        exact=exact,
        target=parse_target(target),
        environment=environment or {},
        fragment=fragment,
    )
    project = load_project(options, read)
    project.entries = lambda folder: lying_in(folder, stored)
    return project


def lying_in(folder: str, stored: dict[str, bytes]) -> list[tuple[str, bool]]:
    """What lies in a folder, of files by path: (name, whether it is a folder)."""
    below = [path[len(folder) + 1 :] for path in stored if path.startswith(folder + "/")]
    return sorted({(path.partition("/")[0], "/" in path) for path in below})


#: The day on which tests run.
TODAY = "2026-11-22"


def check(project: Project, *presets: str) -> list[Finding]:
    """The findings of the default preset, or of those named, but for those that the files ask to
    be left out."""
    if project.mentions(("composelint",)):
        return api.check(project, preset=presets, config=False, today=TODAY).findings
    return engine.check(project, select(presets))


def shown(findings: list[Finding]) -> list[tuple[str, str]]:
    """(id, text of the span) of each finding: enough to tell most tests what happened."""
    return [(finding.id, finding.span.text) for finding in findings]


def oracle() -> str | None:
    """The real docker-compose 5.6.1: $COMPOSELINT_ORACLE, or the one beside this Python."""
    given = os.environ.get("COMPOSELINT_ORACLE")
    if given:
        return given
    beside = Path(sys.executable).parent / "docker-compose"
    return str(beside) if beside.exists() else shutil.which("docker-compose", path="")


def shared() -> Path | None:
    """The folder with reference material: $COMPOSELINT_SHARED, or ../shared."""
    given = os.environ.get("COMPOSELINT_SHARED")
    folder = Path(given) if given else ROOT.parent / "shared"
    return folder if folder.is_dir() else None
