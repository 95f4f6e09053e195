"""Networks that are made anew while a container that belongs on one is not on it: CL803.

Seen with Docker Compose 5.6.1: to make a network anew it takes all containers of the services that
have the network in the file off it. The engine refuses where one is not on it, because its service
has only now got the network, or because somebody took the container off.
"""

from __future__ import annotations

from ...finding import Report
from ..records import DISCONNECT, NETWORK, RECREATE, REMOVE
from .outlook import Outlook


def not_on(outlook: Outlook, report: Report) -> None:
    """Report each container that would be taken off a network that it is not on."""
    ids = {
        move.causes[0].facts.get("network"): move.id
        for move in outlook.moves
        if move.kind == NETWORK and move.action in (RECREATE, REMOVE) and move.causes
    }
    for move in outlook.moves:
        if move.action != DISCONNECT:
            continue
        facts = move.causes[0].facts
        key, network = str(facts.get("network", "")), str(facts.get("before", ""))
        if not _is_on(outlook, move.id, network, ids.get(key, "")):
            path = ("services", str(move.service), "networks", key)
            fields = {"network": network, "container": move.name, "service": move.service}
            report(outlook.problem("network-in-use", "not-on-it", path, **fields))


def _is_on(outlook: Outlook, container: str, network: str, id_: str) -> bool:
    """Of a container that has never run the engine tells the network's name only."""
    one = next((one for one in outlook.containers if one.get("Id") == container), {})
    ends = (one.get("NetworkSettings") or {}).get("Networks") or {}
    return any(name == network or (end or {}).get("NetworkID") == id_ for name, end in ends.items())
