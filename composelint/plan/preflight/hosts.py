"""What the engine or its host lacks: drivers and runtimes (CL805), processors and devices (CL806),
and settings of the kernel that no container has for itself (CL811)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...checks.presence import MISSING, kind_of
from ...finding import WARNING, Report
from ...model.devices import is_cdi
from ...node import Path
from ..records import NETWORK, VOLUME
from .outlook import Outlook

_DRIVER, _LIMIT = "missing-driver", "not-enough-of-the-host"


def drivers(outlook: Outlook, report: Report) -> None:
    """Report each driver and runtime that what is made asks for and the engine does not have."""
    for kind, driver, path, user in _drivers(outlook):
        known = outlook.engine.get(_LISTS[kind])
        if not isinstance(known, list) or not known or _has(known, driver):
            continue
        if kind != "runtime" and outlook.here and _installed(outlook, driver):
            continue
        fields = {"kind": _WORDS[kind], "driver": driver, "user": user, "known": sorted(known)}
        problem = outlook.problem(_DRIVER, "", path, **fields)
        # Elsewhere there may be a plugin of the old kind, which nothing has woken so far.
        sure = kind == "runtime" or outlook.here
        report(problem if sure else problem._replace(severity=WARNING))
    if outlook.engine.get("swarm") is False:
        for key, network, _ in outlook.things_made(NETWORK):
            if network.get("driver") == "overlay":
                path = ("networks", key, "driver")
                report(outlook.problem(_DRIVER, "swarm", path, user=key))
    _gpus(outlook, report)


_LISTS = {
    "network": "network_drivers",
    "volume": "volume_drivers",
    "log": "log_drivers",
    "runtime": "runtimes",
}
_WORDS = {
    "network": "network driver",
    "volume": "volume driver",
    "log": "logging driver",
    "runtime": "runtime",
}
#: What the engine has without listing it, or under another name.
_ALWAYS = ("", "none", "null", "default", "host")


def _drivers(outlook: Outlook) -> Iterator[tuple[str, str, Path, str]]:
    """(kind, driver, path, whose)"""
    for kind, section in ((NETWORK, "networks"), (VOLUME, "volumes")):
        for key, entry, _ in outlook.things_made(kind):
            yield kind, str(entry.get("driver", "")), (section, key, "driver"), key
    for name, service in outlook.services_made():
        driver = str((service.get("logging") or {}).get("driver", ""))
        yield "log", driver, ("services", name, "logging", "driver"), name
        yield "runtime", str(service.get("runtime", "")), ("services", name, "runtime"), name


def _has(known: list[str], driver: str) -> bool:
    """Plugins may be told by a name with a tag; a runtime by its program or containerd's name."""
    if driver in _ALWAYS or driver in known or "/" in driver or driver.startswith("io."):
        return True
    return f"{driver}:latest" in known or driver.removesuffix(":latest") in known


def _installed(outlook: Outlook, driver: str) -> bool:
    """Whether there is a plugin of the old kind: the engine lists it only once it was used."""
    name = driver.removesuffix(":latest")
    places = [f"{folder}/{part}" for folder in _PLUGINS for part in (name, f"{name}/{name}")]
    return any(
        kind_of(outlook.desired.project, place + ending) != MISSING
        for place in places
        for ending in (".sock", ".spec", ".json")
    )


_PLUGINS = ("/run/docker/plugins", "/etc/docker/plugins", "/usr/lib/docker/plugins")


def _gpus(outlook: Outlook, report: Report) -> None:
    """Requests for devices need a driver that the engine does not tell of; mostly a runtime of
    its maker stands beside it, so that without one it may fail."""
    runtimes = outlook.engine.get("runtimes")
    if not isinstance(runtimes, list) or any("nvidia" in one for one in runtimes):
        return
    for name, service in outlook.services_made():
        limits = (service.get("deploy") or {}).get("resources", {}).get("reservations", {})
        gpus: Path = ("services", name, "gpus")
        deploy: Path = ("services", name, "deploy", "resources", "reservations", "devices")
        asked: list[tuple[Path, Any]] = [(gpus, service.get("gpus"))]
        asked.append((deploy, limits.get("devices")))
        for path, requests in asked:
            found = [one for one in requests or () if one.get("driver") in (None, "", "nvidia")]
            if found:
                problem = outlook.problem(_DRIVER, "gpu", path, user=name)
                report(problem._replace(severity=WARNING))


def limits(outlook: Outlook, report: Report) -> None:
    """Report more processors than the host has, processors that it does not have, and devices
    that are not there: those only a start asks for."""
    for name, service in outlook.services_made():
        _processors(outlook, name, service, report)
    for name, service in outlook.services_started() if outlook.here else ():
        _devices(outlook, name, service, report)


def _processors(outlook: Outlook, name: str, service: dict[str, Any], report: Report) -> None:
    have = outlook.engine.get("cpus")
    if type(have) is not int or have < 1:
        return
    where: Path = ("services", name, "cpus")
    wanted = service.get("cpus")
    if wanted is None:
        limits = (service.get("deploy") or {}).get("resources", {}).get("limits", {})
        wanted, where = limits.get("cpus"), ("services", name, *_LIMITS, "cpus")
    if wanted is not None and _float(wanted) > have:
        fields = {"service": name, "value": wanted, "have": have}
        report(outlook.problem(_LIMIT, "", where, **fields))
    beyond = [number for number in _numbers(str(service.get("cpuset", ""))) if number >= have]
    if beyond:
        fields = {"service": name, "value": service["cpuset"], "have": have, "last": have - 1}
        problem = outlook.problem(_LIMIT, "cpuset", ("services", name, "cpuset"), **fields)
        # An engine that is bound to some processors itself counts these only.
        report(problem._replace(severity=WARNING))


_LIMITS = ("deploy", "resources", "limits")


def _float(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _numbers(cpuset: str) -> Iterator[int]:
    """The last processor of each part of a text such as 0-3,6."""
    for part in cpuset.split(","):
        last = part.rpartition("-")[2].strip()
        if last.isascii() and last.isdigit():
            yield int(last)


def _devices(outlook: Outlook, name: str, service: dict[str, Any], report: Report) -> None:
    for index, device in enumerate(service.get("devices", ())):
        source = str(device.get("source", ""))
        if not source.startswith("/") or is_cdi(source):
            continue
        if kind_of(outlook.desired.project, source) == MISSING:
            path = ("services", name, "devices", index, "source")
            report(outlook.problem(_LIMIT, "device", path, service=name, value=source))


_RUNC = "runc"
#: What a container has for itself with a namespace of its own: by the runtime runc.
_OF_IPC = ("msgmax", "msgmnb", "msgmni", "sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced")


def sysctls(outlook: Outlook, report: Report) -> None:
    """Report settings of the kernel that would be those of the whole host."""
    for name, service in outlook.services_started():
        runtime = service.get("runtime") or outlook.engine.get("default_runtime") or _RUNC
        if runtime != _RUNC:
            continue
        for key in service.get("sysctls") or {}:
            variant = _not_its_own(key, service)
            if variant is not None:
                path = ("services", name, "sysctls", key)
                report(outlook.problem("sysctl-of-the-host", variant, path, service=name, key=key))


def _not_its_own(key: str, service: dict[str, Any]) -> str | None:
    dotted = key.replace("/", ".")
    if dotted.startswith("net."):
        return "network" if service.get("network_mode") == "host" else None
    if dotted.startswith("fs.mqueue.") or dotted.removeprefix("kernel.") in _OF_IPC:
        return "ipc" if service.get("ipc") == "host" else None
    if dotted == "kernel.domainname":
        return "uts" if service.get("uts") == "host" else None
    return ""
