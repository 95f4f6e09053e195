"""attributes.csv read with the csv module, its `like` rows spelled out: not with our own loader."""

from __future__ import annotations

import csv
from typing import NamedTuple

from make_attributes import TABLE
from reference import Flat, Release, release

VALUES = ("string", "integer", "number", "boolean", "null", "mapping", "list")


class Row(NamedTuple):
    path: str
    kind: str
    limits: str
    since: Release
    until: Release | None

    def holds(self, number: Release) -> bool:
        return self.since <= number and (self.until is None or number <= self.until)


def read() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row["path"],
                row["kind"],
                row["limits"],
                release(row["since"]),
                release(row["until"]) if row["until"] else None,
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
                since = max(row.since, like.since)
                if row.until is None or row.until >= since:
                    everything.append(
                        Row(f"{like.path}.{rest}", row.kind, row.limits, since, row.until)
                    )
    return everything


def flat(rows: list[Row], number: Release) -> Flat:
    """What a release has, as `reference.flatten` tells it."""
    result: Flat = {}
    for row in rows:
        if row.kind in VALUES and row.holds(number):
            result.setdefault(row.path, {})[row.kind] = row.limits
    return result


def other(rows: list[Row], number: Release, kind: str) -> dict[str, str]:
    """The limits of the rows of a kind (cast, decode, repeats) by path."""
    return {row.path: row.limits for row in rows if row.kind == kind and row.holds(number)}
