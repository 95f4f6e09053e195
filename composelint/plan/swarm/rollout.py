"""How the tasks of a service are replaced, in words: its update_config."""

from __future__ import annotations

from typing import Any

from ...model.durations import show_duration

_ON_FAILURE = {
    "continue": "goes on where one fails",
    "rollback": "goes back where one fails",
    "pause": "stops where one fails",
}


def rollout(update: dict[str, Any] | None, tasks: int | None) -> str:
    """`2 tasks at a time, 10s between, new ones first, stops where one fails`."""
    config = update or {"Parallelism": 1}
    parallel = config.get("Parallelism", 0)
    together = not parallel or (tasks is not None and 1 < tasks <= parallel)
    parts = []
    if tasks != 1:
        many = "task" if parallel == 1 else "tasks"
        parts.append("all tasks at once" if together else f"{parallel} {many} at a time")
    if config.get("Delay") and not together and tasks != 1:
        parts.append(f"{show_duration(config['Delay'])} between")
    first = config.get("Order") == "start-first"
    parts.append("new ones first" if first else "old ones stopped first")
    parts.append(_ON_FAILURE.get(str(config.get("FailureAction") or "pause"), ""))
    return ", ".join(part for part in parts if part)
