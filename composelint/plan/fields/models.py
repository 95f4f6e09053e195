"""Two canonical entries held against each other: a service now and at an earlier revision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...hashes.order import SERVICE
from .change import Change, Key, differing, entries, paired, within


def differences(before: dict[str, Any], now: dict[str, Any]) -> list[Change]:
    """The fields of a service that differ, of those that Docker Compose counts."""
    return list(_services(counted(before), counted(now)))


def of_resource(before: dict[str, Any], now: dict[str, Any]) -> list[Change]:
    """The fields of a network or volume that differ."""
    return [
        change
        for name in dict.fromkeys((*now, *before))
        for change in _of_resource(name, before.get(name), now.get(name))
    ]


def _of_resource(name: str, before: Any, now: Any) -> Iterator[Change]:
    if name in _TABLES:
        return entries((name,), before or {}, now or {})
    return within((name,), before, now)


_TABLES = frozenset(("labels", "driver_opts"))


def counted(service: dict[str, Any]) -> dict[str, Any]:
    """A service without what can change with no container made anew."""
    kept = {key: value for key, value in service.items() if key in SERVICE.keys}
    if "deploy" in kept:
        kept["deploy"] = {k: v for k, v in kept["deploy"].items() if k != "replicas"}
    return kept


def _services(before: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*now, *before)):
        old, new = before.get(name), now.get(name)
        key = _KEYS.get(name)
        if key is not None:
            yield from paired((name,), old or [], new or [], key)
        elif name in _VARIABLES:
            yield from entries((name,), old or {}, new or {})
        elif name == "networks":
            if ("network_mode" in before) != ("network_mode" in now) and _DEFAULT in (old, new):
                continue  # it comes and goes with the mode
            yield from _networks(old or {}, new or {})
        elif name in _WHOLE:
            yield from differing((name,), old, new)
        else:
            yield from within((name,), old, new)


def _networks(before: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    """A network that is but named has no settings, and is there all the same."""
    for name in dict.fromkeys((*now, *before)):
        if name not in before:
            yield Change(("networks", name), None, now[name] or {})
        elif name not in now:
            yield Change(("networks", name), before[name] or {}, None)
        else:
            yield from within(("networks", name), before[name] or {}, now[name] or {})


def port_key(port: dict[str, Any]) -> Any:
    return port.get("target"), port.get("protocol", "tcp")


def target_of(item: dict[str, Any]) -> Any:
    return item.get("target")


def _source(grant: dict[str, Any]) -> Any:
    return grant.get("source")


#: The networks of a service that says nothing of them.
_DEFAULT = {"default": None}
_VARIABLES = frozenset(("environment", "labels", "annotations", "sysctls", "storage_opt"))
#: Lists of words: another order is another command.
_WHOLE = frozenset(("command", "entrypoint"))
_KEYS: dict[str, Key] = {
    "ports": port_key,
    "volumes": target_of,
    "devices": target_of,
    "secrets": _source,
    "configs": _source,
}
