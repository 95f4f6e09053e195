"""How much a container may take: memory, processors, processes, devices, its place in I/O."""

from __future__ import annotations

from typing import Any

from ...model.cpus import nano_cpus, shown_cpus
from ...node import Path
from .change import Change, differing, paired, within
from .models import target_of
from .pair import Changes, Pair

_LIMITS = ("resources", "limits")
_RESERVED = ("resources", "reservations")


def changes(pair: Pair) -> Changes:
    host = pair.host
    memory = _chosen(pair, (*_LIMITS, "memory"), "mem_limit")
    yield from _number(memory, host.get("Memory") or 0, int)
    reserved = _chosen(pair, (*_RESERVED, "memory"), "mem_reservation")
    yield from _number(reserved, host.get("MemoryReservation") or 0, int)
    yield from _swap(pair, int(memory[1] or 0))
    cpus = _chosen(pair, (*_LIMITS, "cpus"), "cpus")
    yield from _number(cpus, host.get("NanoCpus") or 0, lambda said: nano_cpus(float(said)))
    pids = _chosen(pair, (*_LIMITS, "pids"), "pids_limit")
    yield from _number(pids, host.get("PidsLimit") or 0, int)
    percent = pair.service.get("cpu_percent")
    yield from _number((("cpu_percent",), percent), host.get("CpuPercent") or 0, _percent)
    yield from _ulimits(pair)
    yield from _block_io(pair)
    yield from _devices(pair)
    yield from _requests(pair)


def _percent(said: Any) -> int:
    return int(float(said) * 100)


def _chosen(pair: Pair, deployed: tuple[str, ...], field: str) -> tuple[Path, Any]:
    """The field that counts and what it says: `deploy` goes before the older attribute."""
    said = pair.deployed(*deployed)
    if said and said != "0":
        return ("deploy", *deployed), said
    return (field,), pair.service.get(field)


def _number(chosen: tuple[Path, Any], before: int, convert: Any) -> Changes:
    path, said = chosen
    now = 0 if said is None else convert(said)
    if max(before, 0) != max(now, 0) or (before < 0) != (now < 0 and before != 0):
        yield Change(path, _written(path[-1], before), said)


def _written(field: str | int, before: int) -> Any:
    """What the engine keeps, as the file would say it."""
    if not before:
        return None
    if field == "cpus":
        return shown_cpus(before)
    if field == "cpu_percent":
        return before / 100
    return str(before) if str(field).startswith("mem") else before


def _swap(pair: Pair, memory: int) -> Changes:
    """Where nobody says, the engine gives as much swap as memory; or -1, where its kernel cannot
    limit it."""
    before = pair.host.get("MemorySwap") or 0
    said = pair.service.get("memswap_limit")
    had = pair.host.get("Memory") or 0
    usual = before <= 0 or before == 2 * had
    if said is None and usual:
        return
    now = int(said) if said is not None else 0
    if before != now and (now or 2 * memory) != before and not (before < 0 and now > 0):
        yield Change(("memswap_limit",), None if usual else str(before), said)


def _ulimits(pair: Pair) -> Changes:
    before = {
        str(one["Name"]): (one.get("Soft"), one.get("Hard"))
        for one in pair.host.get("Ulimits") or ()
    }
    said = pair.service.get("ulimits") or {}
    for name in dict.fromkeys((*said, *before)):
        now = _limits(said[name]) if name in said else None
        if before.get(name) != now:
            yield Change(("ulimits", name), _ulimit(before.get(name)), said.get(name))


def _limits(said: Any) -> tuple[int, int]:
    if isinstance(said, dict):
        single = int(said.get("single") or 0)
        return int(said.get("soft") or single), int(said.get("hard") or single)
    return int(said), int(said)


def _ulimit(limits: tuple[Any, Any] | None) -> Any:
    if limits is None or limits[0] == limits[1]:
        return None if limits is None else limits[0]
    return {"soft": limits[0], "hard": limits[1]}


_RATES = (
    ("device_read_bps", "BlkioDeviceReadBps"),
    ("device_read_iops", "BlkioDeviceReadIOps"),
    ("device_write_bps", "BlkioDeviceWriteBps"),
    ("device_write_iops", "BlkioDeviceWriteIOps"),
)


def _block_io(pair: Pair) -> Changes:
    said = pair.service.get("blkio_config") or {}
    yield from _weight(pair, said)
    for field, key in (("weight_device", "BlkioWeightDevice"), *_RATES):
        what = "Weight" if field == "weight_device" else "Rate"
        before = [{"Path": one["Path"], what: int(one[what])} for one in pair.host.get(key) or ()]
        now = [{"Path": one["Path"], what: int(one[what])} for one in said.get(field) or ()]
        yield from paired(("blkio_config", field), before, now, _path, ordered=False)


def _weight(pair: Pair, said: dict[str, Any]) -> Changes:
    """A kernel that cannot weigh makes the engine drop the weight, and keep 0 for it."""
    before, now = pair.host.get("BlkioWeight") or 0, said.get("weight") or 0
    if before:
        for change in differing(("blkio_config", "weight"), before, now):
            yield change._replace(now=now or None)


def _path(item: dict[str, Any]) -> Any:
    return item["Path"]


def _devices(pair: Pair) -> Changes:
    before = [
        {
            "source": one.get("PathOnHost"),
            "target": one.get("PathInContainer"),
            "permissions": one.get("CgroupPermissions"),
        }
        for one in pair.host.get("Devices") or ()
    ]
    now = [one for one in pair.service.get("devices") or () if not _is_cdi(one)]
    indexes = [i for i, one in enumerate(pair.service.get("devices") or ()) if not _is_cdi(one)]
    for change in paired(("devices",), before, now, target_of, ordered=False):
        if len(change.path) > 1:
            change = change._replace(
                path=("devices", indexes[int(change.path[1])], *change.path[2:])
            )
        yield change


def _is_cdi(device: dict[str, Any]) -> bool:
    from ...model.devices import is_cdi

    return is_cdi(str(device.get("source", "")))


def _requests(pair: Pair) -> Changes:
    """GPUs and the like; the engine keeps those of `gpus` and of `deploy` in one list."""
    if "DeviceRequests" not in pair.host:
        return
    gpus = pair.service.get("gpus") or []
    deployed = pair.deployed(*_RESERVED, "devices") or []
    before = [_kept(one) for one in pair.host["DeviceRequests"] or () if one.get("Driver") != "cdi"]
    now = [_asked(one, gpu=True) for one in gpus] + [_asked(one, gpu=False) for one in deployed]
    if sorted(map(repr, before)) == sorted(map(repr, now)):
        return
    path: Path = ("deploy", *_RESERVED, "devices") if deployed and not gpus else ("gpus",)
    said = deployed if deployed and not gpus else gpus
    if len(before) == len(now) == 1:
        yield from within((*path, 0), before[0], now[0])
    else:
        yield Change(path, before or None, said or None)


def _kept(request: dict[str, Any]) -> dict[str, Any]:
    capabilities = request.get("Capabilities") or [[]]
    kept = {
        "driver": request.get("Driver"),
        "count": request.get("Count"),
        "device_ids": request.get("DeviceIDs"),
        "capabilities": sorted(capabilities[0] or []),
        "options": request.get("Options"),
    }
    return {key: value for key, value in kept.items() if value}


def _asked(request: dict[str, Any], *, gpu: bool) -> dict[str, Any]:
    asked = {key: value for key, value in request.items() if value}
    capabilities = set(asked.pop("capabilities", ()))
    capabilities |= {"gpu"} if gpu else set()
    return {**asked, "capabilities": sorted(capabilities)} if capabilities else asked
