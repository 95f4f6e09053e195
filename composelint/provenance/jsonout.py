"""A provenance for programs, as one JSON document (version 1)."""

from __future__ import annotations

from typing import Any

from ..report.names import show_file
from ..source import Span
from .paths import show
from .record import Part, Provenance, Step, Use

VERSION = 1


def document(found: Provenance, here: str) -> dict[str, Any]:
    """The document; lines and columns count from 1, columns in characters, and what no file sets
    has null for them."""
    return {
        "version": VERSION,
        "path": show(found.path),
        "value": found.value,
        **_place(found.span, here),
        **_end(found.span),
        "note": found.note,
        "steps": [_step(step, here) for step in found.steps],
        "variables": [_use(use, here) for use in found.uses],
        "parts": [_part(part, here) for part in found.parts],
    }


def _place(span: Span | None, here: str) -> dict[str, Any]:
    if span is None:
        return {"file": None, "line": None, "column": None}
    line, column = span.source.position(span.start)
    return {"file": show_file(span.source.path, here), "line": line, "column": column}


def _end(span: Span | None) -> dict[str, Any]:
    line, column = (None, None) if span is None else span.source.position(span.end)
    return {"end_line": line, "end_column": column}


def _step(step: Step, here: str) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "number": step.version,
        **_place(step.span, here),
        "value": step.value,
        "note": step.note,
    }


def _use(use: Use, here: str) -> dict[str, Any]:
    place = _place(use.span, here)
    return {"name": use.name, "value": use.value, "from": use.origin, **place}


def _part(part: Part, here: str) -> dict[str, Any]:
    return {"path": show(part.path), "value": part.value, **_place(part.span, here)}
