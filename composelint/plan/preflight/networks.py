"""Networks: that cannot be made anew (CL803), of which there are several (CL808), subnets (CL307)
and addresses (CL308) that others have.

Seen with Docker Compose 5.6.1: to make a network anew it takes the containers of the services asked
for off it, and stops them; one that runs and is not among them makes the engine refuse
(`has active endpoints`), and those that were stopped stay so.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

from ...finding import WARNING, Problem, Report
from ..labels import NETWORK as KEY
from ..labels import labels, name_of, of_project
from ..records import (
    CONNECT,
    CONTAINER,
    DISCONNECT,
    NETWORK,
    RECREATE,
    REMOVE,
    START,
    Move,
)
from .outlook import Outlook, owner, runs

_Subnet = ipaddress.IPv4Network | ipaddress.IPv6Network


def in_use(outlook: Outlook, report: Report) -> None:
    """Report networks that are to be removed while others are on them."""
    leaving = {move.id for move in outlook.moves if _leaves(move.kind, move.action)}
    for move in outlook.moves:
        if move.kind != NETWORK or move.action not in (RECREATE, REMOVE) or not move.id:
            continue
        on = [one for one in outlook.containers if move.id in _attached(one)]
        stay = [one for one in on if runs(one) and one.get("Id") not in leaving]
        if stay:
            stopped = sorted(name_of(one) for one in on if one.get("Id") in leaving and runs(one))
            problem = _in_use(outlook, move, stay, stopped)
            # What is made anew elsewhere may have left by then: who comes first is chance.
            chance = all(one.get("Id") in outlook.gone for one in stay)
            report(problem._replace(severity=WARNING) if chance else problem)


def removed(outlook: Outlook, report: Report) -> None:
    """Warn of a network that is made anew while a container on it is removed: Docker Compose
    connects that again as well, and who comes first is chance."""
    going = {m.id for m in outlook.moves if m.kind == CONTAINER and m.action == REMOVE}
    told: set[str] = set()
    for move in outlook.moves:
        key = str(move.causes[0].facts.get("network", "")) if move.causes else ""
        if move.action != CONNECT or move.id not in going or key in told:
            continue
        told.add(key)
        fields = {"network": move.causes[0].facts.get("name", key), "container": move.name}
        problem = outlook.problem("network-in-use", "removed", ("networks", key), **fields)
        report(problem._replace(severity=WARNING))


def lost(outlook: Outlook, report: Report) -> None:
    """Report containers that are to be started and whose network is gone: they know it by its id,
    and another one of that name does not help."""
    networks = outlook.state.networks
    if networks is None:
        return
    there = {str(one.get("Id")) for one in networks}
    joins = {move.id for move in outlook.moves if move.action == CONNECT}
    for move in outlook.started:
        one = outlook.by_name.get(move.name, {})
        if move.action != START or one.get("Id") != move.id or move.id in joins:
            continue
        for name, end in _ends(one).items():
            id_ = str(end.get("NetworkID") or "")
            if id_ and id_ not in there and name not in _BUILT_IN:
                service = str(move.service)
                fields = {"container": move.name, "network": name, "service": service}
                report(outlook.problem("lost-network", "", ("services", service), **fields))
                break


_BUILT_IN = ("bridge", "host", "none")


def _leaves(kind: str, action: str) -> bool:
    return kind == CONTAINER and action in (DISCONNECT, REMOVE)


def _attached(one: dict[str, Any]) -> set[str]:
    return {str(end.get("NetworkID", "")) for end in _ends(one).values()}


def _ends(one: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = (one.get("NetworkSettings") or {}).get("Networks") or {}
    return {name: end for name, end in found.items() if isinstance(end, dict)}


def _in_use(
    outlook: Outlook, move: Move, stay: list[dict[str, Any]], stopped: list[str]
) -> Problem:
    key = str(move.causes[0].facts.get("network", "")) if move.causes else ""
    fields = {
        "network": move.name,
        "containers": sorted(map(name_of, stay)),
        "owner": owner(stay[0]),
        "stopped": stopped,
    }
    variant = "" if stopped else "none-stopped"
    return outlook.problem("network-in-use", variant, ("networks", key), **fields)


def ambiguous(outlook: Outlook, report: Report) -> None:
    """Report networks of whose name there are several, where none of them has our labels, or a
    container is to be made on it: that is told the name only."""
    made = {key for _, service in outlook.services_made() for key in service.get("networks") or ()}
    for key, network in outlook.desired.networks.items():
        name = network.get("name")
        same = [one for one in outlook.state.networks or () if one.get("Name") == name]
        ours = [
            one for one in of_project(same, outlook.desired.name) if labels(one).get(KEY) == key
        ]
        if len(same) > 1 and (network.get("external") or not ours or key in made):
            fields = {"network": name, "count": len(same)}
            path = ("networks", key, "name")
            report(outlook.problem("ambiguous-network", "", path, **fields))


def subnets(outlook: Outlook, report: Report) -> None:
    """Report subnets of networks that are to be made, and that another network has a part of."""
    taken = list(_taken_subnets(outlook))
    for key, network, move in outlook.things_made(NETWORK):
        for index, pool in enumerate((network.get("ipam") or {}).get("config") or ()):
            subnet = _subnet(pool.get("subnet"))
            if subnet is None or (subnet.version == 6 and not network.get("enable_ipv6")):
                continue
            apart = network.get("driver") == "overlay"
            for id_, other, theirs, overlay in taken:
                if id_ == move.id or overlay != apart or not _overlap(subnet, theirs):
                    continue
                fields = {"subnet": str(subnet), "network": key, "taken": str(theirs)}
                path = ("networks", key, "ipam", "config", index, "subnet")
                report(outlook.problem("subnet-overlap", "engine", path, **fields, other=other))
                break


def _taken_subnets(outlook: Outlook) -> Iterator[tuple[str, str, _Subnet, bool]]:
    """(id, name, subnet, whether it is an overlay network) of what the engine has."""
    for one in outlook.state.networks or ():
        for pool in (one.get("IPAM") or {}).get("Config") or ():
            subnet = _subnet(pool.get("Subnet"))
            if subnet is not None:
                overlay = one.get("Driver") == "overlay"
                yield str(one.get("Id")), str(one.get("Name")), subnet, overlay


def _subnet(text: Any) -> _Subnet | None:
    try:
        return ipaddress.ip_network(str(text), strict=False) if text else None
    except ValueError:
        return None


def _overlap(one: _Subnet, other: _Subnet) -> bool:
    if isinstance(one, ipaddress.IPv4Network) and isinstance(other, ipaddress.IPv4Network):
        return one.overlaps(other)
    if isinstance(one, ipaddress.IPv6Network) and isinstance(other, ipaddress.IPv6Network):
        return one.overlaps(other)
    return False


def addresses(outlook: Outlook, report: Report) -> None:
    """Report static addresses on networks that are there and stay, which the network cannot give
    to the container."""
    remade = {key for key, _, _ in outlook.things_made(NETWORK)}
    for name, service in outlook.services_started():
        for key, asked in (service.get("networks") or {}).items():
            network = outlook.desired.networks.get(key)
            if network is None or key in remade:
                continue
            there = [n for n in outlook.state.networks or () if n.get("Name") == network["name"]]
            for attribute in ("ipv4_address", "ipv6_address"):
                address = (asked or {}).get(attribute)
                found = _refused(outlook, name, address, there) if address and there else None
                if found is not None:
                    path = ("services", name, "networks", key, attribute)
                    fields = {"service": name, "address": address, "network": key, **found[1]}
                    report(outlook.problem("address-conflict", found[0], path, **fields))


def _refused(
    outlook: Outlook, service: str, text: str, there: list[dict[str, Any]]
) -> tuple[str, dict[str, Any]] | None:
    """(variant, fields): why the network cannot give an address."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    pools = (there[0].get("IPAM") or {}).get("Config") or []
    subnets = [subnet for pool in pools if (subnet := _subnet(pool.get("Subnet"))) is not None]
    same = [subnet for subnet in subnets if subnet.version == address.version]
    if same and not any(address in subnet for subnet in same):
        return "outside", {"subnets": [str(subnet) for subnet in same]}
    if str(address) in {_gateway(pool, there[0]) for pool in pools}:
        return "gateway", {}
    mine = {move.id for move in outlook.started if move.service == service}
    for one in outlook.containers:
        if not runs(one) or one.get("Id") in outlook.gone | mine:
            continue
        for end in _ends(one).values():
            has = end.get("IPAddress"), end.get("GlobalIPv6Address")
            if end.get("NetworkID") == there[0].get("Id") and str(address) in has:
                return "taken", {"container": name_of(one), "owner": owner(one)}
    return None


def _gateway(pool: dict[str, Any], network: dict[str, Any]) -> str:
    """The address of the bridge: where the engine tells none it took the first of the subnet."""
    given = str(pool.get("Gateway") or "").partition("/")[0]
    subnet = _subnet(pool.get("Subnet"))
    if given or subnet is None or pool.get("IPRange") or network.get("Driver") != "bridge":
        return given
    return str(next(iter(subnet.hosts()), ""))
