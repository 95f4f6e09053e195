"""CL306: one DNS name for several services of one network."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Problem, Related, Report
from ..node import Mapping, Scalar
from ..project import Project
from ..reach.networks import ALIAS, CONTAINER, HOSTNAME, NETWORKS, Name, Place, Topology, topology
from .profiles import together

_KINDS = {ALIAS: "alias", CONTAINER: "container_name", HOSTNAME: "hostname"}


def ambiguous(project: Project, report: Report) -> None:
    """Report each name that a service takes on a network where another one has it.

    Docker's DNS answers with the addresses of both, in changing order. Two services that take one
    alias and run the same image are taken for replicas that are meant to share it.
    """
    found = topology(project)
    told: set[tuple[str, ...]] = set()
    for network in found.networks.values():
        for place, name, other, theirs in _clashes(found, network.id):
            key = (name.text, *sorted((place.name, other.name)))
            if key not in told:
                told.add(key)
                report(_problem(network.key, place, name, other, theirs))


def _clashes(found: Topology, network: str) -> Iterator[tuple[Place, Name, Place, Name]]:
    """(service, name, an earlier service, its name) for each name taken on a network again."""
    taken: dict[str, list[tuple[Place, Name]]] = {}
    for place in found.places.values():
        if place.mode != NETWORKS:
            continue
        for name in place.networks.get(network, ()):
            earlier = taken.setdefault(name.text, [])
            for other, theirs in earlier:
                if other is not place and _clash(place, name, other, theirs):
                    yield place, name, other, theirs
                    break
            earlier.append((place, name))


def _clash(place: Place, name: Name, other: Place, theirs: Name) -> bool:
    if not together(place.profiles, other.profiles)[0]:
        return False
    if name.kind == theirs.kind:
        # Two equal container names are refused anyway: CL304.
        return name.kind != CONTAINER and not alike(place.service, other.service)
    return True


def alike(one: Mapping, other: Mapping) -> bool:
    """Whether two services run the same: replicas written out."""
    return all(_shown(one, key) == _shown(other, key) for key in ("image", "build"))


def _shown(service: Mapping, key: str) -> str:
    node = service.get(key)
    if type(node) is Scalar:
        return node.text
    return "" if node is None else node.span.text


def _problem(network: str, place: Place, name: Name, other: Place, theirs: Name) -> Problem:
    if name.kind not in _KINDS:
        # The later one has it as its own name: what the earlier one took is at fault.
        place, name, other, theirs = other, theirs, place, name
    profiles = together(place.profiles, other.profiles)[1]
    fields = {
        "name": name.node.text,
        "service": place.name,
        "other": other.name,
        "network": network,
        "kind": _KINDS[name.kind],
        "theirs": _KINDS.get(theirs.kind, "name"),
    }
    span = name.node.span
    if span == theirs.node.span:
        # Both have it through an alias or a merge key.
        span = place.key.span
    related = (Related(theirs.node.span, f"{other.name} has it as its {fields['theirs']}"),)
    return Problem(
        "ambiguous-alias", span, name.path, "", fields, related=related, profiles=profiles
    )
