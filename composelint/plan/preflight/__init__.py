"""What would make the real `up` fail on this engine, as findings with the rules' pages.

    findings(desired, state, moves) -> list[Finding]

It is about what this `up` does: the services asked for, and the containers, networks and volumes
that it makes or starts. What runs and stays is no matter, however wrong. An error is what surely
makes `up` fail (proved with Docker Compose 5.6.1, tests/plan/test_preflight.py); a warning may.
What Docker Compose refuses before it asks the engine is not repeated here: `check` tells of that.
"""

from __future__ import annotations

from ...finding import Finding, Problem
from ...state import State
from ..desired import Desired
from ..records import Move
from ..world import Judge, recommended
from .outlook import Outlook


def findings(
    desired: Desired, state: State, moves: list[Move], judge: Judge = recommended
) -> list[Finding]:
    """What makes `up` fail, or may."""
    return judge(desired.project, problems(desired, state, moves))


def problems(desired: Desired, state: State, moves: list[Move]) -> list[Problem]:
    """The same as problems, without words."""
    from . import externals, known, ports

    outlook = Outlook(desired, state, moves)
    found: list[Problem] = []
    for part in (externals.missing, ports.taken, known.static):
        part(outlook, found.append)
    return found + on_engine(outlook)


def on_engine(outlook: Outlook) -> list[Problem]:
    """What only an engine's state tells: the rules CL801 and above, and more cases of others."""
    from . import (
        containers,
        files,
        hosts,
        images,
        names,
        networks,
        owners,
        pools,
        programs,
        read_only,
        strangers,
        versions,
        waits,
    )

    found: list[Problem] = []
    for part in (
        *(names.taken, images.absent, containers.paused, containers.missing, hosts.drivers),
        *(hosts.limits, hosts.sysctls, networks.in_use, networks.ambiguous, networks.subnets),
        *(networks.addresses, owners.of_others, versions.too_old, waits.unhealthy, files.absent),
        *(pools.exhausted, versions.lonely_interval, networks.removed, networks.lost),
        *(programs.none_to_run, strangers.not_on, read_only.copied),
    ):
        part(outlook, found.append)
    return found
