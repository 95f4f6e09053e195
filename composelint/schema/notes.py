"""What does not vary between releases: a line on each attribute, and what is deprecated.

Read when somebody asks: for a hover, for the attribute reference, by the rule on deprecated
attributes. The walk does without.
"""

from __future__ import annotations

import os
from typing import NamedTuple

_FILE = os.path.join(os.path.dirname(__file__), "notes.csv")


class Note(NamedTuple):
    """A row of notes.csv: `text` says in a line what the attribute is for; `instead` is the path
    of what replaces a deprecated one ("" for nothing)."""

    path: str
    deprecated: bool
    instead: str
    text: str


_NOTES: dict[str, Note] = {}


def notes() -> dict[str, Note]:
    """All notes by path pattern (Attribute.path), such as services.*.ports.[].target.

    Patterns that end in a free key or an item have none of their own: see `note`.
    """
    if not _NOTES:
        import csv

        with open(_FILE, encoding="utf-8", newline="") as file:
            for path, deprecated, instead, text in list(csv.reader(file))[1:]:
                _NOTES[path] = Note(path, deprecated == "yes", instead, text)
    return _NOTES


def note(path: str) -> Note | None:
    """The note on a path pattern: of a free key or a list item that of what holds it."""
    known = notes()
    while path.endswith((".*", ".[]")):
        path = path.rpartition(".")[0]
    return known.get(path)
