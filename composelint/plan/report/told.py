"""Which actions a reader is told of, and which go together in one line."""

from __future__ import annotations

import os
import re
from typing import Any, NamedTuple

from ...finding import ERROR, INFO, SEVERITIES
from ..phrases import OF_DOWN, OF_RM, SINCE_THEN
from ..records import (
    CONNECT,
    CONTAINER,
    CREATE,
    DISCONNECT,
    RECREATE,
    REMOVE,
    RESTART,
    SERVICE,
    START,
    STOP,
    UPDATE,
    Action,
    Drift,
    Plan,
    Reason,
)

#: What a container goes through on its way: told with what it is for.
_MADE_ANEW = (RECREATE, REMOVE, RESTART, START)
_ON_THE_WAY = {
    STOP: (RECREATE, REMOVE, RESTART),
    START: (CREATE, RECREATE, RESTART),
    DISCONNECT: _MADE_ANEW,
    CONNECT: _MADE_ANEW,
}

#: From how many on actions for the same reasons become one entry.
_ALIKE = 3


class Entry(NamedTuple):
    """One action, or several of one kind for the same reasons."""

    actions: tuple[Action, ...]

    @property
    def first(self) -> Action:
        return self.actions[0]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Those of all of them: without a place where it is not the same for all."""
        found = []
        for number, reason in enumerate(self.first.reasons):
            places = {action.reasons[number][-2:] for action in self.actions}
            found.append(reason if len(places) == 1 else reason._replace(file=None, line=None))
        return tuple(found)

    @property
    def since(self) -> str:
        """`running since commit 1a2b3c4 (2026-10-02)`, where the first reason begins so."""
        first = self.first.reasons[0].message if self.first.reasons else ""
        return first.partition(SINCE_THEN)[0] if SINCE_THEN in first else ""

    @property
    def fields(self) -> tuple[Reason, ...]:
        """The reasons without `since`."""
        if not self.since:
            return self.reasons
        first, *others = self.reasons
        return first._replace(message=first.message.partition(SINCE_THEN)[2]), *others

    @property
    def names(self) -> list[str]:
        return [action.name for action in self.actions]

    @property
    def steps(self) -> str:
        """`3`, or `3-5` where they are of several steps."""
        least = min(action.step for action in self.actions)
        most = max(action.step for action in self.actions)
        return str(least) if least == most else f"{least}-{most}"


def told(actions: tuple[Action, ...]) -> list[Action]:
    """The actions without those that only lead to another one of the same thing, and without
    reasons that say no more than the command."""
    done: dict[tuple[str, str], set[str]] = {}
    for action in actions:
        done.setdefault((action.kind, action.name), set()).add(action.action)
    return [
        action._replace(
            reasons=tuple(r for r in action.reasons if r.message not in (OF_DOWN, OF_RM))
        )
        for action in actions
        if done[action.kind, action.name].isdisjoint(_ON_THE_WAY.get(action.action, ()))
    ]


def entries(actions: list[Action]) -> list[Entry]:
    """Actions that are alike put together, in the place of the first of them."""
    alike: dict[object, list[Action]] = {}
    for action in sorted(actions, key=_place):
        alike.setdefault(_alike(action), []).append(action)
    found: list[Entry] = []
    for mine in alike.values():
        found += [Entry(tuple(mine))] if len(mine) >= _ALIKE else [Entry((one,)) for one in mine]
    return sorted(found, key=lambda entry: _place(entry.first))


def _alike(action: Action) -> object:
    reasons = tuple(reason.message for reason in action.reasons)
    return action.action, action.kind, action.risk, reasons, action.effects


def _place(action: Action) -> tuple[Any, ...]:
    """By steps, containers last, `web-10` behind `web-9`."""
    parts = re.split(r"([0-9]+)", action.name)
    natural = [int(part) if part.isdecimal() else part for part in parts]
    return action.step, action.kind == CONTAINER, natural


def summary(plan: Plan) -> str:
    """The last line: `Plan: 2 to create, 1 to recreate, 0 to remove; 5 unchanged. …`."""
    if not plan.actions:
        return f"Nothing to do: {_unchanged(plan)}."
    main = SERVICE if plan.target == "swarm" else CONTAINER
    always = (CREATE, UPDATE, REMOVE) if main == SERVICE else (CREATE, RECREATE, RESTART, REMOVE)
    counts = dict.fromkeys((CREATE, RECREATE, UPDATE, START, RESTART, STOP, REMOVE), 0)
    others: dict[tuple[str, str], int] = {}
    for action in told(plan.actions):
        if action.kind == main and action.action in counts:
            counts[action.action] += 1
        else:
            key = action.kind, action.action
            others[key] = others.get(key, 0) + 1
    words = [f"{n} to {word}" for word, n in counts.items() if n or word in always]
    text = f"Plan: {', '.join(words)}; {plan.unchanged} unchanged."
    if others:
        told_too = [_many(n, kind) + f" to {word}" for (kind, word), n in others.items()]
        text += f" Also: {', '.join(told_too)}."
    return text


def _unchanged(plan: Plan) -> str:
    what = SERVICE if plan.target == "swarm" else CONTAINER
    if not plan.unchanged:
        return f"there is no {what}, and none is wanted"
    return (
        f"{_many(plan.unchanged, what)} as the file wants {'it' if plan.unchanged == 1 else 'them'}"
    )


def _many(count: int, kind: str) -> str:
    return f"{count} {kind}" if count == 1 else f"{count} {kind}s"


def unnoticed_title(plan: Plan) -> str:
    program = "docker stack deploy" if plan.target == "swarm" else "Docker Compose"
    return f"{program} will not notice"


def title(plan: Plan, against: str = "") -> str:
    """`shop on Docker Engine 28.2.2 (build-3)`."""
    if against:
        return f"{plan.project} against {against}"
    if plan.engine is None:
        return plan.project
    name, version = plan.engine.get("name"), plan.engine.get("version")
    engine = f"Docker Engine {version}" if version else "an engine"
    where = f" ({name})" if name else ""
    swarm = "a swarm of " if plan.target == "swarm" else ""
    return f"{plan.project} on {swarm}{engine}{where}"


def failing(plan: Plan) -> tuple[str, str]:
    """(title, sentence) on the findings: only an error surely makes it fail; "" for none."""
    if not plan.findings:
        return "", ""
    words = [
        _many(count, severity) if severity != INFO else f"{count} info"
        for severity in reversed(SEVERITIES)
        if (count := sum(finding.severity == severity for finding in plan.findings))
    ]
    would = "would" if any(one.severity == ERROR for one in plan.findings) else "may"
    return f"{would.capitalize()} fail", f"It {would} fail: {', '.join(words)}."


def drift_words(one: Drift) -> str:
    """What differs; the message mostly names the thing itself."""
    return one.message if one.name in one.message else f"{one.name}: {one.message}"


def relative(text: str, here: str) -> str:
    """Words on one line, in which files below `here` are called as seen from there."""
    words = " ".join(text.split())
    return re.sub(rf"(?<![\w/.-]){re.escape(here.rstrip(os.sep) + os.sep)}(?=\w|\.)", "", words)
