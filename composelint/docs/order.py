"""In which order services start, and how long that may take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..readiness.model import Member
from ..readiness.show import headline, state
from ..readiness.waits import COMPLETED, HEALTHY, Wait
from ..target import SWARM
from . import markdown as md
from .subject import Subject

_HEAD = ("Step", "Services", "Waits for", "At worst")
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
    blocks.append(md.table(_HEAD, _rows(subject, told.members)))
    if len(told.critical) > 1:
        blocks.append(f"The longest way: {' → '.join(map(md.code, told.critical))}")
    if told.off:
        blocks.append(f"Left out, since they have profiles: {md.codes(told.off, _MOST)}")
    return blocks


def _rows(subject: Subject, members: Sequence[Member]) -> Iterator[tuple[str, ...]]:
    """Of each step the services; those that wait for the same, and as long, share a row."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for member in members:
        step = "-" if member.layer is None else str(member.layer + 1)
        waits = ", ".join(_wait(wait) for wait in member.waits)
        alike.setdefault((step, waits, md.text(state(member))), []).append(member.name)
    last = ""
    for (step, waits, worst), names in alike.items():
        shown = ", ".join(map(subject.service, names))
        yield step if step != last else "", shown, waits, worst
        last = step


def _wait(wait: Wait) -> str:
    said = md.code(wait.target) + _WORDS.get(wait.condition, "")
    return said if wait.required else f"{said} (if it is there)"
