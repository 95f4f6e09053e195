"""The readiness of a project in words."""

from __future__ import annotations

from ..model.durations import show_duration
from .health import HERE, IMAGE
from .model import CIRCLE, HEALTH_OFF, NO_HEALTH, RESTARTS, Member, Never, Readiness
from .times import Time
from .waits import COMPLETED, HEALTHY, Wait

_SECOND = 1_000_000_000
#: How wide the list of what a service waits for may become.
_WIDEST = 44
_WORDS = {HEALTHY: "healthy", COMPLETED: "completed"}


def show(told: Readiness) -> list[str]:
    """Lines for people, without the one at the top."""
    if not told.members:
        return []
    rows = [("", "service", "waits for", "at worst")]
    layer: int | None = -1
    for member in told.members:
        number = "-" if member.layer is None else str(member.layer + 1)
        first, *rest = _waits(member)
        rows.append((number if member.layer != layer else "", member.name, first, state(member)))
        rows += [("", "", more, "") for more in rest]
        layer = member.layer
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join(cell.ljust(w) for cell, w in zip(row, (*widths, 0), strict=True)).rstrip()
        for row in rows
    ]
    return [*(f"  {line}".rstrip() for line in lines), *_after(told)]


def headline(told: Readiness) -> str:
    """The answer in one line."""
    if not told.members:
        return "no services"
    never = told.never
    if never:
        of = f"{len(never)} of {len(told.members)} services"
        return f"{of if len(told.members) > 1 else 'its service'} can never start"
    if told.ready == Time(0.0):
        return "ready as soon as everything has started"
    longest = _seconds(told.ready) if told.ready.seconds else "at once"
    takes = "take" if len(told.ready.beside) > 1 else "takes"
    beside = f", not counting what {_some(told.ready.beside)} {takes}" if told.ready.beside else ""
    return f"ready {longest} at worst{beside}"


def state(member: Member) -> str:
    """What a service comes to, and when at the latest."""
    if member.never is not None:
        return f"never starts: {reason(member.never)}"
    assert member.ready is not None
    word = "healthy" if member.health.kind in (HERE, IMAGE) else "started"
    return f"{word} {within(member.ready)}"


def reason(never: Never) -> str:
    """Why a service never starts."""
    target = never.wait.target
    if never.why == HEALTH_OFF:
        return f"the healthcheck of {target} is switched off"
    if never.why == NO_HEALTH:
        return f"{target} has no healthcheck"
    if never.why == RESTARTS:
        return f"{target} is started again whenever it ends"
    if never.why == CIRCLE:
        return (
            f"{target} waits for it in turn"
            if target != never.wait.service
            else "it waits for itself"
        )
    return f"{target} never starts"


def within(time: Time) -> str:
    """`within 40s, plus migrate`; `at once` for no time."""
    beside = _some(time.beside)
    if not time.seconds:
        return f"behind {beside}" if beside else "at once"
    return f"{_seconds(time)}, plus {beside}" if beside else _seconds(time)


def _seconds(time: Time) -> str:
    return f"within {show_duration(round(time.seconds * 1000) * 1_000_000)}"


def _some(names: tuple[str, ...]) -> str:
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _waits(member: Member) -> list[str]:
    """What a service waits for, in lines."""
    lines = [""]
    for number, wait in enumerate(member.waits):
        text = _wait(wait) + ("," if number + 1 < len(member.waits) else "")
        if lines[-1] and len(lines[-1]) + len(text) >= _WIDEST:
            lines.append(text)
        else:
            lines[-1] = f"{lines[-1]} {text}".lstrip()
    return lines


def _wait(wait: Wait) -> str:
    word = _WORDS.get(wait.condition, "started")
    return f"{wait.target} {word}" + ("" if wait.required else " (not required)")


def _after(told: Readiness) -> list[str]:
    lines = []
    if len(told.critical) > 1:
        lines += ["", f"  The longest way: {' → '.join(told.critical)}"]
    if told.off:
        lines += ["", f"  Left out by profiles: {', '.join(told.off)}"]
    return lines
