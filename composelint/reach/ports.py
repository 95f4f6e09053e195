"""What a network stack listens on, and what of it is published on the host."""

from __future__ import annotations

from typing import NamedTuple

from ..model.ports import Port, published_range, read_ports
from ..node import Node, Scalar, Sequence
from .networks import BRIDGE, NETWORKS, Place, Topology


class Published(NamedTuple):
    """An entry of `ports` with its place; `service` is the one that has it."""

    service: str
    port: Port
    node: Node


class Ports(NamedTuple):
    """The ports of one network stack.

    `inside` are those that its services say they listen on, in `ports` and `expose` (what their
    Dockerfiles say: exposed_by_images). `complete` is False where one of them is not known.
    """

    inside: frozenset[int]
    complete: bool
    published: tuple[Published, ...]

    def target_of(self, host_port: int) -> tuple[int, Published] | None:
        """(container's port, entry) that a port of the host leads to."""
        for entry in self.published:
            pair = published_range(entry.port.published or "")
            if pair is None or entry.port.target is None or not pair[0]:
                continue
            if pair[0] == pair[1] == host_port:
                return entry.port.target, entry
        return None


def ports_of(topology: Topology, place: Place) -> Ports:
    """The ports of the network stack that a service uses, whichever of its sharers has them."""
    inside: set[int] = set()
    complete = True
    entries: list[Published] = []
    for one in topology.sharers(place):
        ports = one.service.get("ports")
        for port, node in read_ports(ports) if ports is not None else ():
            entries.append(Published(one.name, port, node))
            if port.target is None:
                complete = False
            else:
                inside.add(port.target)
        complete = _exposed(one.service.get("expose"), inside) and complete
    return Ports(frozenset(inside), complete, tuple(entries))


def published(topology: Topology, place: Place) -> list[Port]:
    """What a service itself publishes on the host.

    Nothing comes of `ports` beside network_mode host or none, nor where all networks of the
    service are internal (seen on an engine: docs/reachability.md).
    """
    ports = place.service.get("ports")
    if ports is None or place.mode not in (NETWORKS, BRIDGE) or only_internal(topology, place):
        return []
    return [port for port, _ in read_ports(ports)]


def only_internal(topology: Topology, place: Place) -> bool:
    """Whether a service has networks, and no way out of any of them."""
    return bool(place.networks) and all(topology.networks[name].internal for name in place.networks)


def _exposed(node: Node | None, into: set[int]) -> bool:
    """Add the ports of `expose`; False where one is not known."""
    complete = True
    for item in node.items if type(node) is Sequence else ():
        pair = published_range(item.text.partition("/")[0]) if type(item) is Scalar else None
        if pair is None:
            complete = False
        else:
            into.update(range(pair[0], pair[1] + 1))
    return complete


def exposed_by_images(topology: Topology, place: Place) -> tuple[frozenset[int], bool]:
    """The ports that the Dockerfiles of a network stack's services expose, and whether all of
    them are known. Reads them, and a library to read them with: ask last."""
    from ..dockerfile import image_of

    found: set[int] = set()
    complete = True
    for one in topology.sharers(place):
        image = image_of(topology.project, one.service)
        if image is not None:
            complete = complete and image.ports_known
            for port in image.ports:
                found.update(range(port.low, port.high + 1))
    return frozenset(found), complete
