"""The attribute table, as one release of Docker Compose or one legacy file format has it.

`attributes.csv` has a row for each path and kind of value, with the releases between which it
holds and the formats that have it; `load` and `load_format` make of it a trie whose nodes
(`Attribute`) are built when the walk first comes by.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from ..node import Path, Scalar
from ..releases import last_known
from .attribute import VALUES, Attribute, Row

Release = tuple[int, int, int]

_FOLDER = os.path.dirname(__file__)

#: Docker Compose turned the project to JSON before it looked at the schema, up to 2.36 and again
#: from 5.0: there a plain date is text and a number without end an error. In between it looked at
#: the values themselves: a date fits nothing, and `.inf` is a number. Seen with 2.20.3, 2.33.1,
#: 2.36.2 and 5.3.1, 5.6.1 on the one side, 2.38.2 and 2.40.3 on the other.
_DIRECT: tuple[Release, Release] = ((2, 37, 0), (5, 0, 0))


class Table:
    """The attributes of one release, see `load`; those of a format are a FormatTable.

    `direct`: values are judged as they are in YAML, not as in JSON. `whole_floats`: 1.0 is an
    integer. `casts_filled`: only strings that variables were put into are cast. `durations`: a
    text must be a duration where its format says so.
    """

    __slots__ = (
        "_active",
        "_lines",
        "_patterns",
        "_steps",
        "casts_filled",
        "direct",
        "durations",
        "release",
        "root",
        "whole_floats",
    )

    #: The legacy file format; "" for a release of Docker Compose.
    format = ""

    def __init__(
        self,
        release: Release,
        lines: dict[str, list[str]],
        direct: bool,
        whole_floats: bool = True,
    ) -> None:
        self.release = release
        self.direct = direct
        self.whole_floats = whole_floats
        self.casts_filled = False
        self.durations = True
        self._lines = lines
        #: The names of what lies below each path.
        self._steps: dict[str, list[str]] = {}
        for path in lines:
            parent, _, name = path.rpartition(".")
            if parent in self._steps:
                self._steps[parent].append(name)
            elif path:
                self._steps[parent] = [name]
        #: Whether the target has what came with a release, or what has a list of formats.
        self._active: dict[str, bool] = {"": False}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self.root = Attribute(self, "", self._now(""), "")

    def at(self, path: str) -> Attribute | None:
        """The attribute of a path pattern such as services.*.ports.[]; None where this release
        has none."""
        found: Attribute | None = self.root
        for step in path.split(".") if path else ():
            if found is None:
                return None
            children = found.expand()
            if step == "*":
                found = found.wildcard
            elif step == "[]":
                found = found.item
            else:
                found = children.get(step)
        return found

    def find(self, path: Path) -> Attribute | None:
        """The attribute of a real path such as ("services", "web", "ports", 0)."""
        found: Attribute | None = self.root
        for step in path:
            if found is None:
                return None
            children = found.expand()
            if isinstance(step, int):
                found = found.item
            else:
                found = children.get(step) or found.wildcard
        return found

    def holder(self, attribute: Attribute) -> Attribute | None:
        """What an attribute stands in."""
        return self.at(attribute.path.rpartition(".")[0])

    def current(self, path: str) -> list[Row]:
        """The rows of a path that hold for this release."""
        return self._now(path)

    def pattern(self, text: str) -> re.Pattern[str]:
        found = self._patterns.get(text)
        if found is None:
            found = self._patterns[text] = re.compile(text)
        return found

    def casts(self, node: Scalar) -> bool:
        """Whether a string is cast, where its place casts strings."""
        return node.raw is not None or not self.casts_filled

    def takes_dates(self, path: str) -> bool:
        """Whether a plain date is as good as a string there: among free keys, and as a command.

        Elsewhere 5.6.1 finds no fault with it in the schema, but fails right after.
        """
        if self.direct:
            return False
        return path.endswith((".*", ".command", ".entrypoint"))

    def below(self, attribute: Attribute) -> Iterator[tuple[str, Attribute]]:
        """What this release has one step below an attribute."""
        own = self._steps.get(attribute.path, ())
        for name in own:
            path = f"{attribute.path}.{name}" if attribute.path else name
            rows = self._now(path)
            if rows:
                yield name, Attribute(self, path, rows, attribute._since)
        for model, exceptions, row in self._models(attribute.path):
            if not self.has(row):
                continue
            for name in self._steps.get(model, ()):
                if name not in exceptions and name not in own:
                    path = f"{model}.{name}"
                    rows = self._now(path)
                    if rows:
                        yield name, Attribute(self, path, rows, row.since)

    def lifetime(self, attribute: Attribute, name: str) -> tuple[str, str] | None:
        """See Attribute.lifetime."""
        kinds, floor = self.everywhere(attribute, name)
        kinds = [row for row in kinds if row.since]
        if not kinds:
            return None
        since = min((row.since for row in kinds), key=number)
        until = "" if any(not r.until for r in kinds) else max((r.until for r in kinds), key=number)
        return (max(since, floor, key=number) if floor else since), until

    def everywhere(self, attribute: Attribute, name: str) -> tuple[list[Row], str]:
        """The kinds of values that any release or format has below an attribute, and the release
        before which it has nothing of them ("" for none)."""
        floor = attribute._since
        rows = self.rows(f"{attribute.path}.{name}" if attribute.path else name)
        if not rows:
            for model, exceptions, row in self._models(attribute.path):
                if name not in exceptions:
                    rows = self.rows(f"{model}.{name}")
                    floor = row.since
        return [row for row in rows if row.kind in VALUES], floor

    def _models(self, path: str) -> Iterator[tuple[str, tuple[str, ...], Row]]:
        """The paths whose attributes a path takes over: all but some, where the row holds."""
        for row in self.rows(path):
            if row.kind == "like":
                words = row.words
                yield words["path"], tuple(words["except"].split("|")), row

    def rows(self, path: str) -> list[Row]:
        """The rows of a path for every release and format."""
        return [Row(*line.split(",", 5)) for line in self._lines.get(path, ())]

    def _now(self, path: str) -> list[Row]:
        return [row for row in self.rows(path) if self.has(row)]

    def paths_with(self, word: str) -> list[str]:
        """The paths of which the column `targets` says `word`, such as swarm=ignores."""
        return [
            path
            for path, lines in self._lines.items()
            if any(word in line.rpartition(",")[2].split(" ") for line in lines if word in line)
        ]

    def has(self, row: Row) -> bool:
        """Whether a row holds here."""
        active = self._active
        since = row.since
        begun = active.get(since)
        if begun is None:
            begun = active[since] = number(since) <= self.release
        return begun and (not row.until or number(row.until) >= self.release)


def number(release: str) -> Release:
    """2.23.1 as (2, 23, 1)."""
    major, minor, patch = release.split(".")
    return int(major), int(minor), int(patch)


def _read() -> dict[str, list[str]]:
    """The lines of the file by path, without it; a line is taken apart when it is needed."""
    with open(os.path.join(_FOLDER, "attributes.csv"), encoding="utf-8") as file:
        lines = file.read().split("\n")
    found: dict[str, list[str]] = {}
    for line in lines[1:-1]:
        path, _, rest = line.partition(",")
        if path in found:
            found[path].append(rest)
        else:
            found[path] = [rest]
    return found


_TABLES: dict[Release, Table] = {}


def load(release: Release) -> Table:
    """The table of a release of Docker Compose, such as (5, 6, 1); read once for each.

    A release that is not known takes the schema of the last known one before it.
    """
    release = last_known(release)
    table = _TABLES.get(release)
    if table is None:
        direct = _DIRECT[0] <= release < _DIRECT[1]
        table = _TABLES[release] = Table(release, _read(), direct)
    return table


_FORMATS: dict[str, Table] = {}


def load_format(name: str) -> Table:
    """The table of a legacy file format: "1", "2.4", "3.7"; read once for each.

    "1.29" is what Docker Compose 1.29.2 reads every file by that is not of format 1, whatever
    format it declares. Raises KeyError for a format that never was.
    """
    table = _FORMATS.get(name)
    if table is None:
        from .formats import FormatTable

        table = _FORMATS[name] = FormatTable(name, _read())
    return table
