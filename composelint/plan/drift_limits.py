"""Limits that `docker update` changed: Docker Compose does not look at them."""

from __future__ import annotations

from collections.abc import Iterator

from ..state import State
from .desired import Desired
from .fields.change import Change
from .fields.container import updatable
from .labels import of_project
from .observed import Container
from .records import Drift
from .words import masked, phrase

#: Asking for each container takes about as long as all the rest of a plan.
_MOST = 12

#: What `docker update` can change.
_UPDATED = frozenset(
    "mem_limit mem_reservation memswap_limit cpus cpu_shares cpu_period cpu_quota cpuset "
    "pids_limit cpu_rt_period cpu_rt_runtime restart deploy".split()
)


def updated_by_hand(desired: Desired, state: State, name: str, one: Container) -> Iterator[Drift]:
    """The limits of a container that are not those of its service.

    Only of containers that were asked for anyway, or in a small project.
    """
    if one.id not in state.inspected and len(of_project(state.containers, desired.name)) > _MOST:
        return
    inspected = state.container(one.id)
    if inspected is None:
        return
    for change in updatable(name, desired, inspected, state) or ():
        if change.path[0] in _UPDATED and change.path[-1] != "devices":
            yield Drift(
                "updated",
                one.name,
                f"{one.name} was updated by hand, and up leaves it so: {_said(change)}",
            )


def _said(change: Change) -> str:
    turned = change._replace(
        before=masked(change.path, change.now), now=masked(change.path, change.before)
    )
    return phrase(turned)
