"""What an engine has of one project, as Docker Compose finds it by its labels."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..state import State
from .desired import Desired
from .labels import (
    HASH,
    NETWORK,
    NUMBER,
    ONE_OFF,
    PROJECT,
    SERVICE,
    VOLUME,
    labels,
    name_of,
    of_project,
)

RUNNING, PAUSED = "running", "paused"


class Container(NamedTuple):
    """A container of the project; `listed` is what GET /containers/json says of it."""

    id: str
    name: str
    service: str
    number: int
    state: str
    hash: str
    created: int
    listed: dict[str, Any]

    @property
    def networks(self) -> set[str]:
        """The ids of the networks that it is on."""
        found = (self.listed.get("NetworkSettings") or {}).get("Networks") or {}
        return {str((one or {}).get("NetworkID", "")) for one in found.values()}

    @property
    def volumes(self) -> set[str]:
        """The names of the volumes that it mounts."""
        mounts = self.listed.get("Mounts") or ()
        return {str(one.get("Name")) for one in mounts if one.get("Type") == "volume"}


class Thing(NamedTuple):
    """A network or volume: `id` is a volume's name. `hash` is "" where Docker Compose does not
    know what it was made of, and leaves it alone."""

    id: str
    name: str
    hash: str


class Observed:
    """`containers` by service, as listed; `others`, those of services that this run is not about;
    `orphans`; `one_offs`, what `run` made; `networks` and `volumes` by their keys in the file."""

    __slots__ = ("containers", "networks", "one_offs", "orphans", "others", "volumes")

    def __init__(self, desired: Desired, state: State) -> None:
        self.containers: dict[str, list[Container]] = {name: [] for name in desired.services}
        self.others: list[Container] = []
        self.orphans: list[Container] = []
        self.one_offs: list[Container] = []
        for one in _steady(of_project(state.containers, desired.name)):
            found = _container(one)
            if HASH not in labels(one):
                continue
            if labels(one).get(ONE_OFF) == "True":
                self.one_offs.append(found)
                # What `run` left behind (seen with Docker Compose 5.6.1).
                if found.state in ("exited", "dead"):
                    self.orphans.append(found)
            elif found.service in self.containers:
                self.containers[found.service].append(found)
            elif found.service in desired.others:
                self.others.append(found)
            else:
                self.orphans.append(found)
        self.networks = {
            key: thing
            for key, network in desired.networks.items()
            if (thing := _thing(NETWORK, "Id", key, network, state.networks, desired.name))
        }
        self.volumes = {
            key: thing
            for key, volume in desired.volumes.items()
            if (thing := _thing(VOLUME, "Name", key, volume, state.volumes, desired.name))
        }

    def first(self) -> dict[str, str]:
        """The container that others refer to a service by: the first of its names, as text."""
        found: dict[str, Container] = {}
        for one in (*self.others, *(one for all_ in self.containers.values() for one in all_)):
            if one.service not in found or one.name < found[one.service].name:
                found[one.service] = one
        return {name: one.id for name, one in found.items()}


def referred_to(state: State, project: str) -> dict[str, str]:
    """The same for all services that there are containers of, whatever the file says now."""
    found: dict[str, str] = {}
    for one in sorted(of_project(state.containers, project), key=name_of):
        if HASH in labels(one) and labels(one).get(ONE_OFF) != "True":
            found.setdefault(labels(one).get(SERVICE, ""), str(one.get("Id", "")))
    return found


def _steady(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the order of names: an engine lists the newest first, a saved state by id."""
    return sorted(listed, key=lambda one: (len(name_of(one)), name_of(one)))


def _container(one: dict[str, Any]) -> Container:
    mine = labels(one)
    number = mine.get(NUMBER, "")
    return Container(
        id=str(one.get("Id", "")),
        name=name_of(one),
        service=mine.get(SERVICE, ""),
        number=int(number) if number.isdecimal() else 0,
        state=str(one.get("State", "")),
        hash=mine.get(HASH, ""),
        created=int(one.get("Created") or 0),
        listed=one,
    )


def _thing(
    label: str,
    id_: str,
    key: str,
    wanted: dict[str, Any],
    listed: list[dict[str, Any]] | None,
    project: str,
) -> Thing | None:
    """What Docker Compose takes for a network or volume of the file: of those with its labels the
    one of its name, else the first by name; else one of its name that is somebody's else."""
    name = str(wanted.get("name", ""))
    external = bool(wanted.get("external"))
    mine = [] if external else of_project(listed, project)
    mine = [one for one in mine if labels(one).get(label) == key]
    mine.sort(key=lambda one: (one.get("Name") != name, str(one.get("Name"))))
    if mine:
        one = mine[0]
        return Thing(str(one.get(id_, "")), str(one.get("Name")), labels(one).get(HASH, ""))
    for one in listed or ():
        if one.get("Name") == name or (external and one.get("Id") == name):
            ours = labels(one).get(PROJECT) == project and not external
            kept = labels(one).get(HASH, "") if ours else ""
            return Thing(str(one.get(id_, "")), name, kept)
    return None
