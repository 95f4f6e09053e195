"""Cases of what makes `up` fail, as preflight_cases.yaml tells them, and what we say of each.

A case is one `up` on an engine that is empty but for the image bb:1 (it sleeps):

`compose`  the file that `up` is about; `files` are further ones in its folder
`first`    a file first.yaml, for `before`
`before`   a script for sh, run in the folder: `docker` and `compose` (for the project) are there
`flags`    what stands behind `up -d`; `listen` ports that another program of the host has
`host`     paths of the host that are there
`fails`    "" where the real `up` works, else what it says
`finds`    the ids of what we say; an error has to be among them where it fails, and only there
`perhaps`  nobody can know whether it fails, or it is a matter of chance: a warning has to be there
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from compose_line import command

from composelint.finding import Finding
from composelint.loading.load import LoadOptions, load_project
from composelint.plan import World, up
from composelint.plan.desired import Desired
from composelint.plan.preflight import findings
from composelint.project import Project
from composelint.state import State, read_state

#: Where a case stands: paths are in what Docker Compose hashes.
PLACE = "/srv/composelint-preflight/case"
PROJECT = "case"
STATES = Path(__file__).with_name("preflight_states.json")


class Case(NamedTuple):
    name: str
    compose: str
    fails: str = ""
    finds: tuple[str, ...] = ()
    first: str = ""
    before: str = ""
    flags: str = ""
    files: dict[str, str] = {}  # noqa: RUF012  (a NamedTuple's default; nobody writes to it)
    listen: tuple[str | int, ...] = ()
    host: tuple[str, ...] = ()
    perhaps: bool = False

    def texts(self) -> dict[str, str]:
        """The files of the case by name."""
        named = {"compose.yaml": self.compose, "first.yaml": self.first}
        return {name: text for name, text in named.items() if text} | self.files


def cases() -> list[Case]:
    path = Path(__file__).with_name("preflight_cases.yaml")
    return [Case(**one) for one in yaml.safe_load(path.read_text(encoding="utf-8"))]


@functools.cache
def _states() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(STATES.read_text(encoding="utf-8"))
    return found


def recorded(case: Case) -> State:
    """The engine as it was before `up`, as though it were asked now and on this machine."""
    states = _states()
    state = read_state(json.dumps({**states["common"], **states[case.name]}))
    state.look = lambda kind, id_: None
    return state


def said(case: Case, state: State) -> list[Finding]:
    """What we say of a case."""
    project = project_of(case)
    desired = Desired(project, command(f"up -d {case.flags}").options)
    return findings(desired, state, up.moves(desired, state, World()))


def project_of(case: Case) -> Project:
    stored = {f"{PLACE}/{name}": text.encode() for name, text in case.texts().items()}
    there = {*case.host, PLACE}

    def read(path: str) -> bytes:
        above = path.removesuffix("/.")
        if above in stored:
            return stored[above]
        if above in there:
            raise IsADirectoryError(21, "Is a directory", path)
        raise FileNotFoundError(2, "No such file or directory", path)

    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    files = (f"{PLACE}/compose.yaml",)
    options = LoadOptions(
        files=files, directory=PLACE, exact=True, environment=environment, project_name=PROJECT
    )
    return load_project(options, read)
