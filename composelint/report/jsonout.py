"""For programs: everything that is known of a run, as one JSON document (version 1)."""

from __future__ import annotations

import json
from typing import Any

from ..finding import Finding, Fix
from ..node import show_path
from ..project import Project
from ..rule import OURS
from ..run import Run, Suppressed
from ..source import Span
from .names import RULE_PAGE, show_file

VERSION = 1


def render(run: Run) -> str:
    """The document; lines and columns count from 1, columns in characters."""
    document = {
        "version": VERSION,
        "projects": [_project(project, run.here) for project in run.projects],
        "findings": [finding_object(finding, run.here) for finding in run.findings],
        "suppressed": [_suppressed(each, run.here) for each in run.suppressed],
        "summary": {
            **run.counts(),
            "suppressed": len(run.suppressed),
            "fixable": sum(finding.fix is not None for finding in run.findings),
        },
    }
    return json.dumps(document, indent=2) + "\n"


def _project(project: Project, here: str) -> dict[str, Any]:
    return {
        "name": project.name,
        "directory": show_file(project.directory, here),
        "files": [show_file(path, here) for path in project.files],
        "target": project.target.name,
    }


def finding_object(finding: Finding, here: str) -> dict[str, Any]:
    """A finding as it stands in the document; paths are relative to `here`."""
    return {
        "id": finding.id,
        "name": finding.name,
        "severity": finding.severity,
        "refused": finding.refused,
        "message": finding.message,
        "help": finding.help,
        # Of users' own rules only they know where the pages lie.
        "url": RULE_PAGE.format(name=finding.name) if finding.id.startswith(OURS) else None,
        **_stretch(finding.span, here),
        "path": show_path(finding.path),
        "project": finding.project,
        "profiles": None if finding.profiles is None else list(finding.profiles),
        "related": [_related(related.span, related.message, here) for related in finding.related],
        "fix": None if finding.fix is None else _fix(finding.fix, here),
    }


def _suppressed(each: Suppressed, here: str) -> dict[str, Any]:
    """A finding that is left out, with what asks for that: where, why, and until when."""
    asking = {**_stretch(each.span, here), "reason": each.reason, "until": each.until or None}
    return {**finding_object(each.finding, here), "suppression": asking}


def _stretch(span: Span, here: str) -> dict[str, Any]:
    """Where a span begins, and where the first character after it stands."""
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {
        "file": show_file(span.source.path, here),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _related(span: Span, message: str, here: str) -> dict[str, Any]:
    line, column = span.source.position(span.start)
    file = show_file(span.source.path, here)
    return {"file": file, "line": line, "column": column, "message": message}


def _fix(fix: Fix, here: str) -> dict[str, Any]:
    edits = [{**_stretch(edit.span, here), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}
