"""When containers started and files were changed."""

from __future__ import annotations

import datetime
import re

from ..state import State
from .observed import Container
from .world import Earlier, World

_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$")
#: Two clocks, and times without fractions: less than that is no difference.
_SLACK = 2.0
_SHORT = 7


def seconds_of(text: str) -> float | None:
    """An engine's time such as 2026-10-02T08:00:00.123456789Z, in seconds since 1970; None for
    the year 1, which stands for never."""
    found = _TIME.match(text)
    if found is None or text.startswith("0001"):
        return None
    whole = datetime.datetime.fromisoformat(found[1] + found[3].replace("Z", "+00:00"))
    return whole.timestamp() + float(found[2] or 0)


def day(seconds: float) -> str:
    """2026-10-02, as the clocks of the world have it (UTC)."""
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).date().isoformat()


class Moments:
    """The times of files count only where the engine is on this machine: elsewhere they are those
    of other files."""

    def __init__(self, state: State, world: World) -> None:
        self.state = state
        self.world = world
        self.local = bool((state.engine or {}).get("local"))

    def modified(self, path: str) -> float | None:
        """When a file of this machine was changed."""
        return self.world.modified(path) if self.local else None

    def changed_since(self, path: str, one: Container) -> float | None:
        """When a file was changed, if that was after the container's last start."""
        changed = self.modified(path)
        if changed is None or changed <= one.created + _SLACK:
            return None
        inspected = self.state.container(one.id) or {}
        started = seconds_of(str((inspected.get("State") or {}).get("StartedAt", "")))
        return None if started is not None and changed <= started + _SLACK else changed

    def revision(self, earlier: Earlier, made: str) -> str:
        """A revision in words; on an engine it is the last one before something was made."""
        commit = f"commit {earlier.commit[:_SHORT]} ({earlier.date})"
        return commit if self.state.engine is None else f"{commit}, the last one before {made}"

    def image_made(self, id_: str, created: float) -> float:
        """When an image was built last; one of which nothing changed is only tagged again."""
        details = self.state.image(id_) or {}
        tagged = seconds_of(str((details.get("Metadata") or {}).get("LastTagTime", "")))
        return max(created, tagged or 0.0) + _SLACK
