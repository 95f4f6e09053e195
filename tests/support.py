"""What tests share: projects from texts, and where the oracle and the reference material are."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import composelint.rule
from composelint.finding import Problem
from composelint.node import Mapping
from composelint.project import Project
from composelint.source import Source
from composelint.syntax import compose
from composelint.target import parse_target

# A message that asks for a field which its problem lacks is a mistake that tests must see.
composelint.rule.strict = True

ROOT = Path(__file__).resolve().parent.parent


def project_of(
    files: dict[str, str],
    *,
    exact: bool = False,
    profiles: tuple[str, ...] = (),
    target: str = "compose",
) -> Project:
    problems: list[Problem] = []
    name = "compose.yaml"
    source = Source(name, files[name])
    roots = compose(source, problems.append)
    root = roots[0] if roots else Mapping(source, 0, 0, "", {})
    assert type(root) is Mapping
    project = Project(".", root, lambda path: files[path].encode())
    project.problems = problems
    project.exact = exact
    project.profiles = profiles
    project.target = parse_target(target)
    return project


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
