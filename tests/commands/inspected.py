"""What an engine tells of a container, a network, a volume, less what cannot be the same twice.

Left out, and why:
- ids, times, places on the disk, state, logs, addresses and ports that the engine chooses: new with
  every container. Ids that stand for containers are replaced by their names.
- labels com.docker.compose.*: they are how Docker Compose finds what is its own.
- Config.AttachStdout and -Stderr: only for who runs the container in the foreground.
- Config.Entrypoint and .Cmd are compared as one list, as the engine runs them (Path and Args are
  compared as well): --entrypoint takes one word.
- a healthcheck of the form CMD is compared by its words: --health-cmd has the shell's form only.
- HostConfig.Binds and .Mounts are compared by what they say: `a:/b:rw` is `a:/b`; a folder mounted
  with a propagation is a bind of ours and a mount of Docker Compose.
- what is null, empty, 0 or false is the same as what is not there; so are the restart policies ""
  and "no", and a swappiness of -1.
"""

from __future__ import annotations

import re
import shlex
from typing import Any

_OWN = "com.docker.compose."
_TOP = ("Name", "Path", "Args", "Image", "Platform", "MountLabel", "ProcessLabel")
#: Networks of the engine's own choice.
_CHOSEN = re.compile(r"(172\.(1[7-9]|2\d|3[01])|192\.168)\.\d+\.[01](/\d+)?")
_ANONYMOUS = re.compile(r"[0-9a-f]{64}")


def containers(own: Any) -> dict[str, Any]:
    """All containers of an engine by name."""
    ids = [one["Id"] for one in own.ask("/containers/json?all=1")]
    found = [own.ask(f"/containers/{one}/json") for one in ids]
    names = {one["Id"]: one["Name"].removeprefix("/") for one in found}
    return {names[one["Id"]]: _container(one, names) for one in found}


def networks(own: Any) -> dict[str, Any]:
    """The networks that are not the engine's own, by name."""
    listed = [one["Name"] for one in own.ask("/networks")]
    made = [name for name in listed if name not in ("bridge", "host", "none")]
    return {name: _network(own.ask(f"/networks/{name}")) for name in made}


def volumes(own: Any) -> dict[str, Any]:
    """The volumes with a name, by it, and how many there are without."""
    listed = own.ask("/volumes")["Volumes"] or []
    named = {one["Name"]: one for one in listed if not _ANONYMOUS.fullmatch(one["Name"])}
    shown: dict[str, Any] = {name: _volume(one) for name, one in named.items()}
    shown["anonymous"] = len(listed) - len(named)
    return shown


def _volume(one: dict[str, Any]) -> Any:
    left = {key: value for key, value in one.items() if key not in ("CreatedAt", "Mountpoint")}
    return _full({**left, "Labels": _labels(one)})


def _network(one: dict[str, Any]) -> Any:
    left = {k: v for k, v in one.items() if k not in ("Id", "Created", "Containers", "Labels")}
    pools = one["IPAM"].get("Config") or []
    chosen = [_CHOSEN.sub("chosen", pool.get("Subnet", "")) == "chosen" for pool in pools]
    kept = [pool for pool, free in zip(pools, chosen, strict=True) if not free]
    return _full({**left, "Labels": _labels(one), "IPAM": {**one["IPAM"], "Config": kept}})


def _labels(one: dict[str, Any]) -> dict[str, str]:
    return {k: v for k, v in (one.get("Labels") or {}).items() if not k.startswith(_OWN)}


def _container(one: dict[str, Any], names: dict[str, str]) -> Any:
    shown = {key: one[key] for key in _TOP}
    shown["Config"] = _config(one, names)
    shown["HostConfig"] = _host(one["HostConfig"], names)
    shown["Mounts"] = sorted(map(_mounted, one["Mounts"]), key=lambda m: m["Destination"])
    asked = one["HostConfig"]["PortBindings"] or {}
    bound = one["NetworkSettings"]["Ports"]
    shown["Ports"] = {port: _bound(to, asked.get(port)) for port, to in bound.items()}
    attached = one["NetworkSettings"]["Networks"]
    shown["Networks"] = {name: _endpoint(to, one["Id"]) for name, to in attached.items()}
    return _full(shown)


def _full(value: Any) -> Any:
    """The value less what is empty."""
    if isinstance(value, dict):
        full = {key: _full(item) for key, item in value.items()}
        return {key: item for key, item in full.items() if item not in (None, "", 0, [], {})}
    return [_full(item) for item in value] if isinstance(value, list) else value


def _config(one: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    config = {k: v for k, v in one["Config"].items() if not k.startswith("Attach")}
    program = [*(config.pop("Entrypoint") or ()), *(config.pop("Cmd") or ())]
    config["Program"] = program
    config["Labels"] = _labels(config)
    config["Env"] = sorted(config["Env"] or ())
    # Its own id, or that of the container whose network it shares.
    short = {id_[:12]: name for id_, name in names.items()}
    config["Hostname"] = short.get(config["Hostname"], config["Hostname"])
    if "Healthcheck" in config:
        config["Healthcheck"] = _health(config["Healthcheck"])
    return config


def _health(check: dict[str, Any]) -> dict[str, Any]:
    kind, *words = check.get("Test") or [""]
    if kind == "NONE":
        return {"Test": ["NONE"]}
    if kind == "CMD-SHELL":
        words = shlex.split(words[0])
    return {**check, "Test": words}


def _host(host: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    shown = {key: value for key, value in host.items() if key != "ConsoleSize"}
    for key in ("NetworkMode", "PidMode", "IpcMode"):
        kind, _, other = shown[key].partition(":")
        shown[key] = f"{kind}:{names.get(other, other)}" if other else kind
    shown["VolumesFrom"] = [names.get(one, one) for one in host["VolumesFrom"] or ()]
    if host["RestartPolicy"]["Name"] == "no":
        shown["RestartPolicy"] = {"MaximumRetryCount": host["RestartPolicy"]["MaximumRetryCount"]}
    if host["MemorySwappiness"] == -1:
        del shown["MemorySwappiness"]
    # Docker Compose sends these in the order of a Go map, which is none.
    shown["ExtraHosts"] = sorted(host["ExtraHosts"] or ())
    shown["Ulimits"] = sorted(host["Ulimits"] or (), key=lambda limit: str(limit["Name"]))
    for request in shown["DeviceRequests"] or ():
        request["Capabilities"] = [sorted(set(one)) for one in request["Capabilities"]]
    shown["Links"] = sorted(host["Links"] or ())
    binds, mounts = shown.pop("Binds") or (), shown.pop("Mounts", None) or ()
    said = [*map(_bind, binds), *map(_mount, mounts)]
    shown["Said"] = sorted(said, key=lambda mount: str(mount["Target"]))
    return shown


def _bind(text: str) -> dict[str, Any]:
    source, target, *modes = text.split(":")
    words = set(modes[0].split(",")) - {"rw"} if modes else set()
    mount: dict[str, Any] = {"Source": source, "Target": target, "ReadOnly": "ro" in words}
    mount["Type"] = "bind" if source.startswith("/") else "volume"
    mount["SELinux"] = sorted(words & {"z", "Z"})
    mount["Propagation"] = sorted(words - {"ro", "z", "Z"})
    return mount


def _mount(mount: dict[str, Any]) -> dict[str, Any]:
    propagation = (mount.pop("BindOptions", None) or {}).get("Propagation")
    return {**mount, "Propagation": [propagation] if propagation else []}


def _mounted(mount: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in mount.items() if key != "Mode"}
    if mount["Type"] == "volume":
        del shown["Source"]
        shown["Name"] = _ANONYMOUS.sub("anonymous", mount["Name"])
    return shown


def _bound(to: list[dict[str, str]] | None, asked: list[dict[str, str]] | None) -> list[str]:
    """The addresses and ports of the host, "any" for a port that the engine chose."""
    fixed = {one["HostPort"] for one in asked or ()}
    ports = [(one["HostIp"], one["HostPort"]) for one in to or ()]
    return sorted(f"{address}:{port if port in fixed else 'any'}" for address, port in ports)


def _endpoint(one: dict[str, Any], id_: str) -> dict[str, Any]:
    shown = {key: one.get(key) for key in ("IPAMConfig", "DriverOpts")}
    # As the engine lists containers: those made at the same time come in any order.
    shown["Links"] = sorted(one["Links"] or ())
    shown["Aliases"] = sorted(set(one["Aliases"] or ()) - {id_[:12]})
    octets = [int(part) for part in one["IPAddress"].split(".") if part]
    if one["MacAddress"] != "02:42:" + ":".join(f"{octet:02x}" for octet in octets):
        shown["MacAddress"] = one["MacAddress"]
    return shown


def differences(ours: Any, real: Any, path: str = "") -> list[str]:
    """Each place where two values differ, with both."""
    if isinstance(ours, dict) and isinstance(real, dict):
        keys = sorted({*ours, *real})
        pairs = [(key, ours.get(key), real.get(key)) for key in keys]
        return [one for key, a, b in pairs for one in differences(a, b, f"{path}.{key}")]
    return [] if ours == real else [f"{path}: ours {ours!r}, Docker Compose's {real!r}"]
