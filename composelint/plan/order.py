"""In which order: services after what they depend on, moves after what they need."""

from __future__ import annotations

from collections.abc import Sequence

from .desired import Desired
from .records import Move


def in_dependency_order(desired: Desired) -> list[str]:
    """The services, each after those it depends on, else by name, as Docker Compose visits them.

    A project with a circle is refused; its services come last.
    """
    left = list(desired.services)
    needs = {name: set(desired.dependencies(name)) - {name} for name in left}
    ordered: list[str] = []
    done: set[str] = set()
    while left:
        following = next((name for name in left if needs[name] <= done), left[0])
        left.remove(following)
        done.add(following)
        ordered.append(following)
    return ordered


def steps(moves: Sequence[Move]) -> list[int]:
    """The step of each move, from 1: one more than the last of those it needs. Moves that need
    nothing of each other have the same, and may be made at the same time."""
    found: list[int] = []
    for move in moves:
        found.append(1 + max((found[need] for need in move.needs), default=0))
    return found
