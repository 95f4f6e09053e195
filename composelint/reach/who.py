"""Who reaches whom: over which networks, and by which names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..checks.profiles import together
from .networks import BRIDGE, HOST, NETWORKS, NONE, UNCLEAR, Place, Topology
from .ports import only_internal, published

#: Two services in one network stack reach each other as localhost.
SAME = "same"

#: The host's name for containers, where extra_hosts gives it.
GATEWAY = "host.docker.internal"


class Way(NamedTuple):
    """How a service reaches another.

    `kind` is NETWORKS (`networks` are the ids of those that both are on, `names` what the other
    answers to there), SAME, HOST (at published ports, or whatever listens on the host) or
    BRIDGE (on the engine's own network, by address only).
    """

    kind: str
    networks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def reaches(topology: Topology, one: Place, other: Place) -> Way | None:
    """How a service reaches another; None where it does not, or where we cannot say."""
    mine, theirs = topology.stack(one), topology.stack(other)
    if mine is theirs and other is theirs and mine.mode == NETWORKS:
        # The one whose stack is shared has names of its own as well.
        return Way(SAME, (), ("localhost", *_names(one, other, tuple(other.networks))))
    if mine is theirs or mine.mode == theirs.mode == HOST:
        return Way(SAME, (), ("localhost",))
    if mine.mode == theirs.mode == BRIDGE:
        return Way(BRIDGE)
    if mine.mode == theirs.mode == NETWORKS:
        shared = tuple(name for name in mine.networks if name in theirs.networks)
        if shared:
            return Way(NETWORKS, shared, _names(one, theirs, shared))
    return _by_host(topology, one, other)


def _names(one: Place, other: Place, shared: tuple[str, ...]) -> tuple[str, ...]:
    """What the other is called on the shared networks, and by links of the one."""
    names = {name.text: None for network in shared for name in other.networks[network]}
    names.update(dict.fromkeys(link for link, to in one.links.items() if to == other.name))
    return tuple(name for name in names if name not in one.hosts)


def _by_host(topology: Topology, one: Place, other: Place) -> Way | None:
    """The way over the host: what is published there, or listens there itself."""
    mine, theirs = topology.stack(one), topology.stack(other)
    ports = [port for place in topology.sharers(theirs) for port in published(topology, place)]
    if mine.mode == HOST:
        return Way(HOST, (), ("localhost",)) if ports else None
    if GATEWAY not in one.hosts or mine.mode != NETWORKS or only_internal(topology, mine):
        return None
    # What is published on a loopback address is not to be had on the gateway's.
    if theirs.mode == HOST or any(not _is_loopback(port.host_ip) for port in ports):
        return Way(HOST, (), (GATEWAY,))
    return None


def _is_loopback(address: str | None) -> bool:
    return address is not None and (address.startswith("127.") or address == "::1")


def answers(topology: Topology, one: Place, other: Place, host: str) -> bool:
    """Whether Docker's DNS answers a service that asks for a name (in small letters) with the
    address of another one."""
    if other.shares is not None or not topology.stack(one).mode == other.mode == NETWORKS:
        return False
    shared = [name for name in topology.stack(one).networks if name in other.networks]
    if one.links.get(host) == other.name:
        return bool(shared)
    return any(name.text == host for network in shared for name in other.networks[network])


def unclear(topology: Topology, place: Place) -> bool:
    """Whether it is not known how a service is connected: by another project's container, an
    unknown network, a provider."""
    stack = topology.stack(place)
    return stack.mode == UNCLEAR or any(
        not topology.networks[name].known for name in stack.networks
    )


def doubtful(topology: Topology, one: Place, other: Place) -> bool:
    """Whether two services of which we know no way may have one all the same."""
    modes = {topology.stack(place).mode for place in (one, other)}
    if NONE in modes:
        return False
    hazy = unclear(topology, one) or unclear(topology, other)
    return hazy and (UNCLEAR in modes or modes == {NETWORKS})


def ways(topology: Topology, origin: str | None = None) -> Iterator[tuple[Place, Place, Way]]:
    """Every pair of services that run together of which the first reaches the second; with an
    `origin` those from that service."""
    places = list(topology.places.values())
    for one in places:
        if origin not in (None, one.name):
            continue
        for other in places:
            if one is other or not together(one.profiles, other.profiles)[0]:
                continue
            way = reaches(topology, one, other)
            if way is not None:
                yield one, other, way
