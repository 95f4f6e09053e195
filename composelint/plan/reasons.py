"""The planner's causes in words: by field, with the place of the value that counts now."""

from __future__ import annotations

import re

from ..state import State
from .causes import CONFIG, NOT_ATTACHED, NOT_MOUNTED
from .desired import Desired
from .effects import Effects
from .order import steps
from .phrases import Phrases
from .records import CONTAINER, Action, Cause, Move, Reason
from .risk import data_of, risk_of
from .why import Why
from .world import World


def explained(moves: list[Move], desired: Desired, state: State, world: World) -> list[Action]:
    """The moves as actions: each with its step, its reasons, its risk and what it does to
    others."""
    why, phrases = Why(desired, state, world), Phrases(desired, state)
    effects = Effects(moves, desired, state)
    return [
        Action(
            step=step,
            action=move.action,
            kind=move.kind,
            name=move.name,
            service=move.service,
            number=move.number,
            reasons=tuple(_reasons(move, why, phrases)),
            risk=risk_of(move, desired, state),
            effects=tuple(effects.of(move)),
            id=move.id,
            data=tuple(data_of(move, desired, state)),
        )
        for step, move in zip(steps(moves), moves, strict=True)
    ]


def _reasons(move: Move, why: Why, phrases: Phrases) -> list[Reason]:
    """In the order of the causes, each thing said once."""
    found: dict[str, Reason] = {}
    fields: set[str] = set()
    for cause in move.causes:
        if not fields.isdisjoint(_FOLLOWS.get(cause.word, ())):
            continue
        for reason in _of_cause(move, cause, why, phrases):
            found.setdefault(reason.message, reason)
            if cause.word == CONFIG and reason.field:
                fields.add(re.split(r"[.\[]", reason.field)[0])
    return list(found.values())


#: What is clear from a field that changed: a network that was added is one that it is not on yet.
_FOLLOWS = {NOT_ATTACHED: ("networks", "network_mode"), NOT_MOUNTED: ("volumes",)}


def _of_cause(move: Move, cause: Cause, why: Why, phrases: Phrases) -> list[Reason]:
    if cause.word == CONFIG and move.kind == CONTAINER:
        return why.config(move, cause)
    return phrases.of(move, cause, why)
