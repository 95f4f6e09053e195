"""Which networks a project makes, who uses them, and which addresses are theirs.

Docker Compose makes a network when a service that runs uses it, also one of no containers; what
nothing uses is not made (seen with Docker Compose 5.6.1 on Docker Engine 20.10).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..model.gostring import go_string
from ..model.services import external_name
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..target import SWARM
from .judge import known_text
from .profiles import condition

if TYPE_CHECKING:
    import ipaddress

    Subnet = ipaddress.IPv4Network | ipaddress.IPv6Network
    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Drivers whose addresses the engine's own management gives out.
_OWN_DRIVERS = ("bridge", "macvlan", "ipvlan", "overlay")


class Member(NamedTuple):
    """A service in a network, with what it says there (None: nothing). `path` is that of the
    network in the service."""

    service: str
    key: Scalar
    node: Mapping
    settings: Mapping | None
    path: Path
    profiles: frozenset[str] | None


class Pool(NamedTuple):
    """A subnet that a network asks for, with its place."""

    subnet: Subnet
    node: Scalar
    entry: Mapping
    path: Path


class Network(NamedTuple):
    """A network that a service uses.

    `name` is its key and `real` what the engine knows it by, None where that is not known;
    `external` is None where it hangs on a variable. `driver` is "" for one that we know nothing
    of. `profiles` are those of which one has to be chosen for it to be made, None: it always is.
    `node` is None where it stands without settings, or is only implied, `key` where it is implied.
    """

    name: str
    key: Scalar | None
    real: str | None
    external: bool | None
    driver: str
    node: Mapping | None
    members: list[Member]
    profiles: frozenset[str] | None


def networks(project: Project) -> list[Network]:
    """The networks of the project that its services use, in the order of their first use."""
    section = project.section("networks")
    found: dict[str, list[Member]] = {}
    for member, name in _memberships(project):
        if name in section or name == "default":
            found.setdefault(name, []).append(member)
    return [_network(project, name, members) for name, members in found.items()]


def _memberships(project: Project) -> Iterator[tuple[Member, str]]:
    for service, key, node in project.services():
        if project.exact and not project.enabled(node):
            continue
        if "provider" in node.entries:
            continue
        named = condition(project, node)
        for name, settings, path in _joined(service, node):
            yield Member(service, key, node, settings, path, named), name


def _joined(service: str, node: Mapping) -> Iterator[tuple[str, Mapping | None, Path]]:
    joined = node.get("networks")
    path: Path = ("services", service, "networks")
    if type(joined) is Mapping and joined.entries:
        for name, (_, settings) in joined.entries.items():
            yield name, settings if type(settings) is Mapping else None, (*path, name)
    elif type(joined) is Sequence and joined.items:
        for index, item in enumerate(joined.items):
            if type(item) is Scalar and item.known:
                yield item.text, None, (*path, index)
    elif _networked(node):
        yield "default", None, path


def _networked(node: Mapping) -> bool:
    mode = node.get("network_mode")
    return mode is None or (type(mode) is Scalar and mode.value in (None, ""))


def _network(project: Project, name: str, members: list[Member]) -> Network:
    key, node = project.section("networks").get(name, (None, None))
    settings = node if type(node) is Mapping else None
    external: bool | None = False
    old_name = ""
    if settings is not None and "external" in settings:
        external, old_name = external_name(settings)
        said = settings.get("external")
        if not external and type(said) is Scalar and not said.known:
            external = None
    named = [member.profiles for member in members]
    wanted = None if None in named else frozenset().union(*(each or () for each in named))
    real = real_name(project, name, settings, old_name, external is True)
    driver = _driver(project, settings)
    return Network(name, key, real, external, driver, settings, members, wanted)


def real_name(
    project: Project, key: str, node: Mapping | None, old_name: str, external: bool
) -> str | None:
    """What the engine knows a network or volume by: `name`, for an external one else its key,
    for one of the project's own `<project>_<key>`; None where that is not known."""
    given = None if node is None else node.get("name")
    if type(given) is Scalar and given.value is not None:
        return go_string(given.value) if given.known else None
    if external:
        return old_name or key
    return f"{project.name}_{key}" if project.name else None


def _driver(project: Project, node: Mapping | None) -> str:
    """One of the engine's own drivers that give out addresses; "" for any other."""
    given = None if node is None else node.get("driver")
    if given is None or (type(given) is Scalar and given.value in (None, "")):
        return "overlay" if project.target.kind == SWARM else "bridge"
    text = known_text(given)
    return text if text in _OWN_DRIVERS else ""


# -- addresses -----------------------------------------------------------------------------


def ipam_config(network: Network) -> tuple[list[tuple[Mapping, Path]], bool]:
    """The pools that a network asks for as written, and whether that is all there is to know: no
    other management of addresses, and nothing that is no mapping."""
    node: Node | None = None if network.node is None else network.node.get("ipam")
    path: Path = ("networks", network.name, "ipam", "config")
    if node is None:
        return [], True
    if type(node) is not Mapping:
        return [], type(node) is Scalar and node.value is None
    driver = node.get("driver")
    known = driver is None or (type(driver) is Scalar and driver.text in ("", "default"))
    config = node.get("config")
    if type(config) is not Sequence:
        return [], known and config is None
    entries = [
        (item, (*path, index)) for index, item in enumerate(config.items) if type(item) is Mapping
    ]
    return entries, known and len(entries) == len(config.items)


def pools(network: Network) -> tuple[list[Pool], bool]:
    """The subnets that a network asks for, and whether there are no others.

    The engine passes over those of a kind that is not on: see `enabled`.
    """
    entries, complete = ipam_config(network)
    found = []
    for entry, path in entries:
        node = entry.get("subnet")
        text = known_text(node)
        subnet = None if text is None else parse_subnet(text)
        if subnet is None or type(node) is not Scalar:
            complete = False
        else:
            found.append(Pool(subnet, node, entry, (*path, "subnet")))
    return found, complete


def enabled(network: Network, version: int) -> bool:
    """Whether a network has addresses of a kind: IPv4 unless it says no, IPv6 if it says so."""
    key = "enable_ipv4" if version == 4 else "enable_ipv6"
    node = None if network.node is None else network.node.get(key)
    if type(node) is not Scalar or node.value is None:
        return version == 4
    return str(node.value).lower() in ("true", "yes", "on", "1", "y", "t")


def parse_subnet(text: str) -> Subnet | None:
    """A subnet, with or without bits of a host behind its prefix (the engine cuts them off)."""
    import ipaddress

    try:
        return ipaddress.ip_network(text, strict=False) if "/" in text else None
    except ValueError:
        return None


def parse_address(text: str) -> Address | None:
    import ipaddress

    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
