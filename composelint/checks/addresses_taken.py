"""Static addresses that the engine refuses: CL308.

Outside every subnet of the network, in a network without a subnet of its own, the gateway's, the
subnet's own or for all (broadcast), reserved under `aux_addresses`, or another container's. Each
was seen with Docker Engine 20.10 under Docker Compose 5.6.1; an address outside of `ip_range` is
fine, and so is an IPv6 address where `enable_ipv6` is not true: it is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..finding import Problem, Related, Report
from ..node import Mapping, Node, Path, Scalar
from ..project import Project
from ..target import COMPOSE_V1, SWARM
from .judge import known_text
from .made_networks import (
    Member,
    Network,
    Pool,
    enabled,
    networks,
    parse_address,
    pools,
)
from .names import replicas
from .profiles import together

if TYPE_CHECKING:
    from .made_networks import Address

RULE = "address-conflict"
_KEYS = (("ipv4_address", 4), ("ipv6_address", 6))


class Static(NamedTuple):
    """An address that a service asks for in a network."""

    address: Address
    node: Scalar
    member: Member
    path: Path


def addresses(project: Project, report: Report) -> None:
    """Report each static address that cannot be had, once; and addresses that a network reserves
    in vain. Stacks have no static addresses: what they say is passed over."""
    if project.target.kind == SWARM:
        return
    for network in networks(project):
        found = list(_statics(project, network))
        room = None
        if network.external is False and network.driver:
            if network.node is not None:
                reserved(network, report)
            if found:
                room = _Room(network)
        _taken(project, found, room, report)


def _statics(project: Project, network: Network) -> Iterator[Static]:
    for member in network.members:
        if member.settings is None or replicas(member.node)[0] == 0:
            continue
        for key, version in _KEYS:
            node = member.settings.get(key)
            text = known_text(node)
            address = None if text is None else parse_address(text)
            if address is not None and type(node) is Scalar and address.version == version:
                yield Static(address, node, member, (*member.path, key))


def _taken(project: Project, found: list[Static], room: _Room | None, report: Report) -> None:
    holders: dict[Address, list[Static]] = {}
    for static in found:
        problem = None if room is None else room.problem(static)
        others = holders.setdefault(static.address, [])
        if problem is None and (room is None or room.counts(static)):
            problem = _several(project, static) or _twice(static, others)
        if problem is not None:
            report(problem)
        others.append(static)


def _several(project: Project, static: Static) -> Problem | None:
    """One address for several containers of a service."""
    count, attribute, node = replicas(static.member.node)
    if count is None or count < 2 or node is None:
        return None
    if project.target.kind == COMPOSE_V1 and attribute != "scale":
        return None  # deploy is for a swarm there
    related = (Related(node.span, f"{count} containers are asked for here"),)
    return _problem(static, "replicas", related, count=count)


def _twice(static: Static, others: list[Static]) -> Problem | None:
    mine = static.member
    for other in others:
        if other.member.service == mine.service:
            continue
        clash, profiles = together(other.member.profiles, mine.profiles)
        if clash:
            variant = "" if profiles is None else "profiles"
            related = (Related(other.node.span, f"{other.member.service} has it first"),)
            fields = {"other": other.member.service, "profiles": profiles}
            problem = _problem(static, variant, related, **fields)
            if static.node.span == other.node.span:
                # Through an alias or a merge key both have the very same text.
                problem = problem._replace(span=mine.key.span)
            return problem._replace(profiles=profiles)
    return None


def _problem(
    static: Static, variant: str, related: tuple[Related, ...] = (), **more: Any
) -> Problem:
    fields = {"service": static.member.service, "address": static.node.text, **more}
    named = static.member.profiles
    return Problem(
        RULE,
        static.node.span,
        static.path,
        variant,
        fields,
        related=related,
        profiles=None if named is None else (min(named),),
    )


class _Room:
    """The addresses of a network that the project makes, worked out once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.pools, self.complete = pools(network)

    def counts(self, static: Static) -> bool:
        """Whether the engine looks at an address: it passes over IPv6 where that is off."""
        return enabled(self.network, static.address.version)

    def problem(self, static: Static) -> Problem | None:
        """What keeps a container from having an address, whoever else has it."""
        version = static.address.version
        mine = [pool for pool in self.pools if pool.subnet.version == version]
        if mine and not self.counts(static):
            return None
        holding = next((pool for pool in mine if static.address in pool.subnet), None)
        if holding is not None:
            for node, variant in unusable(self.network, holding, static.address):
                taken = (Related(node.span, "taken here"),)
                return _problem(static, variant, taken, network=self.network.name)
            return None
        if not self.complete or not _certain(self.network, version):
            return None
        if not mine:
            return _problem(static, "no-subnet", network=self.network.name, version=version)
        subnets = [pool.node.text for pool in mine]
        related = tuple(Related(pool.node.span, "the subnet") for pool in mine)
        return _problem(static, "outside", related, network=self.network.name, subnets=subnets)


def _certain(network: Network, version: int) -> bool:
    """Whether it is known if a network has a kind of addresses, and IPv4 is not switched off."""
    node = None if network.node is None else network.node.get(f"enable_ipv{version}")
    if type(node) is Scalar and not node.known:
        return False
    return version == 6 or enabled(network, 4)


def unusable(network: Network, pool: Pool, address: Address) -> Iterator[tuple[Node, str]]:
    """(where it is taken, variant) for an address of a pool that no container can have."""
    gateway = pool.entry.get("gateway")
    text = known_text(gateway)
    if gateway is not None and text is not None:
        if parse_address(text) == address:
            yield gateway, "gateway"
    elif gateway is None and _first_is_gateway(network, pool, address):
        yield pool.node, "first"
    if _ends(pool, address):
        yield pool.node, "end"
    reserved_ones = pool.entry.get("aux_addresses")
    if type(reserved_ones) is Mapping:
        for _, node in reserved_ones.items():
            text = known_text(node)
            if text is not None and parse_address(text) == address:
                yield node, "reserved"


def _first_is_gateway(network: Network, pool: Pool, address: Address) -> bool:
    """A bridge without a gateway of its own takes the first address of the subnet, with an
    `ip_range` another one; its options may say that it has none."""
    if int(address) != int(pool.subnet.network_address) + 1:
        return False
    plain = network.driver == "bridge" and "ip_range" not in pool.entry
    return plain and (network.node is None or "driver_opts" not in network.node)


def _ends(pool: Pool, address: Address) -> bool:
    """Whether an address is the first or last of an IPv4 subnet: its own, or the one for all."""
    subnet = pool.subnet
    if subnet.version != 4 or subnet.prefixlen > 30:
        return False
    return address in (subnet.network_address, subnet.broadcast_address)


# -- what a network reserves ---------------------------------------------------------------


def reserved(network: Network, report: Report) -> None:
    """Report gateways and auxiliary addresses that a network cannot have: it is not made then."""
    for pool in pools(network)[0]:
        if not enabled(network, pool.subnet.version):
            continue
        path = pool.path[:-1]
        gateway = pool.entry.get("gateway")
        text = known_text(gateway)
        address = None if text is None else parse_address(text)
        if address is not None and gateway is not None:
            variant = ""
            if address not in pool.subnet:
                variant = "gateway-outside"
            elif network.driver == "bridge" and _ends(pool, address):
                variant = "gateway-end"
            if variant:
                _reserved(network, pool, gateway, (*path, "gateway"), variant, report)
        others = pool.entry.get("aux_addresses")
        if type(others) is Mapping:
            _auxiliary(network, pool, others, (*path, "aux_addresses"), report)


def _auxiliary(network: Network, pool: Pool, others: Mapping, path: Path, report: Report) -> None:
    seen: dict[Address, str] = {}
    for name, node in others.items():
        text = known_text(node)
        address = None if text is None else parse_address(text)
        if address is None:
            continue
        variant = ""
        if address not in pool.subnet:
            variant = "aux-outside"
        elif address in seen:
            variant = "aux-twice"
        else:
            taken = [v for where, v in unusable(network, pool, address) if v != "reserved"]
            variant = "aux-taken" if taken else ""
        if variant:
            _reserved(network, pool, node, (*path, name), variant, report)
        seen.setdefault(address, name)


def _reserved(
    network: Network, pool: Pool, node: Node, path: Path, variant: str, report: Report
) -> None:
    fields = {
        "address": node.text if type(node) is Scalar else "",
        "network": network.name,
        "subnet": pool.node.text,
    }
    named = network.profiles
    report(
        Problem(
            RULE,
            node.span,
            path,
            variant,
            fields,
            related=(Related(pool.node.span, "the subnet"),),
            profiles=None if named is None else (min(named),),
        )
    )
