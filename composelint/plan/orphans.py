"""What is told of containers whose service is not in the file, and which stay."""

from __future__ import annotations

from ..state import State
from .desired import Desired
from .observed import Observed

_MOST = 5


def told(desired: Desired, state: State) -> tuple[str, ...]:
    """A sentence on them, as Docker Compose warns of them; nothing where they are removed."""
    names = [one.name for one in Observed(desired, state).orphans]
    if not names or desired.remove_orphans:
        return ()
    shown = ", ".join(names[:_MOST])
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    stay, belong = ("stays", "belongs") if len(names) == 1 else ("stay", "belong")
    said = f"{shown}{more} {belong} to no service of the file and {stay}"
    return (f"{said}; --remove-orphans removes {'it' if len(names) == 1 else 'them'}.",)
