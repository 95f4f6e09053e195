"""Addresses, subnets and hardware addresses.

Docker Compose's config takes any text for them; the engine does not.
"""

from __future__ import annotations

from ..model.addresses import is_address, is_ipv4, is_ipv6, is_mac, is_subnet
from ..node import Mapping, Node, Path
from .judge import Judge, known_text, mappings, scalars


def networks(judge: Judge, node: Node, path: Path) -> None:
    """The addresses of a service in its networks."""
    if type(node) is not Mapping:
        return
    for name, (_, settings) in node.entries.items():
        if type(settings) is not Mapping:
            continue
        at = (*path, name)
        for key, fits, variant in _SETTINGS:
            value = settings.get(key)
            text = known_text(value)
            if value is not None and text is not None and not fits(text):
                judge.bad(value, (*at, key), variant)
        for item, where in scalars(settings.get("link_local_ips"), (*at, "link_local_ips")):
            if item.known and not is_address(item.text):
                judge.bad(item, where, "address")


_SETTINGS = (
    ("ipv4_address", is_ipv4, "ipv4-address"),
    ("ipv6_address", is_ipv6, "ipv6-address"),
    ("mac_address", is_mac, "mac-address"),
)


def mac_address(judge: Judge, node: Node, path: Path) -> None:
    text = known_text(node)
    if text is not None and not is_mac(text):
        judge.bad(node, path, "mac-address")


def dns(judge: Judge, node: Node, path: Path) -> None:
    """Name servers are addresses; there is nobody yet to resolve their names."""
    for item, at in scalars(node, path):
        if item.text and item.known and not is_address(item.text.partition("%")[0]):
            judge.bad(item, at, "address")


def ipam(judge: Judge, network: Mapping, path: Path) -> None:
    """The pools of a network."""
    section = network.get("ipam")
    pools = section.get("config") if type(section) is Mapping else None
    for pool, at in mappings(pools, (*path, "ipam", "config")):
        for key, fits, variant in _POOL:
            value = pool.get(key)
            text = known_text(value)
            if value is not None and text is not None and not fits(text):
                judge.bad(value, (*at, key), variant)
        others = pool.get("aux_addresses")
        if type(others) is Mapping:
            for name, (_, value) in others.entries.items():
                text = known_text(value)
                if text is not None and not is_address(text):
                    judge.bad(value, (*at, "aux_addresses", name), "address")


_POOL = (
    ("subnet", is_subnet, "subnet"),
    ("ip_range", is_subnet, "subnet"),
    ("gateway", is_address, "address"),
)
