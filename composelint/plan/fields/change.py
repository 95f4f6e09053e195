"""One field that differs, and how lists and mappings are taken apart into such fields."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple

from ...node import Path

#: For Change.how: a value differs; a list has the same items in another order.
#: an entry of no value came or went (a variable that is only named).
VALUE, ORDER, GAINED, LOST = "value", "order", "gained", "lost"


class Change(NamedTuple):
    """`path` leads from the service (or network, …) to the field: ("environment", "LOG_LEVEL").

    `before` and `now` are canonical values, None where there was or is none. An index in the path
    counts in the list of now; what is gone has none.
    """

    path: Path
    before: Any
    now: Any
    how: str = VALUE


#: Stands for what the engine does not tell: it differs from nothing.
UNKNOWN: Any = type("Unknown", (), {"__repr__": lambda self: "UNKNOWN"})()


def differing(path: Path, before: Any, now: Any) -> Iterator[Change]:
    """The change of one value, if it is one."""
    if before is not UNKNOWN and now is not UNKNOWN and before != now:
        yield Change(path, before, now)


def entries(path: Path, before: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    """The changes between two mappings, entry by entry, in the order of now."""
    for name in dict.fromkeys((*now, *before)):
        if (name in before) != (name in now) and before.get(name) is None is now.get(name):
            # An entry of no value is one: a variable that is only named.
            yield Change((*path, name), None, None, LOST if name in before else GAINED)
        else:
            yield from differing((*path, name), before.get(name), now.get(name))


def members(path: Path, before: list[Any], now: list[Any], *, ordered: bool) -> Iterator[Change]:
    """The change between two lists of texts: one, of the whole list."""
    if sorted(map(str, before)) != sorted(map(str, now)):
        yield Change(path, before or None, now or None)
    elif ordered and before != now:
        yield Change(path, before, now, ORDER)


#: From here on a mapping that is new is told by what is in it: `volumes[0].bind.selinux`.
_DEEP = 3

Key = Callable[[dict[str, Any]], Hashable]


def paired(
    path: Path,
    before: list[dict[str, Any]],
    now: list[dict[str, Any]],
    key: Key,
    *,
    ordered: bool = True,
) -> Iterator[Change]:
    """The changes between two lists of mappings: those of one key are the same thing, changed."""
    left = list(before)
    new: list[tuple[int, dict[str, Any]]] = []
    for index, item in enumerate(now):
        if item in left:
            left.remove(item)
        else:
            new.append((index, item))
    if not left and not new and ordered and before != now:
        yield Change(path, before, now, ORDER)
    for index, item in new:
        old = next((one for one in left if key(one) == key(item)), None)
        if old is None and len(new) == len(left) == 1 and _alike(left[0], item):
            old = left[0]
        if old is None:
            yield Change((*path, index), None, item)
        else:
            left.remove(old)
            yield from within((*path, index), old, item)
    for item in left:
        yield Change(path, item, None)


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two things are the same but for one value."""
    return len([name for name in {*one, *other} if one.get(name) != other.get(name)]) == 1


def within(path: Path, before: Any, now: Any) -> Iterator[Change]:
    """The changes between two values of any kind; lists are taken as a whole."""
    deep = len(path) >= _DEEP and (before is None or now is None)
    if deep and before != now and isinstance(now or before, dict):
        before, now = before or {}, now or {}
    if isinstance(before, dict) and isinstance(now, dict):
        for name in dict.fromkeys((*now, *before)):
            yield from within((*path, name), before.get(name), now.get(name))
    elif before != now:
        texts = isinstance(before, list) and isinstance(now, list)
        same = texts and sorted(map(repr, before)) == sorted(map(repr, now))
        yield Change(path, before, now, ORDER if same else VALUE)
