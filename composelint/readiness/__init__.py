"""What waits for what when a project starts, whether it can come, and how long it may take.

`readiness(project)` is the whole model; the checks use its parts. Pure functions, no printing.
"""

from __future__ import annotations

from .health import HERE, IMAGE, NONE, OFF, UNKNOWN_HEALTH, Health, health_of
from .model import Member, Readiness, readiness
from .times import Time, worst_case
from .waits import COMPLETED, HEALTHY, STARTED, Wait, waits_of

__all__ = [
    "COMPLETED",
    "HEALTHY",
    "HERE",
    "IMAGE",
    "NONE",
    "OFF",
    "STARTED",
    "UNKNOWN_HEALTH",
    "Health",
    "Member",
    "Readiness",
    "Time",
    "Wait",
    "health_of",
    "readiness",
    "waits_of",
    "worst_case",
]
