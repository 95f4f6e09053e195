"""Networks of one project that ask for the same addresses: CL307.

The engine refuses to make the second one: `Pool overlaps with other one on this address space`
(seen with Docker Engine 20.10). It looks before it asks the network's driver, so that bridge,
macvlan and ipvlan networks are in each other's way; overlay networks have a space of their own.
Where only the ranges within one subnet differ (`ip_range`), it refuses all the same.
"""

from __future__ import annotations

from ..finding import Problem, Related, Report
from ..project import Project
from .made_networks import Network, Pool, enabled, networks, pools
from .profiles import together


def overlaps(project: Project, report: Report) -> None:
    """Report each subnet that overlaps with an earlier one, once.

    Only networks that a service uses are made; external ones and subnets that are not known are
    passed over, and the addresses that the engine chooses itself.
    """
    found: list[tuple[Network, Pool]] = []
    for network in networks(project):
        if network.external is False and network.driver:
            for pool in pools(network)[0]:
                if enabled(network, pool.subnet.version):
                    found.append((network, pool))
    if len(found) > 1:
        order = {name: index for index, name in enumerate(project.section("networks"))}
        found.sort(key=lambda one: (order.get(one[0].name, 0), one[1].path[-2:-1]))
        _compare(found, report)


def _compare(found: list[tuple[Network, Pool]], report: Report) -> None:
    """In the order of the file, each with the first before it that is in its way."""
    before: list[tuple[int, int, int, Network, Pool]] = []
    for network, pool in found:
        subnet = pool.subnet
        low, high = int(subnet.network_address), int(subnet.broadcast_address)
        for version, first, last, other, taken in before:
            if version == subnet.version and first <= high and low <= last:
                clash, profiles = _made_together(network, other)
                if clash:
                    report(_problem(network, pool, other, taken, profiles))
                    break
        before.append((subnet.version, low, high, network, pool))


def _made_together(one: Network, other: Network) -> tuple[bool, tuple[str, ...] | None]:
    if one is other:
        return True, None if one.profiles is None else (min(one.profiles),)
    if one.real == other.real or one.real is None or other.real is None:
        return False, None  # perhaps one and the same
    if (one.driver == "overlay") != (other.driver == "overlay"):
        return False, None
    return together(one.profiles, other.profiles)


def _problem(
    network: Network, pool: Pool, other: Network, taken: Pool, profiles: tuple[str, ...] | None
) -> Problem:
    fields = {
        "subnet": pool.node.text,
        "network": network.name,
        "other": other.name,
        "taken": taken.node.text,
        "profiles": profiles or (),
    }
    if network is other:
        variant = "pools"
    else:
        variant = "" if profiles is None else "profiles"
    span, before = pool.node.span, taken.node.span
    if span == before and network.key is not None:
        # Both have it through an alias or a merge key.
        span = network.key.span
    return Problem(
        "subnet-overlap",
        span,
        pool.path,
        variant,
        fields,
        related=(Related(before, f"{other.name} has {taken.node.text}"),),
        profiles=profiles,
    )
