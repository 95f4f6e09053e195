"""The Compose files, where there are several: which lies over which, and what it changes."""

from __future__ import annotations

from collections.abc import Iterator

from ..node import Mapping
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
    below: dict[str, dict[str, set[str]]] = {name: {} for name in _SECTIONS}
    for number, path in enumerate(subject.project.files):
        changes: list[str] = []
        for document in subject.project.documents:
            if document.source.path == path:
                changes += _changes(document, below)
        first = number == 0
        said = "is read first" if first else "lies over it: " + ("; ".join(changes) or "changes nothing")
        yield subject.file(path), said


def _changes(document: Mapping, below: dict[str, dict[str, set[str]]]) -> Iterator[str]:
    """What a document adds to those below and changes of them, which are brought up to date."""
    for section in _SECTIONS:
        node = document.get(section)
        known = below[section]
        added, changed = [], []
        for name, entry in node.items() if type(node) is Mapping else ():
            attributes = set(entry) if type(entry) is Mapping else set()
            if name in known:
                more = [attribute for attribute in (entry if type(entry) is Mapping else ())]
                changed.append(f"{md.code(name)} ({md.codes(more, _MOST)})" if more else md.code(name))
            else:
                added.append(name)
            known.setdefault(name, set()).update(attributes)
        what = "" if section == "services" else f"{section} "
        if changed:
            shown = ", ".join(changed[:_MOST])
            rest = f" and {len(changed) - _MOST} more" if len(changed) > _MOST else ""
            yield f"changes {what}{shown}{rest}"
        if added:
            yield f"adds {what}{md.codes(added, _MOST)}"


def _bridges(subject: Subject) -> Iterator[tuple[str, str]]:
    """Other files that are included or extended."""
    told: dict[str, dict[str, None]] = {}
    for bridge in subject.project.bridges:
        for path in bridge.files:
            if path in subject.project.files and bridge.kind != "include":
                continue
            where = subject.linked(f"{subject.shown(bridge.into_file)}", bridge.span)
            if bridge.kind == "include":
                said = f"is included by {where}"
            else:
                said = f"its {md.code(str(bridge.source[-1]))} is extended by {subject.linked(str(bridge.into[-1]), bridge.span)}"
            told.setdefault(path, {})[said] = None
    for path, lines in list(told.items())[:_MOST_LINES]:
        shown = list(lines)
        more = f"; and {len(shown) - _MOST} more" if len(shown) > _MOST else ""
        yield subject.file(path), "; ".join(shown[:_MOST]) + more
