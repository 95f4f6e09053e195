"""Networks, who is on them, and the ports through which others come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..model.ports import Port, read_ports
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..reach.networks import NETWORKS, Place, attached
from ..reach.ports import published
from .facts import is_true, plain, show, texts
from .records import ATTACHED, ENTERS, HOST, NETWORK, OUTSIDE, PORT, PUBLISHES
from .records import Node as GraphNode

if TYPE_CHECKING:
    from .build import Builder

_LOOPBACK = ("127.", "::1", "localhost")


def add_networks(builder: Builder) -> None:
    """The networks that are declared, and `default` where a service is on it."""
    for key, (key_node, node) in builder.project.section("networks").items():
        _network(builder, key, key_node, node)
    for place in builder.topology.places.values():
        source = builder.service_id(place.name)
        if source is None:
            continue
        if place.mode == NETWORKS:
            _attach(builder, place, source)
        _publish(builder, place, source)


def _network_id(builder: Builder, key: str) -> tuple[str, str, bool]:
    """(id, real name, whether it is external); external ones are the same for all projects."""
    for network in builder.topology.networks.values():
        if network.key == key:
            shared = network.external and network.known
            own = builder.own(NETWORK, key)
            return (f"{NETWORK}:={network.id}" if shared else own), network.id, network.external
    # Another key of a network that has this name: the first stands for both.
    entry = builder.project.section("networks").get(key)
    name = plain(entry[1].get("name")) if entry and type(entry[1]) is Mapping else ""
    same = builder.topology.networks.get(name or key)
    return (
        _network_id(builder, same.key)
        if same is not None
        else (builder.own(NETWORK, key), key, False)
    )


def _network(builder: Builder, key: str, key_node: Scalar | None, node: Node | None) -> str:
    id_, name, external = _network_id(builder, key)
    facts: dict[str, Any] = {"real_name": show(name)}
    if external:
        facts["external"] = True
    if type(node) is Mapping:
        for attribute in ("internal", "attachable", "enable_ipv6"):
            if is_true(node.get(attribute)):
                facts[attribute] = True
        driver = plain(node.get("driver"))
        if driver:
            facts["driver"] = driver
        subnets = _subnets(node)
        if subnets:
            facts["subnets"] = subnets
    builder.graph.add(
        GraphNode(
            id_,
            NETWORK,
            key,
            show(name) if external else key,
            "" if external else builder.project.name,
            facts,
            (),
            None if key_node is None else key_node.span,
            ("networks", key),
        )
    )
    return id_


def _subnets(node: Mapping) -> list[str]:
    ipam = node.get("ipam")
    pools = ipam.get("config") if type(ipam) is Mapping else None
    found = [
        plain(pool.get("subnet"))
        for pool in (pools.items if type(pools) is Sequence else ())
        if type(pool) is Mapping
    ]
    return [subnet for subnet in found if subnet]


def _attach(builder: Builder, place: Place, source: str) -> None:
    path: Path = (place.section, place.name, "networks")
    for key, settings, where in attached(place.service.get("networks"), path):
        entry = builder.project.section("networks").get(key)
        network = _network(builder, key, *(entry or (None, None)))
        facts: dict[str, Any] = {}
        if type(settings) is Mapping:
            aliases = texts(settings.get("aliases"))
            if aliases:
                facts["aliases"] = aliases
            for attribute in ("ipv4_address", "ipv6_address"):
                address = plain(settings.get(attribute))
                if address:
                    facts[attribute] = address
        span = _place_of(place.service.get("networks"), where)
        builder.graph.join(ATTACHED, source, network, facts, span, where)


def _place_of(networks: Node | None, where: Path) -> Any:
    last = where[-1]
    if type(networks) is Sequence and isinstance(last, int):
        return networks.items[last].span
    if type(networks) is Mapping and isinstance(last, str):
        key = networks.key(last)
        return None if key is None else key.span
    return None


# --- ports


def _publish(builder: Builder, place: Place, source: str) -> None:
    node = place.service.get("ports")
    if node is None or not published(builder.topology, place):
        return
    positions = {id(item): index for index, item in enumerate(getattr(node, "items", ()))}
    for port, item in read_ports(node):
        id_, title = _port_name(builder, port, source)
        builder.graph.add(GraphNode(id_, PORT, title, title, "", _port_facts(port)))
        where: Path = (place.section, place.name, "ports", positions.get(id(item), 0))
        facts = {**_port_facts(port), "target": port.target}
        builder.graph.join(PUBLISHES, id_, source, facts, item.span, where)
        _entrance(builder, port, id_)


def _port_facts(port: Port) -> dict[str, Any]:
    return {
        "host_ip": None if port.host_ip is None else show(port.host_ip),
        "published": None if port.published is None else show(port.published),
        "protocol": port.protocol,
    }


def _port_name(builder: Builder, port: Port, source: str) -> tuple[str, str]:
    """(id, title). A port whose number the engine or a variable chooses is the service's own."""
    suffix = "" if port.protocol in ("tcp", None) else f"/{port.protocol}"
    address = "" if not port.host_ip or port.host_ip in ("0.0.0.0", "::") else show(port.host_ip)
    shown = show(port.published) if port.published else "…" if port.published is None else "any"
    host = f"[{address}]" if ":" in address else address
    title = f"{host}:{shown}{suffix}" if host else f"{shown}{suffix}"
    if port.published:
        return f"{PORT}:{title}", title
    return f"{PORT}:{title}>{source}:{port.target}", title


def _entrance(builder: Builder, port: Port, id_: str) -> None:
    local = bool(port.host_ip) and str(port.host_ip).startswith(_LOOPBACK)
    kind, title = (HOST, "this machine") if local else (OUTSIDE, "outside")
    graph = builder.graph
    graph.add(GraphNode(kind, kind, kind, title, "", {}))
    if (kind, id_) not in builder.entered:
        builder.entered.add((kind, id_))
        graph.join(ENTERS, kind, id_)
