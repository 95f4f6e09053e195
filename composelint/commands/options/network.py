"""The networks of a container: the first as it is made, others connected before its start.

An engine takes several networks at once only since Docker Engine 25, so the others go by `docker
network connect`, which has the same outcome on all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..container import Container
from ..quoting import csv
from ..records import Part
from .isolation import namespace
from .plain import Make

#: Networks that every engine has: no names can be given on them.
_PREDEFINED = ("bridge", "host", "none", "default")

_INTERFACE = "com.docker.network.endpoint.ifname"


def by_priority(container: Container) -> list[str]:
    """The keys of its networks, the highest priority first, else by name."""
    networks = container.service.get("networks") or {}
    return sorted(networks, key=lambda key: (-(_entry(container, key).get("priority") or 0), key))


def name_of(container: Container, key: str) -> str:
    return str(container.desired.networks[key]["name"])


def _entry(container: Container, key: str) -> dict[str, Any]:
    return (container.service.get("networks") or {}).get(key) or {}


def _first(value: Any, container: Container) -> Iterator[Part]:
    key = by_priority(container)[0]
    entry, name = _entry(container, key), name_of(container, key)
    names = _aliases(container, key)
    options = list(_driver_options(container, key))
    priority = _gateway_priority(container, key)
    if not (options or priority):
        yield ("--network", name)
        yield from (("--network-alias", alias) for alias in names)
        yield from _addresses(entry)
        return
    fields = [f"name={name}", *(f"alias={alias}" for alias in names)]
    fields += [f"{option.strip('-')}={value}" for option, value in _addresses(entry)]
    fields += [f"driver-opt={option}" for option in options]
    fields += [f"gw-priority={priority}"] if priority else []
    yield ("--network", csv(*fields))


def _aliases(container: Container, key: str) -> list[str]:
    """The names of the container on a network: its own, its service's, and those of the file."""
    if name_of(container, key) in _PREDEFINED:
        reason = "the engine's own networks take no aliases; Docker Compose asks for some and fails"
        container.not_covered(f"networks.{key}", reason)
        return []
    own = _entry(container, key).get("aliases") or ()
    return list(dict.fromkeys([container.alias, container.name, *own]))


def _addresses(entry: dict[str, Any]) -> Iterator[Part]:
    if entry.get("ipv4_address"):
        yield ("--ip", entry["ipv4_address"])
    if entry.get("ipv6_address"):
        yield ("--ip6", entry["ipv6_address"])
    for address in entry.get("link_local_ips") or ():
        yield ("--link-local-ip", address)


def _driver_options(container: Container, key: str) -> Iterator[str]:
    entry, field = _entry(container, key), f"networks.{key}"
    options = container.pairs("", f"{field}.driver_opts", entry.get("driver_opts") or {})
    yield from (option for _, option in options)
    if entry.get("interface_name"):
        container.needs(f"{field}.interface_name", "Docker Engine 28.1 or newer")
        yield f"{_INTERFACE}={entry['interface_name']}"


def _gateway_priority(container: Container, key: str) -> str:
    priority = _entry(container, key).get("gw_priority")
    if not priority:
        return ""
    container.needs(f"networks.{key}.gw_priority", "Docker Engine 28 or newer")
    return str(priority)


def mac_address(container: Container) -> Iterator[Part]:
    """That of the first network, else the service's; `docker network connect` takes none."""
    address = container.service.get("mac_address")
    if "network_mode" in container.service:
        if address:
            container.not_covered(
                "mac_address",
                "with network_mode Docker Compose says it only to engines before Docker Engine "
                "25, and docker only to newer ones",
            )
        return
    keys = by_priority(container)
    for key in keys[1:]:
        if _entry(container, key).get("mac_address"):
            field = f"networks.{key}.mac_address"
            container.not_covered(field, "docker network connect has no option for it")
    for key in keys[:1]:
        address = _entry(container, key).get("mac_address") or address
    if address:
        # The docker of 28 says it only to such an engine.
        container.needs("mac_address", "Docker Engine 25 or newer")
        yield ("--mac-address", address)


def _links(value: Any, container: Container) -> Iterator[Part]:
    yield from (("--link", link) for link in links(container, value, ()))


def _external_links(value: Any, container: Container) -> Iterator[Part]:
    yield from (("--link", link) for link in links(container, (), value))


def links(container: Container, inner: Iterable[str], outer: Iterable[str]) -> Iterator[str]:
    """Three names for each container that is linked to, the number being that of the one that
    links (seen with Docker Compose 5.6.1)."""
    desired = container.desired
    for link in inner:
        parts = link.split(":")
        service, alias = parts[0], parts[1] if len(parts) == 2 else parts[0]
        if service not in desired.services:
            continue
        short = f"{service}-{container.number}"
        for number in range(1, desired.scale(service) + 1):
            name = desired.container_name(service, number)
            yield from (f"{name}:{own}" for own in (alias, short, f"{desired.name}-{short}"))
    for link in outer:
        parts = link.split(":")
        yield f"{parts[0]}:{parts[1] if len(parts) == 2 else parts[0]}"


def connects(container: Container) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """(the network's name, the command) for each network but the first."""
    if "network_mode" in container.service:
        return
    for key in by_priority(container)[1:]:
        name = name_of(container, key)
        yield name, (("docker", "network", "connect"), *_connect(container, key, name))


def _connect(container: Container, key: str, name: str) -> Iterator[Part]:
    entry, service = _entry(container, key), container.service
    yield from (("--alias", csv(alias)) for alias in _aliases(container, key))
    for option, value in _addresses(entry):
        yield (option, csv(value))
    yield from (("--driver-opt", csv(option)) for option in _driver_options(container, key))
    priority = _gateway_priority(container, key)
    if priority:
        yield ("--gw-priority", priority)
    linked = links(container, service.get("links") or (), service.get("external_links") or ())
    yield from (("--link", link) for link in linked)
    yield (name, container.own_name)


def _service_mac(value: Any, container: Container) -> Iterable[Part]:
    return ()  # mac_address() says it, beside those of the networks


TABLE: dict[str, Make] = {
    "network_mode": namespace("--network", "network_mode"),
    "networks": _first,
    "mac_address": _service_mac,
    "links": _links,
    "external_links": _external_links,
}
