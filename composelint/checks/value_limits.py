"""Sizes, durations, processors, ulimits, restart policies and counts of devices."""

from __future__ import annotations

from ..model.bad import BadValue
from ..model.casts import try_parse_float
from ..model.devices import ALL, parse_count
from ..model.durations import UNITS, parse_duration
from ..model.limits import ULIMITS, check_cpuset, check_restart
from ..model.sizes import parse_size
from ..node import Mapping, Node, Path, Scalar
from ..releases import DEVICE_COUNT_AS_TEXT, DURATION_OF_DAYS
from .judge import Judge, mappings
from .value_numbers import not_negative, whole

#: Before these releases the walk by the attribute table refuses sizes and durations.
_OWN_SIZES = (2, 24, 0)
_OWN_DURATIONS = (2, 29, 0)
_MINUS_ONE = (5, 0, 0)
#: The engine gives no container less.
_LEAST_MEMORY = 6 << 20
_LEAST_CPUS = 0.01
_CONDITIONS = ("none", "no", "on-failure", "unless-stopped", "any", "always")


def size(judge: Judge, node: Node, path: Path) -> int | None:
    """An amount of memory, refused where it is none; gives the bytes where it is good."""
    if type(node) is not Scalar:
        return None
    value = node.value
    if type(value) is float:
        # Docker Compose reads a number with a fraction or an exponent as no limit at all.
        judge.bad(node, path, "size-dropped")
        return None
    if type(value) is not str:
        return value if type(value) is int else None
    if value in judge.sizes:
        return judge.sizes[value]
    try:
        amount = parse_size(value, minus_one=judge.release >= _MINUS_ONE)
    except BadValue as error:
        if judge.release >= _OWN_SIZES:
            variant = "size-suffix" if error.reason == "suffix" else "size"
            judge.bad(node, path, variant, error, refused=True)
        return None
    judge.sizes[value] = amount
    return amount


def memory(judge: Judge, node: Node, path: Path) -> None:
    """A limit that the engine keeps: at least 6 MB (a bare 512 is 512 bytes)."""
    amount = size(judge, node, path)
    if amount is not None and 0 < amount < _LEAST_MEMORY:
        judge.bad(node, path, "memory-too-small", least="6m", bytes=amount)


def any_size(judge: Judge, node: Node, path: Path) -> None:
    size(judge, node, path)


def swappiness(judge: Judge, node: Node, path: Path) -> None:
    amount = size(judge, node, path)
    if amount is not None and not -1 <= amount <= 100:
        judge.bad(node, path, "swappiness")


def duration(judge: Judge, node: Node, path: Path) -> int | None:
    """A span of time; numbers are the walk's. Gives the nanoseconds where it is good."""
    if type(node) is not Scalar or type(node.value) is not str:
        return None
    text = node.text
    if text in judge.durations:
        return judge.durations[text]
    try:
        amount = parse_duration(text)
    except BadValue as error:
        if judge.release >= _OWN_DURATIONS:
            variants = {"no-unit": "duration-no-unit", "unit": "duration-unit"}
            variant = variants.get(error.reason, "duration")
            judge.bad(node, path, variant, error, refused=True)
        return None
    if _OWN_DURATIONS <= judge.release < DURATION_OF_DAYS and ("d" in text or "w" in text):
        judge.too_new(node, path, DURATION_OF_DAYS)
    judge.durations[text] = amount
    return amount


def any_duration(judge: Judge, node: Node, path: Path) -> None:
    duration(judge, node, path)


def health_duration(judge: Judge, node: Node, path: Path) -> None:
    """The engine refuses times of a healthcheck below 1ms, but takes 0."""
    amount = duration(judge, node, path)
    if amount is not None and amount != 0 and amount < UNITS["ms"]:
        judge.bad(node, path, "duration-too-short")


def cpus(judge: Judge, node: Node, path: Path) -> None:
    """The engine refuses less than 0.01 and negative ones; 0 is no limit."""
    if type(node) is Scalar:
        number = try_parse_float(node)
        if number is not None and (number < 0 or 0 < number < _LEAST_CPUS):
            judge.bad(node, path, "cpus", least=_LEAST_CPUS)


def cpuset(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is Scalar and type(node.value) is str:
        try:
            check_cpuset(node.text)
        except BadValue as error:
            judge.bad(node, path, "cpuset", error)


def restart(judge: Judge, node: Node, path: Path) -> None:
    """The engine's policies; Docker Compose's config takes any word."""
    if type(node) is not Scalar or type(node.value) is not str or node.text in _GOOD_RESTARTS:
        return
    try:
        check_restart(node.text)
    except BadValue as error:
        judge.bad(node, path, f"restart-{error.reason}", error)


_GOOD_RESTARTS = frozenset(("always", "unless-stopped", "on-failure", "no"))


def ulimits(judge: Judge, node: Node, path: Path) -> None:
    """Names that no kernel has, soft limits above the hard one."""
    if type(node) is not Mapping:
        return
    for name, (key, value) in node.entries.items():
        at = (*path, name)
        whole(judge, value, at, schema=True)
        if key.known and name.lower() not in ULIMITS and not name.startswith("x-"):
            judge.bad(key, at, "ulimit-name", allowed=ULIMITS)
        if type(value) is Mapping:
            for side in ("soft", "hard"):
                whole(judge, value.get(side), (*at, side), schema=True)
            soft, hard = (_limit(value.get(side)) for side in ("soft", "hard"))
            node_soft = value.get("soft")
            if soft is not None and hard is not None and node_soft is not None and soft > hard:
                judge.bad(node_soft, (*at, "soft"), "ulimit-soft", hard=f"{hard:.0f}")


def _limit(node: Node | None) -> float | None:
    number = try_parse_float(node) if type(node) is Scalar else None
    return float("inf") if number == -1 else number


def device_requests(judge: Judge, node: Node, path: Path) -> None:
    """`gpus` and `reservations.devices`: a count is a number or `all`."""
    for request, at in mappings(node, path):
        count = request.get("count")
        if type(count) is Scalar and _counted(count.value):
            try:
                if parse_count(count) != ALL and judge.release < DEVICE_COUNT_AS_TEXT:
                    judge.too_new(count, (*at, "count"), DEVICE_COUNT_AS_TEXT)
            except BadValue as error:
                judge.bad(count, (*at, "count"), "device-count", error, refused=True)


def _counted(value: object) -> bool:
    """Whether the attribute table's walk lets a count pass."""
    return type(value) is str or (type(value) is float and value.is_integer())


def deploy(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is not Mapping:
        return
    resources = node.get("resources")
    if type(resources) is Mapping:
        for kind in ("limits", "reservations"):
            section = resources.get(kind)
            if type(section) is Mapping:
                _resource(judge, section, (*path, "resources", kind))
    policy = node.get("restart_policy")
    if type(policy) is Mapping:
        _restart_policy(judge, policy, (*path, "restart_policy"))
    placement = node.get("placement")
    if type(placement) is Mapping:
        key = "max_replicas_per_node"
        not_negative(judge, placement.get(key), (*path, "placement", key))
    for kind in ("update_config", "rollback_config"):
        section = node.get(kind)
        if type(section) is Mapping:
            _durations(judge, section, (*path, kind), ("delay", "monitor"))
            not_negative(judge, section.get("parallelism"), (*path, kind, "parallelism"))


def _resource(judge: Judge, node: Mapping, path: Path) -> None:
    for key, check in (("memory", memory), ("cpus", cpus), ("devices", device_requests)):
        value = node.get(key)
        # Reserved processors are the swarm's to count; no engine looks at them.
        if value is not None and not (key == "cpus" and path[-1] == "reservations"):
            check(judge, value, (*path, key))


def _restart_policy(judge: Judge, node: Mapping, path: Path) -> None:
    _durations(judge, node, path, ("delay", "window"))
    not_negative(judge, node.get("max_attempts"), (*path, "max_attempts"))
    condition = node.get("condition")
    if type(condition) is not Scalar or not condition.known or type(condition.value) is not str:
        return
    if condition.text and condition.text not in _CONDITIONS:
        allowed = ("none", "on-failure", "any")
        judge.bad(condition, (*path, "condition"), "restart-policy", allowed=allowed)


def _durations(judge: Judge, node: Mapping, path: Path, keys: tuple[str, ...]) -> None:
    for key in keys:
        value = node.get(key)
        if value is not None:
            duration(judge, value, (*path, key))


def block_io(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is not Mapping:
        return
    for key, (_, value) in node.entries.items():
        if key.startswith("device_"):
            for rate, at in mappings(value, (*path, key)):
                amount = rate.get("rate")
                if amount is not None:
                    size(judge, amount, (*at, "rate"))
        elif key == "weight" and type(value) is Scalar:
            weight = value.value
            not_negative(judge, value, (*path, key))
            if type(weight) is int and weight > 0 and not 10 <= weight <= 1000:
                judge.bad(value, (*path, key), "block-weight")
