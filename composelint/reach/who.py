"""Who reaches whom: over which networks, and by which names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..checks.profiles import together
from .networks import BRIDGE, HOST, NETWORKS, NONE, UNCLEAR, Place, Topology
from .ports import published

#: Two services in one network stack reach each other as localhost.
SAME = "same"


class Way(NamedTuple):
    """How a service reaches another.

    `kind` is NETWORKS (`networks` are the ids of those that both are on, `names` what the other
    answers to there), SAME, HOST (through published ports, on the host's own addresses) or
    BRIDGE (on the engine's own network, by address only).
    """

    kind: str
    networks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def reaches(topology: Topology, one: Place, other: Place) -> Way | None:
    """How a service reaches another; None where it does not, or where we cannot say."""
    mine, theirs = topology.stack(one), topology.stack(other)
    if mine is theirs or mine.mode == theirs.mode == HOST:
        return Way(SAME, (), ("localhost",))
    if mine.mode == HOST and any(published(topology, p) for p in topology.sharers(theirs)):
        return Way(HOST, (), ("localhost",))
    if mine.mode == theirs.mode == BRIDGE:
        return Way(BRIDGE)
    if not mine.mode == theirs.mode == NETWORKS:
        return None
    shared = tuple(name for name in mine.networks if name in theirs.networks)
    if not shared:
        return None
    names = {name.text: None for network in shared for name in theirs.networks[network]}
    names.update(dict.fromkeys(link for link, to in mine.links.items() if to == theirs.name))
    return Way(NETWORKS, shared, tuple(names))


def unclear(topology: Topology, place: Place) -> bool:
    """Whether it is not known how a service is connected: by another project's container, an
    unknown network, a provider."""
    stack = topology.stack(place)
    return stack.mode == UNCLEAR or any(
        not topology.networks[name].known for name in stack.networks
    )


def isolated(topology: Topology, place: Place) -> bool:
    """Whether a service has no network at all."""
    return topology.stack(place).mode == NONE


def ways(topology: Topology) -> Iterator[tuple[Place, Place, Way]]:
    """Every pair of services that run together of which the first reaches the second."""
    places = list(topology.places.values())
    for one in places:
        for other in places:
            if one is other or not together(one.profiles, other.profiles)[0]:
                continue
            way = reaches(topology, one, other)
            if way is not None:
                yield one, other, way
