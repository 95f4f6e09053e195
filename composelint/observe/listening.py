"""The ports of this machine that other processes have, as the kernel lists its sockets.

/proc/net is that of our own network namespace: where the engine has another one (rootless, or one
that somebody gave it), its ports are not these, and nothing is known.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from typing import Any

_LISTENS = "0A"
_BOUND = "07"
#: The state in which a socket of each protocol keeps others from its port.
_STATES = {"tcp": _LISTENS, "tcp6": _LISTENS, "udp": _BOUND, "udp6": _BOUND}


def listening(
    containers: Iterable[dict[str, Any]],
    services: Iterable[dict[str, Any]],
    peer: int | None,
    proc: str = "/proc",
) -> list[dict[str, Any]] | None:
    """[{"address", "port", "protocol"}] of sockets that are not the engine's own: a port that a
    container or a service of a swarm publishes is held for it. None where it cannot be known;
    `peer` is the engine's process. "::" may stand for the IPv4 addresses as well."""
    if _elsewhere(peer, proc):
        return None
    found: set[tuple[str, int, str]] = set()
    for name in _STATES:
        try:
            with open(os.path.join(proc, "net", name), encoding="ascii") as file:
                found.update(sockets(file, name))
        except (OSError, ValueError):
            if name.endswith("6") and not os.path.exists(os.path.join(proc, "net", name)):
                continue  # a kernel without IPv6
            return None
    own = set(_published(containers))
    ingress = set(_ingress(services))
    return [
        {"address": address, "port": port, "protocol": protocol}
        for address, port, protocol in sorted(found - own)
        if (port, protocol) not in ingress
    ]


def _elsewhere(peer: int | None, proc: str) -> bool:
    """Whether the engine is known to have another network namespace than we."""
    if peer is None:
        return False
    try:
        theirs = os.readlink(os.path.join(proc, str(peer), "ns", "net"))
        return theirs != os.readlink(os.path.join(proc, "self", "ns", "net"))
    except OSError:
        return False  # who is not root may not see: it is mostly the same


def sockets(lines: Iterable[str], name: str) -> Iterable[tuple[str, int, str]]:
    """(address, port, protocol) of the lines of /proc/net/NAME; raises ValueError."""
    protocol = name.removesuffix("6")
    for line in lines:
        fields = line.split()
        if len(fields) > 3 and fields[0].endswith(":") and fields[3] == _STATES[name]:
            address, _, port = fields[1].partition(":")
            yield _address(address), int(port, 16), protocol


def _address(digits: str) -> str:
    """The kernel writes an address as numbers of 32 bits in the machine's own order of bytes."""
    from sys import byteorder

    data = bytes.fromhex(digits)
    if byteorder == "little":
        words = (data[at : at + 4] for at in range(0, len(data), 4))
        data = b"".join(word[::-1] for word in words)
    if len(data) not in (4, 16):
        raise ValueError(digits)
    return socket.inet_ntop(socket.AF_INET if len(data) == 4 else socket.AF_INET6, data)


def _published(containers: Iterable[dict[str, Any]]) -> Iterable[tuple[str, int, str]]:
    for one in containers:
        ports = one.get("Ports")
        for port in ports if isinstance(ports, list) else ():
            public = port.get("PublicPort") if isinstance(port, dict) else None
            if type(public) is int:
                yield str(port.get("IP", "")), public, str(port.get("Type", "tcp"))


def _ingress(services: Iterable[dict[str, Any]]) -> Iterable[tuple[int, str]]:
    """What a swarm publishes on each of its nodes, on every address."""
    for one in services:
        endpoint = one.get("Endpoint")
        ports = endpoint.get("Ports") if isinstance(endpoint, dict) else None
        for port in ports if isinstance(ports, list) else ():
            public = port.get("PublishedPort") if isinstance(port, dict) else None
            if type(public) is int:
                yield public, str(port.get("Protocol", "tcp"))
