"""`composelint plan --against REVISION`: what the files would change where those of a revision of
git are up; no engine is asked."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..plan.assumed import state_of
from ..plan.desired import Desired, NoSuchService, with_profiles_of
from ..plan.options import Options
from ..plan.world import Earlier, World
from ..project import Project
from ..state import State
from .before import load_before
from .revision import Revision

_SHORT = 7


class Against(NamedTuple):
    """What stands for the engine: `title` as `main (1a2b3c4)`, `notes` in whole sentences."""

    state: State
    world: World
    title: str
    commit: str
    notes: tuple[str, ...]


def against(options: Any, asked: Options, project: Project, here: str) -> Against:
    """Raises CannotLook where there is no such revision, or the project was refused then."""
    tree = Revision(here, options.against)
    title = f"{options.against} ({tree.commit[:_SHORT]})"
    before = load_before(options, here, tree, project.target)
    if before is None:
        notes = (f"There was no such project at {title}.",)
        return Against(State(_NOTHING), World(), title, tree.commit, notes)
    for service in asked.services:
        try:
            before = with_profiles_of(before, [service])
        except NoSuchService:  # it was not there yet
            continue
    desired = Desired(before, Options())
    world = World(earlier=_Before(tree, desired.model).earlier)
    return Against(state_of(desired), world, title, tree.commit, _notes(before, project, title))


_NOTHING: dict[str, list[dict[str, Any]]] = {
    "networks": [],
    "volumes": [],
    "containers": [],
    "images": [],
}


def _notes(before: Project, now: Project, title: str) -> tuple[str, ...]:
    if before.name == now.name:
        return ()
    told = f"The project is called {before.name} at {title}: what runs under that name would stay"
    return (f"{told}, and its volumes with it.",)


class _Before:
    """The only revision that counts."""

    def __init__(self, tree: Revision, model: dict[str, Any]) -> None:
        self._tree = tree
        self._model = model

    def earlier(self, kind: str, name: str, wanted: str) -> Earlier | None:
        there = name in self._model.get(f"{kind}s", {})
        return Earlier(self._tree.commit, self._tree.date, self._model) if there else None
