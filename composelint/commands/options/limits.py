"""Memory, processors, processes: the attributes of the service, and `deploy.resources`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...model.cpus import NANO, nano_cpus
from ..container import Container
from ..records import Part
from .plain import Make, bytes_of, flag, option, pairs, size


def _unless_deployed(make: Make, *path: str) -> Make:
    """The attribute, unless `deploy.resources` has the same limit: that counts."""

    def made(value: Any, container: Container) -> Iterator[Part]:
        if not _amount(container.deployed("resources", *path)):
            yield from make(value, container)

    return made


def _amount(value: Any) -> float:
    return float(value or 0)


def cpus(value: Any) -> str:
    """Processors to the billionth that Docker Compose sends."""
    whole, rest = divmod(nano_cpus(float(value)), NANO)
    return f"{whole}.{rest:09}".rstrip("0").rstrip(".")


def _cpus(value: Any, container: Container) -> Iterator[Part]:
    if _amount(value):
        yield ("--cpus", cpus(value))


def _swappiness(value: Any, container: Container) -> Iterator[Part]:
    if int(value):
        yield ("--memory-swappiness", str(value))


def _ulimits(value: Any, container: Container) -> Iterator[Part]:
    for name, limit in value.items():
        soft, hard = (limit, limit) if isinstance(limit, int) else (limit.get("soft", 0), None)
        if hard is None:
            hard = limit.get("hard", 0)
        yield ("--ulimit", f"{name}={soft}" if soft == hard else f"{name}={soft}:{hard}")


def limits_of_deploy(value: Any, container: Container) -> Iterator[Part]:
    resources = value.get("resources") or {}
    limits, reserved = resources.get("limits") or {}, resources.get("reservations") or {}
    if _amount(limits.get("cpus")):
        yield ("--cpus", cpus(limits["cpus"]))
    if _amount(limits.get("memory")):
        yield ("--memory", bytes_of(int(limits["memory"])))
    if _amount(reserved.get("memory")):
        yield ("--memory-reservation", bytes_of(int(reserved["memory"])))
    if _amount(limits.get("pids")) > 0:
        yield ("--pids-limit", str(limits["pids"]))


TABLE: dict[str, Make] = {
    "cpus": _unless_deployed(_cpus, "limits", "cpus"),
    "cpu_period": option("--cpu-period"),
    "cpu_quota": option("--cpu-quota"),
    "cpu_rt_period": option("--cpu-rt-period"),
    "cpu_rt_runtime": option("--cpu-rt-runtime"),
    "cpu_shares": option("--cpu-shares"),
    "cpuset": option("--cpuset-cpus"),
    "mem_limit": _unless_deployed(size("--memory"), "limits", "memory"),
    "mem_reservation": _unless_deployed(size("--memory-reservation"), "reservations", "memory"),
    "memswap_limit": size("--memory-swap"),
    "mem_swappiness": _swappiness,
    "oom_kill_disable": flag("--oom-kill-disable"),
    "oom_score_adj": option("--oom-score-adj"),
    "pids_limit": _unless_deployed(option("--pids-limit"), "limits", "pids"),
    "shm_size": size("--shm-size"),
    "ulimits": _ulimits,
    "storage_opt": pairs("--storage-opt", "storage_opt"),
}
