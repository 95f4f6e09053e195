"""One limit said twice and differently: at the service, and under its `deploy`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..finding import Related
from ..model.bad import BadValue
from ..model.casts import number32
from ..model.gonumbers import parse_int
from ..model.sizes import parse_size
from ..node import Mapping, Node, Path, Scalar, show_path
from .conflict_raise import CONFLICT, MISSING, pair, raise_
from .judge import Judge

Number = float | int


def _count(node: Scalar) -> Number:
    value = node.value
    return value if type(value) in (int, float) else parse_int(node.text)


def _bytes(node: Scalar) -> Number:
    value = node.value
    if type(value) is str:
        return parse_size(node.text) or 0
    # A fraction is read as nothing.
    return value if type(value) is int else 0


class _Pair(NamedTuple):
    """A service's attribute and its other name; `read` gives the number of either."""

    name: str
    section: str
    key: str
    read: Callable[[Scalar], Number]


_PAIRS = (
    _Pair("cpus", "limits", "cpus", number32),
    _Pair("mem_limit", "limits", "memory", _bytes),
    _Pair("mem_reservation", "reservations", "memory", _bytes),
    _Pair("pids_limit", "limits", "pids", _count),
)


def limits(judge: Judge, service: Mapping, path: Path) -> None:
    """Refused: two different numbers; a section of deploy.resources that leaves one out says 0."""
    deploy = service.get("deploy")
    if type(deploy) is Mapping:
        _replicas(judge, service, deploy, path)
        resources = deploy.get("resources")
        if type(resources) is Mapping:
            for limit in _PAIRS:
                _limit(judge, service, resources, limit, path)
    _memory(judge, service, path)


def _replicas(judge: Judge, service: Mapping, deploy: Mapping, path: Path) -> None:
    scale, replicas = service.get("scale"), deploy.get("replicas")
    first, second = _read(scale, _count), _read(replicas, _count)
    if scale is not None and replicas is not None and first != second:
        if first is None or second is None:
            return
        _differ(judge, scale, (*path, "scale"), "deploy.replicas", replicas)


def _limit(judge: Judge, service: Mapping, resources: Mapping, limit: _Pair, path: Path) -> None:
    node = service.get(limit.name)
    section = resources.get(limit.section)
    if node is None or type(section) is not Mapping:
        return
    number = _read(node, limit.read)
    other = section.get(limit.key)
    deployed = 0 if other is None else _read(other, limit.read)
    if not number or deployed is None or number == deployed:
        return
    name = f"deploy.resources.{limit.section}.{limit.key}"
    at = (*path, limit.name)
    if other is not None:
        _differ(judge, node, at, name, other)
        return
    fields = {"name": limit.name, "other": name, "value": _text(node)}
    related = (Related(section.span, "stands here without it"),)
    raise_(judge, CONFLICT, node, at, "limit-left-out", fields, refused=True, related=related)


def _differ(judge: Judge, node: Node, path: Path, other: str, second: Node) -> None:
    fields = {"name": path[-1], "other": other, "value": _text(node), "second": _text(second)}
    related = (Related(second.span, other),)
    raise_(judge, CONFLICT, node, path, "differ", fields, refused=True, related=related)


def _memory(judge: Judge, service: Mapping, path: Path) -> None:
    """What the engine refuses: a reservation above the limit, swap below it or without one."""
    limit = _read(service.get("mem_limit"), _bytes)
    reserved = _read(service.get("mem_reservation"), _bytes)
    swap = _read(service.get("memswap_limit"), _bytes)
    if limit and reserved and limit > 0 and reserved > limit:
        pair(judge, service, path, "mem_reservation", "mem_limit", "reservation-above-limit")
    if not swap or swap < 0:
        return
    if limit and 0 < swap < limit:
        pair(judge, service, path, "memswap_limit", "mem_limit", "swap-below-limit")
    elif "mem_limit" not in service and "deploy" not in service:
        key = service.entries["memswap_limit"][0]
        fields = {"owner": show_path(path), "name": "mem_limit", "service": path[-1]}
        raise_(judge, MISSING, key, path, "swap-without-limit", fields)


def _read(node: Node | None, read: Callable[[Scalar], Number]) -> Number | None:
    if type(node) is not Scalar or not node.known:
        return None
    try:
        return read(node)
    except BadValue:
        return None


def _text(node: Node) -> str:
    return node.text if type(node) is Scalar else ""
