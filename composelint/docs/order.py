"""In which order services start, and how long that may take."""

from __future__ import annotations

from ..readiness import COMPLETED, HEALTHY, Member, Wait
from ..readiness.show import headline, state
from ..target import SWARM
from . import markdown as md
from .subject import Subject

_HEAD = ("Step", "Service", "Waits for", "At worst")
_WORDS = {HEALTHY: " healthy", COMPLETED: " completed"}
_MOST = 12


def section(subject: Subject) -> list[str]:
    if subject.project.target.kind == SWARM:
        return []
    told = subject.readiness
    if not told.members:
        return []
    said = headline(told)
    blocks = [f"{md.text(said[0].upper() + said[1:])}."]
    if not any(member.waits for member in told.members):
        if len(told.members) > 1:
            blocks[0] += " No service waits for another."
        return blocks
    rows = []
    layer: int | None = -1
    for member in told.members:
        step = "–" if member.layer is None else str(member.layer + 1)
        rows.append(_row(subject, member, step if member.layer != layer else ""))
        layer = member.layer
    blocks.append(md.table(_HEAD, rows))
    if len(told.critical) > 1:
        blocks.append(f"The longest way: {' → '.join(map(md.code, told.critical))}")
    if told.off:
        blocks.append(f"Left out, since they have profiles: {md.codes(told.off, _MOST)}")
    return blocks


def _row(subject: Subject, member: Member, step: str) -> tuple[str, ...]:
    waits = ", ".join(_wait(wait) for wait in member.waits)
    return step, subject.service(member.name), waits, md.text(state(member))


def _wait(wait: Wait) -> str:
    said = md.code(wait.target) + _WORDS.get(wait.condition, "")
    return said if wait.required else f"{said} (if it is there)"
