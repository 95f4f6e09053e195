"""Subnets that the engine picks itself: CL307, where none is left.

A network without a subnet of its own gets the next one of the engine's pools that no network
overlaps (Docker Engine 20.10 to 28: 15 of /16 in 172.17.0.0 to 172.31.0.0, 16 of /20 in
192.168.0.0/16, unless the daemon is told others). Routes of the host take more of them away: of
those nothing is known here.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

from ...finding import Report
from ..records import NETWORK, RECREATE, REMOVE
from .outlook import Outlook
from .versions import api_version

_DEFAULT = (
    *({"Base": f"172.{second}.0.0/16", "Size": 16} for second in range(17, 32)),
    {"Base": "192.168.0.0/16", "Size": 20},
)
_DOCKER = "Docker Engine"
#: Drivers of networks that take no subnet of the pools, or of others.
_WITHOUT = ("host", "none", "null", "overlay")
#: Of a pool with more subnets than these nobody makes as many networks.
_MANY = 4096


def exhausted(outlook: Outlook, report: Report) -> None:
    """Report the networks that are to be made and for which no subnet is left."""
    _without_ipv6(outlook, report)
    wanting = [key for key, network, _ in outlook.things_made(NETWORK) if _wants(network)]
    # What the engine says of its pools is known only where it told of itself.
    if not wanting or outlook.state.networks is None or "id" not in outlook.engine:
        return
    if outlook.engine.get("product", _DOCKER) != _DOCKER:
        return
    pools = outlook.engine.get("address_pools") or _DEFAULT
    subnets = list(_subnets(pools))
    if len(subnets) >= _MANY:
        return
    taken = list(_taken(outlook))
    free = sum(not any(subnet.overlaps(other) for other in taken) for subnet in subnets)
    for key in wanting[free:]:
        fields = {"network": key, "count": len(subnets)}
        report(outlook.problem("subnet-overlap", "exhausted", ("networks", key), **fields))


#: The API of Docker Engine 27, which picks IPv6 subnets where nobody told it of any.
_PICKS_IPV6 = (1, 46)


def _without_ipv6(outlook: Outlook, report: Report) -> None:
    """Report networks that want IPv6 of an engine that has no such subnets to give."""
    api = api_version(outlook)
    pools = outlook.engine.get("address_pools") or ()
    if "id" not in outlook.engine or api is None or api >= _PICKS_IPV6:
        return
    if any(":" in str(pool.get("Base")) for pool in pools):
        return
    for key, network, _ in outlook.things_made(NETWORK):
        given = (network.get("ipam") or {}).get("config") or ()
        own = any(":" in str(pool.get("subnet")) for pool in given)
        if network.get("enable_ipv6") is True and not own:
            path = ("networks", key, "enable_ipv6")
            report(outlook.problem("subnet-overlap", "no-ipv6", path, network=key))


def _wants(network: dict[str, Any]) -> bool:
    if network.get("driver") in _WITHOUT or network.get("enable_ipv4") is False:
        return False
    ipam = network.get("ipam") or {}
    own = any(_is_ipv4(pool.get("subnet")) for pool in ipam.get("config") or ())
    return not own and ipam.get("driver") in (None, "", "default")


def _is_ipv4(text: Any) -> bool:
    return bool(text) and ":" not in str(text)


def _subnets(pools: Any) -> Iterator[ipaddress.IPv4Network]:
    found = 0
    for pool in pools:
        try:
            base = ipaddress.IPv4Network(str(pool.get("Base")))
            each = base.subnets(new_prefix=int(pool.get("Size") or 0))
            for subnet in each:
                found += 1
                if found > _MANY:
                    return
                yield subnet
        except ValueError:
            continue  # IPv6


def _taken(outlook: Outlook) -> Iterator[ipaddress.IPv4Network]:
    gone = {m.id for m in outlook.moves if m.kind == NETWORK and m.action in (RECREATE, REMOVE)}
    for one in outlook.state.networks or ():
        for pool in (one.get("IPAM") or {}).get("Config") or ():
            try:
                if one.get("Id") not in gone:
                    yield ipaddress.IPv4Network(str(pool.get("Subnet")), strict=False)
            except ValueError:
                continue
