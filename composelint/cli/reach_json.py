"""What `composelint reach --format json` prints; docs/reachability.md describes it."""

from __future__ import annotations

from typing import Any

from ..reach.networks import Place, Topology
from ..reach.ports import exposed_by_images, ports_of, published
from ..reach.who import unclear, ways
from ..report.names import show_file


def as_json(found: Topology, here: str, origin: str | None = None) -> dict[str, Any]:
    """One entry of "projects"; with an `origin` only the ways from that service are in it."""
    project = found.project
    return {
        "name": project.name,
        "files": [show_file(file, here) for file in project.files],
        "networks": _networks(found),
        "services": [_service(found, place) for place in found.places.values()],
        "reaches": [
            {
                "from": one.name,
                "to": other.name,
                "kind": way.kind,
                "networks": list(way.networks),
                "names": list(way.names),
            }
            for one, other, way in ways(found, origin)
        ],
    }


def _networks(found: Topology) -> list[dict[str, Any]]:
    shown = []
    for network in found.networks.values():
        services = [place.name for place in found.places.values() if network.id in place.networks]
        if not services:
            continue
        shown.append(
            {
                "key": network.key,
                "name": network.id if network.known else None,
                "internal": network.internal,
                "external": network.external,
                "services": services,
            }
        )
    return shown


def _service(found: Topology, place: Place) -> dict[str, Any]:
    listens = ports_of(found, place).inside | exposed_by_images(found, place)[0]
    return {
        "name": place.name,
        "job": place.section == "jobs",
        "mode": place.mode,
        "known": not unclear(found, place),
        "shares": place.shares,
        "profiles": sorted(place.profiles) if place.profiles is not None else [],
        "networks": {
            network: list(dict.fromkeys(name.text for name in names))
            for network, names in place.networks.items()
        },
        "listens": sorted(listens),
        "published": [
            {
                "host_ip": port.host_ip,
                "published": port.published,
                "target": port.target,
                "protocol": port.protocol,
            }
            for port in published(found, place)
        ],
    }
