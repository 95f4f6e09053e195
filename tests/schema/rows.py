"""attributes.csv read with the csv module, its `like` rows spelled out: not with our own loader."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from make_attributes import TABLE
from reference import Flat, Release, release

VALUES = ("string", "integer", "number", "boolean", "null", "mapping", "list")


class Row(NamedTuple):
    path: str
    kind: str
    limits: str
    since: Release | None
    until: Release | None
    formats: str
    targets: str = ""

    def holds(self, number: Release | str) -> bool:
        """Whether a release has it, or a legacy file format."""
        if isinstance(number, str):
            return number in spread(self.formats)
        begun = self.since is not None and self.since <= number
        return begun and (self.until is None or number <= self.until)


def spread(formats: str) -> list[str]:
    """All formats of a row, one by one."""
    found: list[str] = []
    for run in formats.split():
        first, last = (run.split("-") * 2)[:2]
        major = first.split(".")[0]
        if first == last:
            found.append(first)
        else:
            minors = range(int(first.split(".")[1]), int(last.split(".")[1]) + 1)
            found += [f"{major}.{minor}" for minor in minors]
    return found


def read() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row["path"],
                row["kind"],
                row["limits"],
                release(row["since"]) if row["since"] else None,
                release(row["until"]) if row["until"] else None,
                row["formats"],
                row["targets"],
            )
            for row in csv.DictReader(file)
        ]


def spelled_out(rows: list[Row]) -> list[Row]:
    """All rows, those that a `like` row stands for among them. `repeats` rows are not copied."""
    everything = [row for row in rows if row.kind != "like"]
    for like in rows:
        if like.kind != "like":
            continue
        words = dict(word.split("=", 1) for word in like.limits.split(" "))
        own = {row.path for row in everything if row.path.startswith(like.path + ".")}
        for row in rows:
            rest = row.path.removeprefix(words["path"] + ".")
            name = rest.split(".")[0]
            if rest == row.path or name in words["except"].split("|") or row.kind == "repeats":
                continue
            if f"{like.path}.{name}" not in own:
                everything += _alike(row, like, f"{like.path}.{rest}")
    return everything


def _alike(row: Row, like: Row, path: str) -> Iterator[Row]:
    """What a row means for a path that is like another."""
    if like.since is None:
        formats = " ".join(name for name in spread(row.formats) if like.holds(name))
        yield row._replace(path=path, since=None, until=None, formats=formats)
    elif row.since is not None:
        since = max(row.since, like.since)
        if row.until is None or row.until >= since:
            yield row._replace(path=path, since=since, formats="")


def flat(rows: list[Row], number: Release | str) -> Flat:
    """What a release or a legacy format has, as `reference.flatten` tells it.

    What nothing leads to is left out: format 1 has services at the top, and not in `services`.
    """
    result: Flat = {}
    for row in rows:
        if row.kind in VALUES and row.holds(number):
            result.setdefault(row.path, {})[row.kind] = row.limits
    for path in sorted(result, key=len):
        if path and path.rpartition(".")[0] not in result:
            del result[path]
    return result


def other(rows: list[Row], number: Release | str, kind: str) -> dict[str, str]:
    """The limits of the rows of a kind (cast, decode, repeats) by path."""
    return {row.path: row.limits for row in rows if row.kind == kind and row.holds(number)}
