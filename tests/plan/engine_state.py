"""The engine's state in the layout of composelint/state.py, without what a planner has no use for,
so that recordings stay small."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from raw_engine import RawEngine

#: What is kept of a container and of an image that are asked for in full.
_CONTAINER = ("Id", "Name", "Image", "Created", "State", "Config", "HostConfig", "Mounts")
_IMAGE = ("Id", "RepoTags", "Created", "Config")
#: What is left out wherever it stands.
_UNREAD = {
    *("Pid", "SandboxID", "SandboxKey", "EndpointID", "MacAddress", "ConsoleSize"),
    *("MaskedPaths", "ReadonlyPaths", "ConfigFrom", "ParentId", "VirtualSize", "SharedSize"),
    *("Containers", "Size", "Gateway", "IPPrefixLen", "GlobalIPv6PrefixLen", "Hostname", "Aliases"),
    *("AttachStdout", "AttachStderr", "CgroupnsMode", "LogConfig"),
}
#: What HostConfig says where nothing is said.
_USUAL = {"IpcMode": "private", "ShmSize": 67108864, "Runtime": "runc", "ExtraHosts": []}
#: Commands that end at once.
_JOBS = ("true", "false")
#: Networks that the engine always has, and that are in nobody's way.
_OWN_NETWORKS = ("host", "none")


def observed(engine: RawEngine) -> dict[str, Any]:
    """What the engine has, when its jobs have ended."""
    containers = _at_rest(engine)
    inspected = {one["Id"]: _container(engine, one["Id"]) for one in containers}
    # One may still be going while a command has already failed.
    containers = [one for one in containers if inspected[one["Id"]]]
    for one in containers:
        del one["Status"]  # "Up 2 seconds"
    images = [one for one in engine.get("/images/json") if one["RepoTags"] != ["<none>:<none>"]]
    return _elsewhere(
        engine,
        {
            "version": 1,
            "engine": {"local": True, "runtimes": sorted(engine.get("/info")["Runtimes"])},
            "containers": containers,
            "networks": [n for n in engine.get("/networks") if n["Name"] not in _OWN_NETWORKS],
            "volumes": engine.get("/volumes")["Volumes"] or [],
            "images": images,
            "inspected": inspected,
            "image_details": {one["Id"]: _image(engine, one["Id"]) for one in images},
        },
    )


def _elsewhere(engine: RawEngine, state: dict[str, Any]) -> dict[str, Any]:
    """The state as though the engine had its things where engines have them."""
    text = json.dumps(_slim(state)).replace(f"{Path(engine.path).parent}/data", "/var/lib/docker")
    found: dict[str, Any] = json.loads(text)
    return found


def _at_rest(engine: RawEngine) -> list[dict[str, Any]]:
    """The containers, when those that end by themselves have done so; one that the engine restarts
    again and again is waited for in vain."""
    until = time.monotonic() + 1
    while True:
        found: list[dict[str, Any]] = engine.get("/containers/json?all=1")
        busy = [one for one in found if one["Command"] in _JOBS and one["State"] == "running"]
        if not busy or time.monotonic() > until:
            return found
        time.sleep(0.05)


def _container(engine: RawEngine, id_: str) -> dict[str, Any]:
    whole = engine.get(f"/containers/{id_}/json")
    if whole is None:
        return {}
    host = whole["HostConfig"]
    whole["HostConfig"] = {key: host[key] for key in host if host[key] != _USUAL.get(key)}
    return {key: whole[key] for key in _CONTAINER}


def _image(engine: RawEngine, id_: str) -> dict[str, Any]:
    whole = engine.get(f"/images/{id_}/json")
    return {key: whole[key] for key in _IMAGE}


def _slim(value: Any) -> Any:
    """Without what says nothing: null, empty texts and false within objects."""
    if isinstance(value, dict):
        return {
            key: _slim(item)
            for key, item in value.items()
            if key not in _UNREAD and not _says_nothing(item)
        }
    return [_slim(item) for item in value] if isinstance(value, list) else value


def _says_nothing(value: Any) -> bool:
    return value is None or value is False or (value in ("", 0) or value == {})
