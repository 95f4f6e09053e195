"""`docker network create`, for the networks that the services use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..plan.desired import Desired
from .quoting import csv
from .records import NEEDS, NOT_COVERED, Note, Part, Step

_FLAGS = {"internal": "--internal", "attachable": "--attachable"}


def networks(desired: Desired, notes: dict[Note, None]) -> Iterator[Step]:
    for key, network in desired.networks.items():
        name = network["name"]
        if network.get("external"):
            # As `up` does, end here where it is missing.
            words = ("docker", "network", "inspect", "--format", "{{.Name}}", name)
            yield Step("network", name, None, (words,))
        else:
            yield Step("network", name, None, tuple(_create(key, network, notes)))


def _create(key: str, network: dict[str, Any], notes: dict[Note, None]) -> Iterator[Part]:
    yield ("docker", "network", "create")
    if network.get("driver"):
        yield ("--driver", network["driver"])
    yield from _pairs("--opt", key, "driver_opts", network, notes)
    yield from ((flag,) for field, flag in _FLAGS.items() if network.get(field))
    if "enable_ipv4" in network:
        _note(notes, NEEDS, f"networks.{key}.enable_ipv4", "Docker Engine 28 or newer")
        yield (f"--ipv4={'true' if network['enable_ipv4'] else 'false'}",)
    if "enable_ipv6" in network:
        yield ("--ipv6",) if network["enable_ipv6"] else ("--ipv6=false",)
    yield from _addresses(key, network.get("ipam") or {}, notes)
    yield from _pairs("--label", key, "labels", network, notes)
    yield (network["name"],)


def _addresses(key: str, ipam: dict[str, Any], notes: dict[Note, None]) -> Iterator[Part]:
    """Where addresses come from. `docker` sorts gateways and ranges to the subnets by itself."""
    if ipam.get("driver"):
        yield ("--ipam-driver", ipam["driver"])
    yield from _pairs("--ipam-opt", key, "options", ipam, notes)
    for index, pool in enumerate(ipam.get("config") or ()):
        if pool and "subnet" not in pool:
            field = f"networks.{key}.ipam.config[{index}]"
            _note(notes, NOT_COVERED, field, "docker takes a gateway or range with a subnet only")
            continue
        for field in ("subnet", "ip_range", "gateway"):
            if pool.get(field):
                yield (f"--{field.replace('_', '-')}", csv(pool[field]))
        yield from _pairs("--aux-address", key, "aux_addresses", pool, notes)


def _pairs(
    option: str, key: str, field: str, of: dict[str, Any], notes: dict[Note, None]
) -> Iterator[Part]:
    for name, value in (of.get(field) or {}).items():
        if "=" in name or not name:
            reason = f"the key {name!r} cannot be said: `=` ends a key"
            _note(notes, NOT_COVERED, f"networks.{key}.{field}", reason)
        else:
            yield (option, f"{name}={value}")


def _note(notes: dict[Note, None], kind: str, field: str, reason: str) -> None:
    notes[Note(kind, None, field, reason)] = None
