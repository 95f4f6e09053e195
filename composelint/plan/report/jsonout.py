"""A plan for other programs; docs/plan.schema.json describes the document."""

from __future__ import annotations

import json
from typing import Any

from ...report.jsonout import finding_object
from ...report.names import show_file
from ..records import Action, Plan, Reason, Unnoticed
from .told import relative

VERSION = 1

_ENGINE = ("name", "version", "api_version", "swarm")


def render(plan: Plan, here: str, against: dict[str, str] | None = None) -> str:
    """The document; files are named as seen from `here`, lines count from 1. `against` is the
    revision of git that was planned against, {"revision", "commit"}."""
    return json.dumps(document(plan, here, against), indent=2, default=str) + "\n"


def document(plan: Plan, here: str, against: dict[str, str] | None = None) -> dict[str, Any]:
    engine = plan.engine
    return {
        "version": VERSION,
        "project": plan.project,
        "target": plan.target,
        "engine": None if engine is None else {key: engine.get(key) for key in _ENGINE},
        "against": against,
        "actions": [_action(action, here) for action in plan.actions],
        "unnoticed": [_unnoticed(one, here) for one in plan.unnoticed],
        "drift": [
            {"kind": d.kind, "name": d.name, "message": relative(d.message, here)}
            for d in plan.drift
        ],
        "findings": [finding_object(finding, here) for finding in plan.findings],
        "notes": [relative(note, here) for note in plan.notes],
        "summary": plan.counts(),
    }


def _action(action: Action, here: str) -> dict[str, Any]:
    return {
        "step": action.step,
        "action": action.action,
        "kind": action.kind,
        "name": action.name,
        "service": action.service,
        "number": action.number,
        "id": action.id or None,
        "reasons": [_reason(reason, here) for reason in action.reasons],
        "effects": [relative(effect, here) for effect in action.effects],
        "risk": action.risk,
        "data": list(action.data),
    }


def _reason(reason: Reason, here: str) -> dict[str, Any]:
    return {
        "field": reason.field,
        "before": reason.before,
        "after": reason.after,
        "message": relative(reason.message, here),
        **_place(reason.file, reason.line, here),
    }


def _unnoticed(one: Unnoticed, here: str) -> dict[str, Any]:
    return {
        "service": one.service,
        "field": one.field,
        "message": relative(one.message, here),
        **_place(one.file, one.line, here),
    }


def _place(file: str | None, line: int | None, here: str) -> dict[str, Any]:
    return {"file": None if file is None else show_file(file, here), "line": line}
