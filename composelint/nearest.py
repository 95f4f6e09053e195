"""The name that was probably meant: a cheap edit distance."""

from __future__ import annotations

from collections.abc import Iterable

#: Comparing with more names than this would cost more than it helps.
_MOST = 2000


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that differs least from `name`, or None where none is near.

    Names that differ only in case, `-`, `_` and `.` come first; then those a few letters away
    (one for short names, up to a third of the letters for long ones), then one that is the other
    with something before or behind it. Of equals the first wins.
    """
    wanted = _plain(name)
    if not wanted:
        return None
    limit = _limit(len(wanted))
    best: str | None = None
    partial: str | None = None
    for count, other in enumerate(known):
        if count >= _MOST:
            break
        candidate = _plain(other)
        if candidate == wanted:
            return other
        distance = _distance(wanted, candidate, limit)
        if distance <= limit:
            best, limit = other, distance - 1
        elif best is None and partial is None and _is_part(wanted, candidate):
            partial = other
    return best or partial


def _limit(length: int) -> int:
    return 1 if length < 5 else max(2, length // 4)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(".", "")


def _is_part(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= 3 and (longer.startswith(shorter) or longer.endswith(shorter))


def _distance(first: str, second: str, limit: int) -> int:
    """How many letters to add, drop, change or swap with their neighbour; past `limit` it is
    only known to be more."""
    if limit < 0 or abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, previous, row = row, before, [i]
        for j, b in enumerate(second, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and b == first[i - 2]:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
