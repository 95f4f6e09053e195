"""The attribute table, as one release of Docker Compose has it.

`attributes.csv` has a row for each path and kind of value, with the releases between which it
holds; `load` makes of it a trie whose nodes (`Attribute`) are built when the walk first comes by.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..node import Mapping, Path, Sequence, Timestamp

Release = tuple[int, int, int]

_FOLDER = os.path.dirname(__file__)

#: Docker Compose turned the project to JSON before it looked at the schema, up to 2.36 and again
#: from 5.0: there a plain date is text and a number without end an error. In between it looked at
#: the values themselves: a date fits nothing, and `.inf` is a number. Seen with 2.20.3, 2.33.1,
#: 2.36.2 and 5.3.1, 5.6.1 on the one side, 2.38.2 and 2.40.3 on the other.
_DIRECT: tuple[Release, Release] = ((2, 37, 0), (5, 0, 0))


class Limits(NamedTuple):
    """What a value of a fitting kind must keep to."""

    values: tuple[str, ...] = ()
    pattern: str = ""
    duration: bool = False
    minimum: int | None = None
    maximum: int | None = None
    whole: bool = False
    """A float must have no fraction: 1.0 is an integer."""
    finite: bool = False


class Row(NamedTuple):
    """One row of the table: `kind` is a kind of value, or one of like, cast, decode, repeats."""

    kind: str
    limits: str
    since: str
    until: str

    @property
    def words(self) -> dict[str, str]:
        """The limits by name; those without a value have ""."""
        return {word.partition("=")[0]: word.partition("=")[2] for word in self.limits.split(" ")}


#: Where nothing but the kind matters, and where the kind does not fit at all.
FITS: Limits | None = None
WRONG = Limits()

_TYPES: dict[str, tuple[Any, ...]] = {
    "string": (str,),
    "integer": (int, float),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "mapping": (Mapping,),
    "list": (Sequence,),
}
#: Kinds of value, in the order in which messages name them.
KINDS = ("string", "integer", "number", "boolean", "list", "mapping", "null")


class Attribute:
    """One place in a project: what may stand there.

    `kinds` maps the types of fitting values (str, int, float, bool, NoneType, Timestamp, and the
    node classes Sequence and Mapping) to None, or to Limits where more than the type matters.
    For a mapping: `children` by name, `wildcard` for keys that `key_fits`, `extensions` (x- keys
    are free), `open` (so is any other key), `required` and `any_of` keys. For a list: `item`,
    `unique`. `cast` is what a string is turned into before it is judged, `decode` after.
    Call `expand()` before the first use of `children`, `wildcard` or `item`.
    """

    __slots__ = (
        "_since",
        "any_of",
        "cast",
        "children",
        "decode",
        "extensions",
        "item",
        "key_fits",
        "key_pattern",
        "kinds",
        "open",
        "path",
        "required",
        "table",
        "unique",
        "wildcard",
    )

    children: dict[str, Attribute] | None

    def __init__(self, table: Table, path: str, rows: list[Row], since: str) -> None:
        self.table = table
        self.path = path
        self._since = since
        self.children = None
        self.wildcard: Attribute | None = None
        self.item: Attribute | None = None
        self.kinds: dict[Any, Limits | None] = {}
        self.cast = ""
        self.decode = ""
        self.open = False
        self.extensions = False
        self.required: tuple[str, ...] = ()
        self.any_of: tuple[str, ...] = ()
        self.unique = False
        self.key_pattern = ""
        self.key_fits: Callable[[str], object] = bool
        repeats = False
        for row in rows:
            kind = row.kind
            if kind == "mapping":
                self.kinds[Mapping] = FITS
                self._mapping(row.limits)
            elif kind == "list":
                self.kinds[Sequence] = FITS
                self.unique = row.limits == "unique"
            elif kind == "cast":
                self.cast = row.limits
            elif kind == "decode":
                self.decode = row.limits
            elif kind == "repeats":
                repeats = not since
            elif kind != "like":
                self._scalar(kind, row.limits)
        if repeats:
            self.unique = False
        if self.cast or self.decode:
            self._text_matters()
        elif str in self.kinds and table.takes_dates(path):
            self.kinds[Timestamp] = FITS

    def _scalar(self, kind: str, words: str) -> None:
        limits = _limits(words) if words else FITS
        if kind == "integer":
            self.kinds[int] = limits
            if float not in self.kinds:
                self.kinds[float] = (limits or Limits())._replace(whole=True, finite=True)
        elif kind == "number":
            self.kinds[int] = limits
            finite = not self.table.direct
            self.kinds[float] = Limits(finite=True) if finite and limits is None else limits
        else:
            self.kinds[_TYPES[kind][0]] = limits

    def _text_matters(self) -> None:
        """Have the walk look at strings that are to be cast, even where no string fits."""
        if self.cast:
            self.kinds.setdefault(str, WRONG)
        if str in self.kinds:
            self.kinds[str] = self.kinds[str] or Limits()

    def _mapping(self, words: str) -> None:
        for word in words.split(" "):
            name, _, value = word.partition("=")
            if name == "x":
                self.extensions = True
            elif name == "open":
                self.open = True
            elif name == "required":
                self.required = tuple(value.split("|"))
            elif name == "any-of":
                self.any_of = tuple(value.split("|"))
            elif name == "keys":
                self.key_pattern = value
                if value not in (".+", "^.+$"):
                    self.key_fits = self.table.pattern(value.removeprefix("^")[:-1] + r"\Z").match

    def expand(self) -> dict[str, Attribute]:
        """Build what lies one step below; returns `children`."""
        if self.children is not None:
            return self.children
        children: dict[str, Attribute] = {}
        for name, child in self.table.below(self):
            if name == "*":
                self.wildcard = child
            elif name == "[]":
                self.item = child
            else:
                children[name] = child
        self.children = children
        return children

    @property
    def rows(self) -> list[Row]:
        """The rows of this path for every release."""
        return self.table.rows.get(self.path, [])

    def lifetime(self, name: str) -> tuple[str, str] | None:
        """The first and last release ("" for none) of an attribute below this that this release
        has not; None where no release has it."""
        return self.table.lifetime(self, name)

    def __repr__(self) -> str:
        return f"Attribute({self.path!r})"


class Table:
    """The attributes of one release; see `load`."""

    __slots__ = ("_active", "_patterns", "direct", "release", "root", "rows", "steps")

    def __init__(self, release: Release, rows: dict[str, list[Row]]) -> None:
        self.release = release
        self.rows = rows
        self.steps: dict[str, list[str]] = {}
        """The names of what lies below each path."""
        for path in rows:
            parent, _, name = path.rpartition(".")
            if path:
                self.steps.setdefault(parent, []).append(name)
        self.direct = _DIRECT[0] <= release < _DIRECT[1]
        self._active: dict[str, bool] = {"": True}
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

    def takes_dates(self, path: str) -> bool:
        """Whether a plain date is as good as a string there: among free keys, and as a command.

        Elsewhere 5.6.1 finds no fault with it in the schema, but fails right after.
        """
        if self.direct:
            return False
        return path.endswith((".*", ".command", ".entrypoint"))

    def below(self, attribute: Attribute) -> Iterator[tuple[str, Attribute]]:
        """What this release has one step below an attribute."""
        own = self.steps.get(attribute.path, ())
        for name in own:
            path = f"{attribute.path}.{name}" if attribute.path else name
            rows = self._now(path)
            if rows:
                yield name, Attribute(self, path, rows, attribute._since)
        for model, exceptions, since in self._models(attribute.path):
            if not self._has(since, ""):
                continue
            for name in self.steps.get(model, ()):
                if name not in exceptions and name not in own:
                    path = f"{model}.{name}"
                    rows = self._now(path)
                    if rows:
                        yield name, Attribute(self, path, rows, since)

    def lifetime(self, attribute: Attribute, name: str) -> tuple[str, str] | None:
        """See Attribute.lifetime."""
        floor = attribute._since
        path = f"{attribute.path}.{name}" if attribute.path else name
        rows = self.rows.get(path)
        if rows is None:
            for model, exceptions, since in self._models(attribute.path):
                if name not in exceptions:
                    rows = self.rows.get(f"{model}.{name}")
                    floor = since
        kinds = [row for row in rows or () if row.kind in _TYPES]
        if not kinds:
            return None
        since = min((row.since for row in kinds), key=number)
        until = "" if any(not r.until for r in kinds) else max((r.until for r in kinds), key=number)
        return (max(since, floor, key=number) if floor else since), until

    def _models(self, path: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """The paths whose attributes a path takes over: all but some, since a release."""
        for row in self.rows.get(path, ()):
            if row.kind == "like":
                words = row.words
                yield words["path"], tuple(words["except"].split("|")), row.since

    def _now(self, path: str) -> list[Row]:
        return [row for row in self.rows.get(path, ()) if self._has(row.since, row.until)]

    def _has(self, since: str, until: str) -> bool:
        active = self._active
        begun = active.get(since)
        if begun is None:
            begun = active[since] = number(since) <= self.release
        return begun and (not until or number(until) >= self.release)


def number(release: str) -> Release:
    """2.23.1 as (2, 23, 1)."""
    major, minor, patch = release.split(".")
    return int(major), int(minor), int(patch)


def _limits(text: str) -> Limits | None:
    """The limits that are enforced: no release looks at formats other than `duration`."""
    values: tuple[str, ...] = ()
    pattern = ""
    duration = False
    minimum = maximum = None
    for word in text.split(" "):
        name, _, value = word.partition("=")
        if name == "values":
            values = tuple(value.split("|"))
        elif name == "pattern":
            pattern = value
        elif name == "format":
            duration = value == "duration"
        elif name == "minimum":
            minimum = int(value)
        elif name == "maximum":
            maximum = int(value)
    limits = Limits(values, pattern, duration, minimum, maximum)
    return None if limits == WRONG else limits


def read_rows() -> dict[str, list[Row]]:
    """The rows of the file by path."""
    with open(os.path.join(_FOLDER, "attributes.csv"), encoding="utf-8") as file:
        lines = file.read().split("\n")
    rows: dict[str, list[Row]] = {}
    for line in lines[1:]:
        if line:
            path, kind, limits, since, until, _ = line.split(",", 5)
            row = Row(kind, limits, since, until)
            if path in rows:
                rows[path].append(row)
            else:
                rows[path] = [row]
    return rows


_TABLES: dict[Release, Table] = {}


def load(release: Release) -> Table:
    """The table of a release of Docker Compose, such as (5, 6, 1); read once for each.

    A release that is not known takes the schema of the last known one before it.
    """
    table = _TABLES.get(release)
    if table is None:
        table = _TABLES[release] = Table(release, read_rows())
    return table
