"""Projects bent at random, from a seed: attributes added, moved, renamed, retyped, values bent."""

from __future__ import annotations

import copy
import re
from random import Random
from typing import Any

from reference import Flat

#: Values of every kind, many of them just inside or outside of a limit.
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, 3, -1, 101, 1001, -1000, 80, 2**63, 1.0, 1.5, -0.5, 100.5,
    "", "x", "5", "+5", "05", "0x10", "1.5", ".5", "1e3", "1e39", "true", "YES", "off", "t", "1",
    "always", "daily", "every_2d", "service_healthy", "bind", "image", "sync", "restart", "z",
    "enabled", "host", "all", "start-first", "forbid", "one", "10s", "1d", "5 m", "64m", "0444",
    "9", "a b", "A=b", "a", "-", "_.", "x-a", "8080:80",
    [], [1], ["a"], ["a", "a"], ["a", "b"], [None], [True, 1], [1, 1.0], [{}], ["1", 1], [[]],
    [{"a": "b"}], [{"source": "a"}, {"target": "b"}], [{"type": "bind"}, {"type": "bind"}],
    [{"path": "a"}], [{"command": "a"}], [{"capabilities": ["gpu"]}], [{"target": "80"}],
    {}, {"a": 1}, {"a": None}, {"a": "b"}, {"a": [1]}, {"a": {}}, {"x-a": []}, {"": 1},
    {"A": 1}, {"a": {"soft": "1", "hard": 2}}, {"a b": {}}, {"command": None}, {"hard": 1},
    {"manual": True}, {"schedule": ["* * * * *"]}, {"type": "a"}, {"condition": "service_healthy"},
    {"a": {"condition": "service_started", "required": "no"}}, {"name": "a"}, {"service": "a"},
)  # fmt: skip


#: Strings that read as what some paths want.
READABLE = {
    "boolean": ("true", "NO", "y"),
    "integer": ("5", "007", "+1"),
    "number": ("5", "1e1", "7."),
    "number-32": ("0.5", "2"),
    "octal": ("0444", "7"),
    "size": ("64m", "1.5 GB", "5"),
    "duration": ("10s", "1h30m", "0"),
    "python-integer": ("5", "010", "0x1f"),
    "python-number": ("0.5", "2"),
    "python-duration": ("50ms", "1m30s"),
    "python-size": ("64m", "1.5gb", "5"),
}


def grow(flat: Flat, readings: dict[str, str], random: Random) -> dict[str, Any]:
    """A project that has attributes of all kinds, chosen at random, and nothing wrong in it.

    `readings`: what strings are read as, by path.
    """
    children: dict[str, list[str]] = {}
    for path in flat:
        if path:
            parent, _, step = path.rpartition(".")
            children.setdefault(parent, []).append(step)

    def value(path: str, depth: int) -> Any:
        textless = readings.get(path) == "nothing"
        kind = random.choice(sorted(set(flat[path]) - {"string" if textless else ""}))
        limits = flat[path][kind]
        below = children.get(path, [])
        if kind == "mapping":
            return mapping(path, below, limits, depth)
        if kind == "list":
            count = random.choice((0, 1, 1)) if "[]" in below else 0
            return [value(path + ".[]", depth + 1) for _ in range(count)]
        return scalar(path, kind, limits)

    def mapping(path: str, below: list[str], limits: str, depth: int) -> dict[str, Any]:
        required = re.findall(r"[\w]+", limits.partition("required=")[2].split(" ")[0])
        required += re.findall(r"[\w]+", limits.partition("any-of=")[2].split(" ")[0])
        likely = 1.0 if depth < 1 else min(0.5, 5 / (len(below) + 1))
        result: dict[str, Any] = {}
        for step in below:
            name = random.choice(("a", "nofile")) if step == "*" else step
            if step != "[]" and (step in required or step == "*" or random.random() < likely):
                result[name] = value(f"{path}.{step}" if path else step, depth + 1)
        for name, needed in re.findall(r"needs=(\w+):(\w+)", limits):
            if needed not in result:
                result.pop(name, None)
        return result

    def scalar(path: str, kind: str, limits: str) -> Any:
        if "values=" in limits:
            return random.choice(limits.partition("values=")[2].split(" ")[0].split("|"))
        if kind == "string":
            if "pattern=" in limits or "format=duration" in limits:
                return "always" if path.endswith("pull_policy") else "10m"
            pool = READABLE.get(readings.get(path, ""), ("a", "5", "true", "10s", "x y"))
            return random.choice(pool)
        return {"integer": 5, "number": 1.5, "boolean": True, "null": None}[kind]

    grown = value("", 0)
    assert isinstance(grown, dict)
    return grown


def mutate(value: dict[str, Any], names: list[str], random: Random) -> dict[str, Any]:
    """A copy with one to three changes. `names`: attributes to add or to rename to."""
    result = copy.deepcopy(value)
    for _ in range(random.choice((1, 1, 2, 3))):
        holders = list(_holders(result))
        random.choice(CHANGES)(random.choice(holders), holders, names, random)
    return result


def _holders(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        yield value
        for child in value.values() if isinstance(value, dict) else value:
            yield from _holders(child)


def _key(holder: Any, random: Random) -> Any:
    if isinstance(holder, dict):
        return random.choice(list(holder))
    return random.randrange(len(holder))


def _set(holder: Any, random: Random, name: str, value: Any) -> None:
    if isinstance(holder, dict):
        holder[name] = copy.deepcopy(value)
    else:
        holder.insert(random.randint(0, len(holder)), copy.deepcopy(value))


def add(holder: Any, holders: list[Any], names: list[str], random: Random) -> None:
    _set(holder, random, random.choice(names), random.choice(VALUES))


def move(holder: Any, holders: list[Any], names: list[str], random: Random) -> None:
    if holder:
        key = _key(holder, random)
        value = holder.pop(key)
        inside = {id(one) for one in _holders(value)}
        others = [one for one in holders if id(one) not in inside]
        name = key if isinstance(key, str) else random.choice(names)
        _set(random.choice(others), random, name, value)


def rename(holder: Any, holders: list[Any], names: list[str], random: Random) -> None:
    if holder and isinstance(holder, dict):
        key = _key(holder, random)
        typo = key[:1] + key[2:] if random.random() < 0.5 else random.choice(names)
        holder[typo] = holder.pop(key)


def retype(holder: Any, holders: list[Any], names: list[str], random: Random) -> None:
    if holder:
        holder[_key(holder, random)] = copy.deepcopy(random.choice(VALUES))


def wrap(holder: Any, holders: list[Any], names: list[str], random: Random) -> None:
    if holder:
        key = _key(holder, random)
        wrapped: Any = (
            [holder[key]] if random.random() < 0.5 else {random.choice(names): holder[key]}
        )
        holder[key] = wrapped


def write_as_text(holder: Any, holders: list[Any], names: list[str], random: Random) -> None:
    if holder:
        key = _key(holder, random)
        if isinstance(holder[key], (bool, int, float)):
            holder[key] = str(holder[key])


def repeat(holder: Any, holders: list[Any], names: list[str], random: Random) -> None:
    if holder and isinstance(holder, list):
        holder.append(copy.deepcopy(random.choice(holder)))


def drop(holder: Any, holders: list[Any], names: list[str], random: Random) -> None:
    if holder:
        holder.pop(_key(holder, random))


CHANGES = (add, add, move, rename, rename, retype, retype, wrap, write_as_text, repeat, drop)
