"""`composelint plan --against REVISION`: what the files would change where those of a revision of
git are up; no engine is asked."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..plan.assumed import state_of
from ..plan.desired import Desired
from ..plan.options import Options
from ..plan.world import Earlier, World
from ..project import Project
from ..state import State
from .errors import CannotLook
from .plan_past import folder_of, project_at
from .revision import Revision

_SHORT = 7
_NOTHING = ("networks", "volumes", "containers", "images")


class Against(NamedTuple):
    """What stands for the engine: `title` as `main (1a2b3c4)`, `notes` in whole sentences."""

    state: State
    world: World
    title: str
    commit: str
    notes: tuple[str, ...]


def against(options: Any, asked: Options, project: Project, here: str) -> Against:
    """Raises CannotLook where there is no such revision, or the project was refused then."""
    revision = Revision(folder_of(project), options.against)
    title = f"{options.against} ({revision.commit[:_SHORT]})"
    try:
        before = project_at(revision, options, asked.services, here, project)
    except CannotLook as error:
        raise CannotLook(f"{title}: {error}") from None
    if before is None:
        notes = (f"There was no such project at {title}.",)
        return Against(State({key: [] for key in _NOTHING}), World(), title, revision.commit, notes)
    desired = Desired(before, Options())
    then = _Then(Earlier(revision.commit, revision.date, desired.model))
    world = World(earlier=then.earlier, at=then.at)
    return Against(state_of(desired), world, title, revision.commit, _notes(before, project, title))


def _notes(before: Project, now: Project, title: str) -> tuple[str, ...]:
    if before.name == now.name:
        return ()
    told = f"The project is called {before.name} at {title}: what runs under that name would stay"
    return (f"{told}, and its volumes with it.",)


class _Then:
    """A history of one revision."""

    def __init__(self, then: Earlier) -> None:
        self._then = then

    def earlier(self, kind: str, name: str, wanted: str) -> Earlier | None:
        return self._then if name in self._then.model.get(f"{kind}s", {}) else None

    def at(self, seconds: float) -> Earlier | None:
        return self._then
