"""A changed field as a phrase: `environment LOG_LEVEL: "info" → "debug"`.

What looks like a secret is not shown, neither in the phrase nor in the values beside it.
"""

from __future__ import annotations

import json
from typing import Any

from ..graph.masks import HIDDEN, is_secret, without_passwords
from ..node import Path
from ..provenance.paths import show
from .fields.change import GAINED, LOST, ORDER, Change

_NONE = "not set"
_UNSET = {GAINED: "now named, without a value", LOST: "no longer named"}
#: Lists of words, of which each says little.
_COMMANDS = ("command", "entrypoint", "test")
_SIZES = frozenset("mem_limit mem_reservation memswap_limit shm_size memory size Rate".split())
#: Longer than a line should be for one value.
_LONGEST = 60


def phrase(change: Change, item: Any = None) -> str:
    """What changed, with the values; `item` is the entry of a list that the path leads into."""
    title, before, now = _title(change.path, item), masked(change.path, change.before), None
    now = masked(change.path, change.now)
    if change.how == ORDER:
        return f"{title}: the same in another order"
    if change.how in (GAINED, LOST):
        return f"{title}: {_UNSET[change.how]}"
    if before == now == HIDDEN:
        return f"{title}: changed, its values are hidden"
    if before == now and change.before != change.now:
        return f"{title}: the hidden part of {value(now)} changed"
    texts = _texts(before) and _texts(now) and change.path[-1] not in _COMMANDS
    if texts and (before or now):
        return f"{title} {_gains(before or [], now or [])}"
    if _is_item(change):
        said = _item(change.path, now if before is None else before)
        return f"{change.path[0]} {'gained' if before is None else 'lost'} {said}"
    size = str(change.path[-1]) in _SIZES
    return f"{title}: {_size(before) if size else value(before)} → " + (
        _size(now) if size else value(now)
    )


def _title(path: Path, item: Any) -> str:
    """`environment LOG_LEVEL`, `ports 80 published`, `deploy.resources.limits.memory`."""
    names = [step for step in path if isinstance(step, str)]
    target = item.get("target") if isinstance(item, dict) else None
    if target is not None and len(path) > 2 and isinstance(path[1], int):
        return f"{names[0]} {target} {'.'.join(names[1:])}"
    if not names:
        return "settings"
    if names[0] in _NAMED and len(names) > 1:
        rest = f".{'.'.join(names[2:])}" if len(names) > 2 else ""
        return f"{names[0]} {names[1]}{rest}"
    return ".".join(names)


_NAMED = frozenset(
    "environment labels annotations sysctls storage_opt ulimits networks driver_opts".split()
)


def _texts(found: Any) -> bool:
    return found is None or (
        isinstance(found, list) and all(isinstance(item, str) for item in found)
    )


def _gains(before: list[str], now: list[str]) -> str:
    new = [item for item in now if item not in before]
    gone = [item for item in before if item not in now]
    parts = [f"gained {_some(new)}"] if new else []
    parts += [f"lost {_some(gone)}"] if gone else []
    return " and ".join(parts) or f"{value(before)} → {value(now)}"


def _some(items: list[str]) -> str:
    return _cut(", ".join(items))


def _is_item(change: Change) -> bool:
    """Whether a whole entry of a list or mapping came or went."""
    if (change.before is None) == (change.now is None):
        return False
    found = change.now if change.before is None else change.before
    return isinstance(found, dict) and change.path[0] in _ITEMS and len(change.path) <= 2


_ITEMS = frozenset("ports volumes secrets configs devices networks".split())


def _item(path: Path, item: dict[str, Any]) -> str:
    if path[0] == "networks":
        return f"{path[1]}, {value(item)}" if item else str(path[1])
    if path[0] == "ports":
        ends = [item.get("host_ip"), item.get("published"), str(item.get("target"))]
        shown = ":".join(part for part in ends if part)
        return shown if item.get("protocol", "tcp") == "tcp" else f"{shown}/{item['protocol']}"
    ends = [item.get("source"), item.get("target")]
    shown = ":".join(part for part in ends if part)
    return f"{shown}:ro" if item.get("read_only") else shown


def value(found: Any) -> str:
    """A value as it stands in a phrase: text in quotes, other values as JSON."""
    if found is None:
        return _NONE
    if found == HIDDEN:
        return HIDDEN
    return _cut(json.dumps(found, ensure_ascii=False))


def _size(found: Any) -> str:
    """Bytes as people write them: 64m."""
    digits = str(found)
    if not digits.isdecimal() or not int(digits):
        return value(found)
    amount = int(digits)
    for unit, factor in (("g", 2**30), ("m", 2**20), ("k", 2**10)):
        if amount % factor == 0:
            return f"{amount // factor}{unit}"
    return digits


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def masked(path: Path, found: Any) -> Any:
    """A value without what looks like a secret; the same for one that the engine's saved state
    keeps hidden."""
    names = [step for step in path if isinstance(step, str)]
    if isinstance(found, str) and found:
        return HIDDEN if names and _hides(names) else without_passwords(found)
    if isinstance(found, list) and path[-1] in _COMMANDS:
        from ..observe.mask import MASKED
        from ..observe.mask import words as masked_words

        return [str(word).replace(MASKED, HIDDEN) for word in masked_words(found)]
    if isinstance(found, list):
        return [masked(path, item) for item in found]
    if isinstance(found, dict):
        return {name: masked((*path, name), item) for name, item in found.items()}
    return found


def _hides(names: list[str]) -> bool:
    """Only names that users give can tell: `secrets` itself is no secret."""
    if names[0] in ("environment", "labels", "annotations", "driver_opts", "logging"):
        return is_secret(names[-1]) and len(names) > 1
    return "environment" in names and is_secret(names[-1])


def field(path: Path) -> str | None:
    """The path as a reason has it: environment.LOG_LEVEL, ports[0].target."""
    return show(path) or None
