"""What differs from the file in a swarm without anyone's having changed the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..records import SERVICE, Drift
from .stack import Listed, Stack
from .view import mode

_ENDED = ("failed", "rejected")
_STATES = {
    "updating": "is being updated now",
    "paused": "stopped half-way through its last update",
    "rollback_started": "is being rolled back now",
    "rollback_paused": "stopped half-way through being rolled back",
    "rollback_completed": "was rolled back to what it was before",
}


def drift(stack: Stack) -> Iterator[Drift]:
    if not stack.prune:
        for name in stack.removed():
            said = f"{name} is not in the file (any more), and stays: only --prune removes it"
            yield Drift(SERVICE, name, said)
    for key, spec in stack.specs.items():
        there = stack.service(key)
        if there is not None:
            yield from _service(stack, str(spec["Name"]), spec, there)


def _service(stack: Stack, name: str, spec: Listed, there: Listed) -> Iterator[Drift]:
    status = there.get("UpdateStatus") or {}
    words = _STATES.get(str(status.get("State")))
    if words:
        message = status.get("Message")
        yield Drift(SERVICE, name, f"{name} {words}{f' ({message})' if message else ''}")
    (before, old), (now, new) = _mode(there["Spec"]), _mode(spec)
    previous = there.get("PreviousSpec")
    if before == now and old != new and previous and _mode(previous)[1] == new:
        said = (
            f"{name} was scaled to {old}, and the file says {new}: the next deploy scales it back"
        )
        yield Drift(SERVICE, name, said)
    yield from _tasks(stack, name, there)


def _mode(spec: Listed) -> tuple[str, int]:
    word, tasks = mode(spec)
    return word, 1 if tasks is None else tasks


def _tasks(stack: Stack, name: str, there: Listed) -> Iterator[Drift]:
    """Tasks that should run and do not, with the engine's own words."""
    tasks = stack.tasks(str(there.get("ID", "")))
    wanted = [one for one in tasks if one.get("DesiredState") == "running"]
    waiting = [one for one in wanted if _state(one) == "pending" and _error(one)]
    for said, count in Counter(map(_error, waiting)).items():
        yield Drift(SERVICE, name, f"{count} of its tasks cannot be placed: {said}")
    ended = Counter(_error(one) for one in tasks if _state(one) in _ENDED)
    runs = any(_state(one) == "running" for one in wanted)
    if ended and wanted and not runs:
        said, count = ended.most_common(1)[0]
        yield Drift(SERVICE, name, f"{name}: none of its tasks runs; {count} failed: {said}")


def _state(task: Listed) -> str:
    return str((task.get("Status") or {}).get("State", ""))


def _error(task: Listed) -> str:
    return str((task.get("Status") or {}).get("Err", ""))
