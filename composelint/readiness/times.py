"""How long a healthcheck may take until it has said healthy or unhealthy.

How the engine counts was read off its source (moby, daemon/health.go) and measured on Docker
Engine 20.10.24; see docs/readiness.md. The times are those of the engine 25 and later, which
looks every `start_interval` while the start period runs; before it, every `interval`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

#: What the engine takes where nothing, or 0, is said (seconds; retries).
INTERVAL = 30.0
TIMEOUT = 30.0
START_PERIOD = 0.0
START_INTERVAL = 5.0
RETRIES = 3


class Time(NamedTuple):
    """A worst case since the start of the project: `seconds`, and beside them as long as the
    services in `beside` take, which nobody can tell from the files."""

    seconds: float
    beside: tuple[str, ...] = ()


def worst_case(
    interval: float = INTERVAL,
    timeout: float = TIMEOUT,
    start_period: float = START_PERIOD,
    start_interval: float = START_INTERVAL,
    retries: int = RETRIES,
) -> float:
    """Seconds from a container's start to the latest moment at which it becomes healthy, or else
    unhealthy, whatever its probes do.

    A probe begins one interval after the start or after the end of the one before, and takes
    `timeout` at most. A failure counts unless its probe began within the start period.
    """
    counted = _last_first_counted(interval, timeout, start_period, start_interval)
    return counted + (retries - 1) * (interval + timeout) + timeout


def _last_first_counted(
    interval: float, timeout: float, start_period: float, start_interval: float
) -> float:
    """The latest moment at which the first probe that counts can begin."""
    if start_period <= 0:
        return interval
    free = math.ceil(start_period / start_interval) - 1
    if free <= 0:
        return start_interval
    # The last probe that does not count begins before the end of the period, and as late as the
    # ones before it can put it off.
    last = min(start_period, free * start_interval + (free - 1) * timeout)
    within = min(start_period, last + timeout) + start_interval
    return max(within, last + timeout + interval) if last + timeout >= start_period else within
