"""Attributes that the engine keeps one to one, as a table: the field, where it is, what it is
where nobody says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ...model.durations import parse_duration
from .change import Change, differing, members
from .pair import Changes, Pair


def _same(value: Any) -> Any:
    return value


def size(value: Any) -> int:
    """Bytes of the canonical text."""
    return int(value)


def seconds(value: str) -> int:
    """Whole seconds of a duration, as Docker Compose gives them to the engine."""
    return (parse_duration(value) or 0) // 1_000_000_000


def nanoseconds(value: str) -> int:
    return parse_duration(value) or 0


class Row(NamedTuple):
    """`default` is what the engine keeps where the service says nothing; `others` mean the same.
    `part` is Config or HostConfig."""

    field: str
    part: str
    key: str
    default: Any
    convert: Callable[[Any], Any] = _same
    others: tuple[Any, ...] = ()


_ROWS = (
    Row("domainname", "Config", "Domainname", ""),
    Row("tty", "Config", "Tty", False),
    Row("stdin_open", "Config", "OpenStdin", False),
    Row("stop_grace_period", "Config", "StopTimeout", None, seconds),
    Row("read_only", "HostConfig", "ReadonlyRootfs", False),
    Row("privileged", "HostConfig", "Privileged", False),
    Row("init", "HostConfig", "Init", None),
    Row("oom_score_adj", "HostConfig", "OomScoreAdj", 0),
    Row("oom_kill_disable", "HostConfig", "OomKillDisable", False, others=(None,)),
    Row("shm_size", "HostConfig", "ShmSize", 64 * 1024 * 1024, size),
    Row("uts", "HostConfig", "UTSMode", ""),
    Row("userns_mode", "HostConfig", "UsernsMode", ""),
    Row("isolation", "HostConfig", "Isolation", "", others=("default",)),
    Row("cgroup_parent", "HostConfig", "CgroupParent", ""),
    Row("cpuset", "HostConfig", "CpusetCpus", ""),
    Row("cpu_shares", "HostConfig", "CpuShares", 0),
    Row("cpu_period", "HostConfig", "CpuPeriod", 0),
    Row("cpu_quota", "HostConfig", "CpuQuota", 0),
    Row("cpu_rt_period", "HostConfig", "CpuRealtimePeriod", 0),
    Row("cpu_rt_runtime", "HostConfig", "CpuRealtimeRuntime", 0),
    Row("cpu_count", "HostConfig", "CpuCount", 0),
    Row("mem_swappiness", "HostConfig", "MemorySwappiness", None, size, others=(-1,)),
)

#: Lists of texts; whether their order counts to the engine.
_LISTS = (
    ("dns", "Dns", True),
    ("dns_opt", "DnsOptions", True),
    ("dns_search", "DnsSearch", True),
    ("group_add", "GroupAdd", False),
    ("device_cgroup_rules", "DeviceCgroupRules", False),
)


#: What the second version of control groups has not got: the engine drops it with a warning.
_DROPPED = frozenset(("oom_kill_disable", "mem_swappiness"))


def changes(pair: Pair) -> Changes:
    for row in _ROWS:
        yield from _row(pair, row)
    for field, key, ordered in _LISTS:
        if key in pair.host:
            before, now = pair.host[key] or [], pair.service.get(field) or []
            yield from members((field,), before, now, ordered=ordered)


def _row(pair: Pair, row: Row) -> Changes:
    part = pair.config if row.part == "Config" else pair.host
    if row.key not in part and row.default is not None:
        return  # an engine that does not keep it
    before = part.get(row.key)
    before = row.default if before in row.others else before
    said = pair.service.get(row.field)
    now = row.default if said is None else row.convert(said)
    kept = str((pair.state.engine or {}).get("cgroup_version")) == "1"
    if row.field in _DROPPED and before == row.default and not kept:
        return
    for change in differing((row.field,), before, now):
        yield Change(change.path, _none(before, row), said)


def _none(value: Any, row: Row) -> Any:
    if value is None or value == row.default:
        return None
    return shown(row.convert, value)


def shown(convert: Callable[[Any], Any], value: Any) -> Any:
    """A value of the engine as the file would say it."""
    if convert is size:
        return str(value)
    if convert is seconds:
        from ...model.durations import show_duration

        return show_duration(value * 1_000_000_000)
    return value
