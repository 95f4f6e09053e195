"""What another version has that the one at hand has not: the releases before and after it, and
the legacy file formats. Each answer is a variant of needs-newer-release with its fields, or None.

The variants for releases are "" (an attribute), kind and value, with the fields since (also as
release) and target. For a file format: format and format-kind (a later one of the same program
has it), with the fields since and format; other-format (only formats that the program
does not read the file by), with the field formats; and specification (no format at all).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .attribute import Attribute, Row
from .formats import FORMATS, SPEC_1_29, spread
from .table import Table, number


class Elsewhere(NamedTuple):
    variant: str
    fields: dict[str, Any]


def attribute_elsewhere(table: Table, attribute: Attribute, name: str) -> Elsewhere | None:
    """An attribute that the table has not below `attribute`."""
    rows = table.everywhere(attribute, name)[0]
    if not rows:
        return None
    if not table.format or table.format == SPEC_1_29:
        lifetime = table.lifetime(attribute, name)
        if lifetime is not None:
            late = number(lifetime[0]) > table.release
            return Elsewhere("", _release(table, lifetime[0])) if late else None
        if not table.format:
            return None
    formats = {name for row in rows for name in spread(row.formats)}
    later = _later_format(table, formats)
    if later:
        return Elsewhere("format", {"since": later, "format": table.format})
    if not any(row.since for row in rows):
        # Long gone: what it is called now, or where it belongs, says more.
        return None
    formats.discard(SPEC_1_29)
    if formats:
        shown = show_formats([name for name in FORMATS if name in formats])
        return Elsewhere("other-format", {"formats": shown})
    return Elsewhere("specification", {"format": table.format})


def gone(table: Table, attribute: Attribute, name: str) -> str:
    """The last release that had an attribute which the table has not any more; "" for none."""
    lifetime = None if table.format else table.lifetime(attribute, name)
    return lifetime[1] if lifetime is not None else ""


def kind_elsewhere(table: Table, attribute: Attribute, kind: str) -> Elsewhere | None:
    """A kind of value that the table has not at `attribute`, and a later version has."""
    kinds = {kind, "number"} if kind == "integer" else {kind}
    return _later(table, attribute, "kind", lambda row: row.kind in kinds)


def value_elsewhere(table: Table, attribute: Attribute, text: str) -> Elsewhere | None:
    """One of several values that the table has not at `attribute`, and a later version has."""
    return _later(
        table, attribute, "value", lambda row: text in row.words.get("values", "").split("|")
    )


def _later(
    table: Table, attribute: Attribute, what: str, fits: Callable[[Row], bool]
) -> Elsewhere | None:
    for row in attribute.rows:
        if not fits(row):
            continue
        if table.format:
            later = _later_format(table, set(spread(row.formats)))
            if later and what == "kind":
                return Elsewhere("format-kind", {"since": later, "format": table.format})
        elif row.since and number(row.since) > table.release:
            return Elsewhere(what, _release(table, row.since))
    return None


def _release(table: Table, since: str) -> dict[str, Any]:
    since = since.removesuffix(".0")
    return {"since": since, "release": since, "target": ".".join(map(str, table.release))}


def _later_format(table: Table, formats: set[str]) -> str:
    """The first of the formats that the same program reads and that is later; "" for none.

    Format 1 was followed by 2.0 and read by the same program.
    """
    if table.format not in FORMATS:
        return ""
    line = "2" if table.format == "1" else table.format[0]
    later = FORMATS[FORMATS.index(table.format) + 1 :]
    return next((name for name in later if name in formats and name[0] == line), "")


def show_formats(names: list[str]) -> str:
    """["2.0", "2.1", "3.0"] as "2.0 to 2.1 and 3.0", for people."""
    runs: list[list[str]] = []
    for name in names:
        follows = runs and FORMATS.index(name) == FORMATS.index(runs[-1][-1]) + 1
        if follows and name[0] == runs[-1][-1][0]:
            runs[-1].append(name)
        else:
            runs.append([name])
    shown = [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else shown[0]
