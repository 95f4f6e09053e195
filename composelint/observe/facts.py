"""What an engine says of itself, as `State.engine` has it."""

from __future__ import annotations

import sys
from typing import Any

from .reader import Reader

_DESKTOP = "Docker Desktop"


def engine_facts(version: dict[str, Any], info: Any, reader: Reader) -> dict[str, Any]:
    """GET /version and GET /info (None where it is forbidden), in short. What is not known is
    left out, but for the keys of a plan's JSON and the flags."""
    info = info if isinstance(info, dict) else {}
    swarm = _of(info, "Swarm")
    plugins = _of(info, "Plugins")
    facts = {
        "name": str(info.get("Name") or ""),
        "version": str(version.get("Version") or ""),
        "api_version": _api_version(version, reader),
        "swarm": swarm.get("LocalNodeState") == "active",
        "manager": swarm.get("ControlAvailable") is True,
        "product": _product(version),
        "id": info.get("ID"),
        "os": version.get("Os"),
        "architecture": version.get("Arch"),
        "default_runtime": info.get("DefaultRuntime"),
        "log_driver": info.get("LoggingDriver"),
        "cgroup_version": info.get("CgroupVersion"),
        "address_pools": info.get("DefaultAddressPools"),
        "cpus": info.get("NCPU"),
        "runtimes": _names(_of(info, "Runtimes")) if "Runtimes" in info else None,
        "network_drivers": _strings(plugins.get("Network")),
        "volume_drivers": _strings(plugins.get("Volume")),
        "log_drivers": _strings(plugins.get("Log")),
        "rootless": "name=rootless" in (_strings(info.get("SecurityOptions")) or ()),
        "local": _local(info, reader),
    }
    return {key: value for key, value in facts.items() if value is not None}


def _api_version(version: dict[str, Any], reader: Reader) -> str:
    """The engine's own, unless DOCKER_API_VERSION holds Docker Compose to an older one too."""
    own = str(version.get("ApiVersion", ""))
    pinned = reader.endpoint.api_version
    older = pinned and _number(pinned) < _number(own)
    return pinned if older else own


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _product(version: dict[str, Any]) -> str:
    """ "Docker Engine", or what else speaks its language, such as "Podman Engine"."""
    components = version.get("Components")
    first = components[0] if isinstance(components, list) and components else {}
    name = first.get("Name") if isinstance(first, dict) else None
    return "Docker Engine" if not isinstance(name, str) or name == "Engine" else name


def _local(info: dict[str, Any], reader: Reader) -> bool:
    """Whether the engine's files and ports are those of this machine: asked over a unix socket
    here, by a process that we can see, and not from a virtual machine."""
    from socket import gethostname

    if reader.endpoint.scheme != "unix" or not sys.platform.startswith("linux"):
        return False
    if info.get("OperatingSystem") == _DESKTOP or reader.peer() == 0:
        return False
    return info.get("Name") == gethostname()


def _of(info: dict[str, Any], key: str) -> dict[str, Any]:
    found = info.get(key)
    return found if isinstance(found, dict) else {}


def _names(found: dict[str, Any]) -> list[str]:
    return sorted(found)


def _strings(found: Any) -> list[str] | None:
    return [str(one) for one in found] if isinstance(found, list) else None
