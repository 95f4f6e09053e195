"""What `up` does to networks and volumes, as Docker Compose's reconciler does it (5.6.1)."""

from __future__ import annotations

from collections.abc import Callable

from .causes import (
    MISSING,
    NETWORK_CHANGED,
    NETWORK_RENAMED,
    VOLUME_CHANGED,
    VOLUME_RENAMED,
)
from .desired import Desired
from .making import Making
from .observed import Container, Observed, Thing
from .records import CONNECT, CREATE, DISCONNECT, NETWORK, RECREATE, REMOVE, VOLUME, Cause


def plan_networks(making: Making, desired: Desired, observed: Observed) -> None:
    """Networks that are missing are made; one that has changed is removed and made again, and
    what is on it is stopped meanwhile."""
    for key, network in desired.networks.items():
        there = observed.networks.get(key)
        if network.get("external"):
            continue
        if there is None:
            cause = Cause(MISSING, {"network": key})
            making.networks[key] = making.add(CREATE, NETWORK, network["name"], [cause])
        elif there.hash and there.hash != desired.network_hash(key):
            _remake_network(making, desired, observed, key, there)


def _remake_network(
    making: Making, desired: Desired, observed: Observed, key: str, there: Thing
) -> None:
    name = desired.networks[key]["name"]
    renamed = name != there.name
    facts = {"network": key, "name": name, "before": there.name, "after": name}
    facts |= {"hash_before": there.hash, "hash_now": desired.network_hash(key)}
    causes = [Cause(NETWORK_RENAMED if renamed else NETWORK_CHANGED, facts)]
    attached = [
        container
        for service in desired.services
        if key in desired.services[service].get("networks", ())
        for container in observed.containers[service]
    ]
    leaves = []
    for one in attached:
        making.stopped.setdefault(one.id, []).extend(causes)
        leaves.append(_attachment(making, DISCONNECT, one, causes, []))
    if renamed:
        made = making.add(CREATE, NETWORK, name, causes)
        making.add(REMOVE, NETWORK, there.name, causes, needs=leaves, id_=there.id)
    else:
        made = making.add(RECREATE, NETWORK, name, causes, needs=leaves, id_=there.id)
    making.networks[key] = made
    for one, left in zip(attached, leaves, strict=True):
        again = _attachment(making, CONNECT, one, causes, [made, left])
        making.connects.setdefault(one.id, []).append(again)


def _attachment(
    making: Making, action: str, one: Container, causes: list[Cause], needs: list[int]
) -> int:
    return making.add_container(
        action, one.name, one.service, one.number, causes, needs=needs, id_=one.id
    )


Vanish = Callable[[str, list[Cause]], None]
"""Takes a service's containers for gone, for these causes."""


def plan_volumes(making: Making, desired: Desired, observed: Observed, vanish: Vanish) -> None:
    """Volumes that are missing are made; one that was given another name too, and the old one
    stays. One that has changed is asked about, and only --yes makes it anew: its data is lost."""
    for key, volume in desired.volumes.items():
        there = observed.volumes.get(key)
        if volume.get("external"):
            continue
        name = volume["name"]
        if there is None:
            cause = Cause(MISSING, {"volume": key})
            making.volumes[key] = making.add(CREATE, VOLUME, name, [cause])
        elif there.hash and there.hash != desired.volume_hash(key):
            facts = {"volume": key, "name": name, "before": there.name, "after": name}
            facts |= {"hash_before": there.hash, "hash_now": desired.volume_hash(key)}
            if there.name != name:
                cause = Cause(VOLUME_RENAMED, facts)
                making.volumes[key] = making.add(CREATE, VOLUME, name, [cause])
                observed.volumes[key] = Thing(name, name, there.hash)
            elif desired.options.yes:
                cause = Cause(VOLUME_CHANGED, facts)
                making.volumes[key] = making.add(RECREATE, VOLUME, name, [cause], id_=there.id)
                for service in services_on(key, desired):
                    vanish(service, [cause])


def services_on(key: str, desired: Desired) -> list[str]:
    """The services that mount a volume, themselves or by `volumes_from`."""
    found = {
        name
        for name, service in desired.services.items()
        if any(mount.get("source") == key for mount in service.get("volumes", ()))
    }
    grown = True
    while grown:
        more = {
            name
            for name, service in desired.services.items()
            if any(one.split(":")[0] in found for one in service.get("volumes_from", ()))
        }
        grown = not more <= found
        found |= more
    return sorted(found)
