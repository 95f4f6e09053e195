"""On which networks each service is, and by which names it is found there.

What Docker's DNS answers was seen on an engine (docs/reachability.md): on a network that both
share, the service's name, its aliases of that network, its container_name and its hostname,
whatever the case of the letters. Without networks of Docker Compose (`network_mode: host`,
`none`, `bridge`) no such name is answered, and none leads there; `service:x` shares all of x's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..checks.edges import service_reference, services_and_jobs
from ..checks.profiles import condition
from ..model.bad import BadValue
from ..model.hosts import parse_host
from ..model.services import external_name
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ..project import Project

#: How a service is connected: `NETWORKS` of Docker Compose, the stack of the `HOST`, none at all
#: (`NONE`), the engine's own `BRIDGE`, the stack of another container (`SHARED`), or we cannot say.
NETWORKS, HOST, NONE, BRIDGE, SHARED, UNCLEAR = (
    "networks",
    "host",
    "none",
    "bridge",
    "shared",
    "unclear",
)

#: Where the name of a container on a network comes from.
SERVICE, ALIAS, CONTAINER, HOSTNAME = "service", "alias", "container_name", "hostname"

_MODES = {"host": HOST, "none": NONE, "bridge": BRIDGE, "default": BRIDGE}
_CONTAINER = "container:"


_NONE: frozenset[str] = frozenset()


class Network(NamedTuple):
    """A network as the engine has it. `id` is its real name, or the key where that is not known;
    `known` says which. Two keys of one name are one network."""

    id: str
    key: str
    known: bool
    internal: bool
    external: bool


class Name(NamedTuple):
    """A name in small letters, where it comes from, and the node that gives it."""

    text: str
    kind: str
    node: Scalar
    path: Path


class Place:
    """A service or job, and how it is connected.

    `networks` holds its names on each network by the network's id; `shares` the service whose
    network stack it uses. `hosts` are names that its own /etc/hosts or external_links answer, and
    `links` the names that it alone has for others.
    """

    __slots__ = (
        "hosts",
        "key",
        "links",
        "mode",
        "name",
        "networks",
        "profiles",
        "section",
        "service",
        "shares",
    )

    def __init__(self, section: str, name: str, key: Scalar, service: Mapping) -> None:
        self.section = section
        self.name = name
        self.key = key
        self.service = service
        self.mode = NETWORKS
        self.shares: str | None = None
        self.networks: dict[str, list[Name]] = {}
        self.hosts: frozenset[str] = _NONE
        self.links: dict[str, str] = {}
        self.profiles: frozenset[str] | None = None


class Topology:
    """The places of a project by name of service, its networks by id, and who answers to what."""

    __slots__ = ("_named", "_sharers", "networks", "places", "project")

    def __init__(self, project: Project) -> None:
        self.project = project
        self.networks: dict[str, Network] = {}
        self.places: dict[str, Place] = {}
        self._named: dict[str, list[Place]] | None = None
        self._sharers: dict[str, list[Place]] | None = None

    @property
    def named(self) -> dict[str, list[Place]]:
        """The places that have a name of their own anywhere, by that name in small letters."""
        if self._named is None:
            self._named = {}
            for place in self.places.values():
                names = place.networks.values() or (own_names(self.project, place),)
                for text in {name.text for some in names for name in some}:
                    self._named.setdefault(text, []).append(place)
        return self._named

    def stack(self, place: Place) -> Place:
        """The place whose network stack this one uses: itself, or the one it shares."""
        seen = {place.name}
        while place.shares is not None:
            other = self.places.get(place.shares)
            if other is None or other.name in seen:
                return place
            seen.add(other.name)
            place = other
        return place

    def sharers(self, place: Place) -> list[Place]:
        """All places that use the same network stack, itself among them."""
        if self._sharers is None:
            self._sharers = {}
            for one in self.places.values():
                self._sharers.setdefault(self.stack(one).name, []).append(one)
        return self._sharers[self.stack(place).name]


def topology(project: Project) -> Topology:
    """How the services and jobs of a project are connected.

    An exact reading leaves out what no chosen profile brings in. With the file format 1, which
    knows no networks, every place is UNCLEAR.
    """
    found = Topology(project)
    keys = _networks(project, found)
    for section, name, key, service in services_and_jobs(project):
        place = Place(section, name, key, service)
        place.profiles = condition(project, service)
        _connect(project, place, keys, found)
        if "extra_hosts" in service.entries or "external_links" in service.entries:
            place.hosts = frozenset(_other_hosts(service))
        if "links" in service.entries and project.target.kind != "swarm":
            place.links = dict(_links(service))
        found.places[name] = place
    _settle_containers(found)
    return found


def _networks(project: Project, found: Topology) -> dict[str, Network]:
    """The networks by their keys."""
    keys: dict[str, Network] = {}
    for key, (_, node) in project.section("networks").items():
        keys[key] = _network(project, key, node)
    keys.setdefault("default", Network(f"{project.name}_default", "default", True, False, False))
    for network in keys.values():
        found.networks.setdefault(network.id, network)
    return keys


def _network(project: Project, key: str, node: Node) -> Network:
    external, name = False, ""
    internal = False
    if type(node) is Mapping:
        external, name = external_name(node)
        own = node.get("name")
        if type(own) is Scalar and own.value is not None:
            name = own.text
        flag = node.get("internal")
        internal = type(flag) is Scalar and flag.value is True
    if UNKNOWN in name:
        return Network(key, key, False, internal, external)
    return Network(
        name or (key if external else f"{project.name}_{key}"), key, True, internal, external
    )


def _connect(project: Project, place: Place, keys: dict[str, Network], found: Topology) -> None:
    mode = place.service.get("network_mode")
    if project.format == "1" or "provider" in place.service.entries:
        place.mode = UNCLEAR
    elif type(mode) is Scalar and mode.text and project.target.kind != "swarm":
        _connect_by_mode(place, mode)
    else:
        _connect_to_networks(project, place, keys)


def _connect_by_mode(place: Place, mode: Scalar) -> None:
    place.mode = _MODES.get(mode.text, UNCLEAR)
    target = service_reference(mode)
    if target is not None:
        place.mode, place.shares = SHARED, target
    elif mode.known and mode.text.startswith(_CONTAINER):
        # A container of this project, perhaps: settled once all are known.
        place.mode, place.shares = SHARED, mode.text


def _settle_containers(found: Topology) -> None:
    """`network_mode: container:x` means a service where one has the container_name x."""
    by_container = {
        node.text: place.name
        for place in found.places.values()
        if type(node := place.service.get("container_name")) is Scalar
    }
    for place in found.places.values():
        if place.shares is not None and place.shares.startswith(_CONTAINER):
            place.shares = by_container.get(place.shares[len(_CONTAINER) :])
        if place.mode == SHARED and (place.shares is None or place.shares not in found.places):
            place.mode, place.shares = UNCLEAR, None


def _connect_to_networks(project: Project, place: Place, keys: dict[str, Network]) -> None:
    path: Path = (place.section, place.name, "networks")
    always = list(own_names(project, place, aliases=False))
    for key, node, where in attached(place.service.get("networks"), path):
        network = keys.get(key)
        if network is None:
            place.mode = UNCLEAR
            return
        if network.known and network.id in ("host", "none", "bridge"):
            # Docker's own networks, which have no names.
            place.mode = _MODES[network.id]
            return
        names = place.networks.setdefault(network.id, list(always))
        names += _aliases(node, where)


def attached(node: Node | None, path: Path) -> Iterator[tuple[str, Node | None, Path]]:
    """(key, settings, path) of each network that a service's `networks` names; `default` where
    it names none."""
    if type(node) is Mapping and node.entries:
        for key, value in node.items():
            yield key, value, (*path, key)
    elif type(node) is Sequence and node.items:
        for index, item in enumerate(node.items):
            if type(item) is Scalar:
                yield item.text, None, (*path, index)
    else:
        yield "default", None, path


def own_names(project: Project, place: Place, *, aliases: bool = True) -> Iterator[Name]:
    """The names of a place: its service name, container_name, hostname, and its aliases.

    A stack of swarm answers to the first and the last only.
    """
    base: Path = (place.section, place.name)
    yield Name(place.name.lower(), SERVICE, place.key, base)
    if project.target.kind != "swarm":
        for attribute in (CONTAINER, HOSTNAME):
            if attribute not in place.service.entries:
                continue
            given = place.service.entries[attribute][1]
            if type(given) is Scalar and given.text and given.known:
                yield Name(given.text.lower(), attribute, given, (*base, attribute))
    if aliases:
        for _, node, where in attached(place.service.get("networks"), (*base, "networks")):
            yield from _aliases(node, where)


def _aliases(node: Node | None, path: Path) -> Iterator[Name]:
    aliases = node.get("aliases") if type(node) is Mapping else None
    if type(aliases) is Sequence:
        for index, item in enumerate(aliases.items):
            if type(item) is Scalar and item.known and item.text:
                yield Name(item.text.lower(), ALIAS, item, (*path, "aliases", index))


def _links(service: Mapping) -> Iterator[tuple[str, str]]:
    """(name, service) of `links: [service:name]`."""
    links = service.get("links")
    for item in links.items if type(links) is Sequence else ():
        if type(item) is Scalar and item.known:
            target, _, alias = item.text.partition(":")
            yield (alias or target).lower(), target


def _other_hosts(service: Mapping) -> Iterator[str]:
    """Names that lead somewhere else for this service: extra_hosts, external_links."""
    hosts = service.get("extra_hosts")
    if type(hosts) is Mapping:
        yield from (name.lower() for name in hosts)
    elif type(hosts) is Sequence:
        for item in hosts.items:
            if type(item) is Scalar:
                try:
                    yield parse_host(item.text)[0].lower()
                except BadValue:
                    continue
    links = service.get("external_links")
    for item in links.items if type(links) is Sequence else ():
        if type(item) is Scalar:
            yield item.text.rpartition(":")[2].lower()
