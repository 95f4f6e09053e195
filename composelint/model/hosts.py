"""Additional hosts: `somehost=162.242.195.82`, `somehost:1.2.3.4`, lists and mappings."""

from __future__ import annotations

from ..node import UNKNOWN, Mapping, Node, Scalar, Sequence
from .bad import BadValue
from .casts import string, text_list

#: Stands for the host's own address.
GATEWAY = "host-gateway"


def parse_host(text: str) -> tuple[str, list[str]]:
    """The name and the addresses of one entry of a list.

    The first `=` parts them, else the first `:`. Raises BadValue: "no-address" or "host-name"
    (empty, or with `:` or `=` in it).
    """
    for separator in ("=", ":"):
        name, found, addresses = text.partition(separator)
        if found:
            check_name(name)
            return name, [unbracket(address) for address in addresses.split(",")]
    if UNKNOWN in text:
        return "", []
    raise BadValue("no-address", 0, len(text), value=text)


def check_name(name: str) -> None:
    """Raises BadValue("host-name") for a name that Docker Compose refuses."""
    if UNKNOWN not in name and (not name or ":" in name or "=" in name):
        raise BadValue("host-name", 0, len(name), value=name)


def unbracket(address: str) -> str:
    """[::1] as ::1."""
    if len(address) > 2 and address.startswith("[") and address.endswith("]"):
        return address[1:-1]
    return address


def canonical_hosts(node: Node) -> list[str]:
    """The list that `config` prints: `name=address`, one address each, sorted.

    In a mapping a comma does not part addresses. Raises BadValue.
    """
    shown = []
    if isinstance(node, Mapping):
        for name, value in node.items():
            check_name(name)
            shown += [f"{name}={unbracket(address)}" for address in text_list(value)]
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                name, addresses = parse_host(string(item))
                shown += [f"{name}={address}" for address in addresses]
    return sorted(shown)
