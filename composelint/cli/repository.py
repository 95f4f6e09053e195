"""What the environment tells of the repository that we run in."""

from __future__ import annotations

import os.path
from collections.abc import Mapping

from ..report.summary import Commit


def root_of(here: str, environment: Mapping[str, str]) -> str:
    """The root of the repository that a folder lies in; the folder itself where it lies in none.

    In GitHub Actions it is GITHUB_WORKSPACE, even where a repository was checked out into a
    folder of that: annotations count from there.
    """
    workspace = environment.get("GITHUB_WORKSPACE", "")
    for root in (workspace, os.path.realpath(workspace)) if workspace else ():
        if here == root or here.startswith(root.rstrip(os.sep) + os.sep):
            return root
    folder = here
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return here
        folder = parent
    return folder


def commit_of(environment: Mapping[str, str]) -> Commit | None:
    """The commit that GitHub Actions runs for, where files can be linked to."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    values = [environment.get(name, "") for name in names]
    return Commit(*values) if all(values) else None
