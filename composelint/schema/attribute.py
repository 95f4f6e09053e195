"""One place in a project, as one release of Docker Compose has it: an attribute of the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ..node import Mapping, Sequence, Timestamp

if TYPE_CHECKING:
    from .table import Table


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
    """One row of the table: `kind` is a kind of value, or one of like, cast, decode, repeats.

    `since` and `until` are releases; `since` is "" where none has it, but legacy file formats,
    which stand in `formats` ("1 2.0-2.4 3.7-3.13"). `targets` tells what other programs do.
    """

    kind: str
    limits: str
    since: str
    until: str
    formats: str
    targets: str

    @property
    def words(self) -> dict[str, str]:
        """The limits by name; those without a value have ""."""
        return {word.partition("=")[0]: word.partition("=")[2] for word in self.limits.split(" ")}


#: Where nothing but the kind matters, and where the kind does not fit at all.
FITS: Limits | None = None
WRONG = Limits()

_TYPES: dict[str, type] = {"string": str, "boolean": bool, "null": type(None)}
#: Kinds of value, in the order in which messages name them.
VALUES = ("string", "integer", "number", "boolean", "list", "mapping", "null")


class Attribute:
    """One place in a project: what may stand there.

    `kinds` maps the types of fitting values (str, int, float, bool, NoneType, Timestamp, and the
    node classes Sequence and Mapping) to None, or to Limits where more than the type matters.
    For a mapping: `children` by name, `wildcard` for keys that `key_fits`, `extensions` (x- keys
    are free), `open` (so is any other key), `required` and `any_of` keys, and `needs`: keys that
    need another beside them. For a list: `item`, `unique`. `cast` is what a string is turned into
    before it is judged, `decode` after.
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
        "needs",
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
        self.needs: tuple[tuple[str, str], ...] = ()
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
        if self.cast == "text":
            self.cast = ""
            self.kinds |= dict.fromkeys((bool, int, float), FITS)
        if self.cast or self.decode:
            self._text_matters()
        elif str in self.kinds and table.takes_dates(path):
            self.kinds[Timestamp] = FITS

    def _scalar(self, kind: str, words: str) -> None:
        limits = _limits(words) if words else FITS
        if limits is not None and limits.duration and not self.table.durations:
            limits = FITS
        if kind == "integer":
            self.kinds[int] = limits
            if float not in self.kinds and self.table.whole_floats:
                self.kinds[float] = (limits or Limits())._replace(whole=True, finite=True)
        elif kind == "number":
            self.kinds[int] = limits
            finite = not self.table.direct
            self.kinds[float] = Limits(finite=True) if finite and limits is None else limits
        else:
            self.kinds[_TYPES[kind]] = limits

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
            elif name == "needs":
                key, _, needed = value.partition(":")
                self.needs = (*self.needs, (key, needed))
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
        return self.table.rows(self.path)

    def lifetime(self, name: str) -> tuple[str, str] | None:
        """The first and last release ("" for none) of an attribute below this that this release
        has not; None where no release has it."""
        return self.table.lifetime(self, name)

    def __repr__(self) -> str:
        return f"Attribute({self.path!r})"


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
