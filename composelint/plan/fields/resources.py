"""A network or volume as the engine keeps it, held against what the file wants it to be."""

from __future__ import annotations

from typing import Any

from .change import Change, differing, entries

#: The engine's own word for the usual case.
_DRIVERS = {"network": "bridge", "volume": "local"}


def differences(
    kind: str, wanted: dict[str, Any], listed: dict[str, Any], name: str
) -> list[Change]:
    """The fields that differ; `listed` is the engine's object."""
    usual = _DRIVERS[kind]
    found = list(
        differing(("driver",), listed.get("Driver") or usual, wanted.get("driver") or usual)
    )
    options = {key: str(value) for key, value in wanted.get("driver_opts", {}).items()}
    found += entries(("driver_opts",), listed.get("Options") or {}, options)
    labels = listed.get("Labels") or {}
    own = {k: v for k, v in labels.items() if not k.startswith("com.docker.compose.")}
    found += entries(("labels",), own, wanted.get("labels", {}))
    if kind == "network":
        found += _network(wanted, listed)
    now = wanted.get("name")
    found += differing(("name",), name, now)
    return found


def _network(wanted: dict[str, Any], listed: dict[str, Any]) -> list[Change]:
    found: list[Change] = []
    for field, key in (
        ("internal", "Internal"),
        ("attachable", "Attachable"),
        ("enable_ipv6", "EnableIPv6"),
    ):
        if key in listed and bool(listed[key]) != bool(wanted.get(field)):
            found.append(Change((field,), bool(listed[key]), wanted.get(field)))
    if "EnableIPv4" in listed and bool(listed["EnableIPv4"]) != wanted.get("enable_ipv4", True):
        found.append(Change(("enable_ipv4",), listed["EnableIPv4"], wanted.get("enable_ipv4")))
    return found + _ipam(wanted.get("ipam") or {}, listed.get("IPAM") or {})


def _ipam(wanted: dict[str, Any], listed: dict[str, Any]) -> list[Change]:
    """What the file leaves open, the engine chooses; a subnet that was chosen is not told from
    one that was asked for."""
    found = list(
        differing(
            ("ipam", "driver"),
            listed.get("Driver") or "default",
            wanted.get("driver") or "default",
        )
    )
    said = wanted.get("config") or []
    there = listed.get("Config") or []
    for index, pool in enumerate(said):
        near = next((one for one in there if one.get("Subnet") == pool.get("subnet")), None)
        if near is None and len(there) > index:
            near = there[index]
        for field, key in (("subnet", "Subnet"), ("gateway", "Gateway"), ("ip_range", "IPRange")):
            before = (near or {}).get(key) or None
            if field in pool and pool[field] != before:
                found.append(Change(("ipam", "config", index, field), before, pool[field]))
        aux = (near or {}).get("AuxiliaryAddresses") or (near or {}).get("AuxAddress") or {}
        found += entries(
            ("ipam", "config", index, "aux_addresses"), aux, pool.get("aux_addresses") or {}
        )
    return found
