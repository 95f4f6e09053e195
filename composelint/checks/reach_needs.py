"""CL217: a service that goes to another one, and does not say that it depends on it."""

from __future__ import annotations

from ..finding import Report
from ..project import Project
from ..reach.mentions import HEALTHCHECK, Reader
from ..reach.networks import Place
from ..reach.variables import is_compared
from ..reach.who import answers
from .edges import edges
from .reach import names_of, services
from .reach_judge import Judge, here
from .reach_names import alike


def undeclared(project: Project, report: Report) -> None:
    """Report each service that names another one which it does not wait for, once.

    Nothing is said where the other one waits for this one, of peers that run the same, and for
    swarm, which knows no depends_on.
    """
    found = services(project)
    if len(found) < 2 or project.format == "1" or project.target.kind == "swarm":
        return
    wanted = frozenset().union(*(names_of(name, service) for _, name, service in found))
    reader = Reader(project, wanted)
    judge = Judge(project, report)
    needs = _Needs(judge)
    for section, name, service in found:
        place = judge.topology.places.get(name)
        if place is None:
            continue
        for use in reader.uses(section, name, service):
            if use.attribute == HEALTHCHECK or is_compared(use.variable):
                continue
            other = _other(judge, place, use.mention.host)
            if other is None or needs.settled(place, other):
                continue
            if judge.once("undeclared-dependency", place, other.name):
                judge.say("undeclared-dependency", "", place, other, use, here(other))


def _other(judge: Judge, place: Place, host: str) -> Place | None:
    """The one service that a name leads to."""
    meant = [one for one in judge.meant(place, host) if answers(judge.topology, place, one, host)]
    return meant[0] if len(meant) == 1 and meant[0].section == place.section else None


class _Needs:
    """What services wait for, and what that waits for, and so on."""

    def __init__(self, judge: Judge) -> None:
        self._direct = {
            place.name: {edge.target for edge in edges(place.section, place.name, place.service)}
            for place in judge.topology.places.values()
        }
        self._all: dict[str, set[str]] = {}

    def settled(self, place: Place, other: Place) -> bool:
        """Whether one waits for the other already, or has no call to."""
        if other.name in self.of(place.name) or place.name in self.of(other.name):
            return True
        return alike(place.service, other.service)

    def of(self, name: str) -> set[str]:
        if name not in self._all:
            found: set[str] = set()
            todo = [name]
            while todo:
                new = self._direct.get(todo.pop(), set()) - found
                found |= new
                todo.extend(new)
            self._all[name] = found
        return self._all[name]
