"""The Compose files, where there are several: which lies over which, and what it changes."""

from __future__ import annotations

from collections.abc import Iterator

from ..node import Mapping, Node
from . import markdown as md
from .subject import Subject

_HEAD = ("File", "What it does")
_SECTIONS = ("services", "jobs", "networks", "volumes", "secrets", "configs", "models")
_MOST = 8
_MOST_LINES = 30


def section(subject: Subject) -> list[str]:
    rows = [*_laid(subject), *_bridges(subject)]
    return [md.table(_HEAD, rows)] if len(rows) > 1 else []


def _laid(subject: Subject) -> Iterator[tuple[str, str]]:
    """The files of the project, in their order."""
    below: dict[str, set[str]] = {name: set() for name in _SECTIONS}
    for number, path in enumerate(subject.project.files):
        changes: list[str] = []
        for document in subject.project.documents:
            if document.source.path == path:
                changes += _changes(document, below)
        said = "; ".join(changes) or "changes nothing"
        said = f"lies over it: {said}" if number else "is read first"
        yield subject.file(path), said


def _changes(document: Mapping, below: dict[str, set[str]]) -> Iterator[str]:
    """What a document adds to those below and changes of them, which are brought up to date."""
    for section in _SECTIONS:
        node = document.get(section)
        entries = list(node.items()) if type(node) is Mapping else []
        known = below[section]
        changed = [_changed(name, entry) for name, entry in entries if name in known]
        added = [name for name, _ in entries if name not in known]
        known.update(added)
        what = "" if section == "services" else f"{section} "
        if changed:
            rest = f" and {len(changed) - _MOST} more" if len(changed) > _MOST else ""
            yield f"changes {what}{', '.join(changed[:_MOST])}{rest}"
        if added:
            yield f"adds {what}{md.codes(added, _MOST)}"


def _changed(name: str, entry: Node) -> str:
    attributes = md.codes(entry, _MOST) if type(entry) is Mapping else ""
    return f"{md.code(name)} ({attributes})" if attributes else md.code(name)


def _bridges(subject: Subject) -> Iterator[tuple[str, str]]:
    """Other files that are included or extended."""
    told: dict[str, dict[str, None]] = {}
    for bridge in subject.project.bridges:
        for path in bridge.files:
            if path in subject.project.files and bridge.kind != "include":
                continue
            if bridge.kind == "include":
                said = (
                    f"is included by {subject.linked(subject.shown(bridge.into_file), bridge.span)}"
                )
            else:
                base, heir = str(bridge.source[-1]), str(bridge.into[-1])
                said = f"its {md.code(base)} is extended by {subject.linked(heir, bridge.span)}"
            told.setdefault(path, {})[said] = None
    for path, lines in list(told.items())[:_MOST_LINES]:
        shown = list(lines)
        more = f"; and {len(shown) - _MOST} more" if len(shown) > _MOST else ""
        yield subject.file(path), "; ".join(shown[:_MOST]) + more
