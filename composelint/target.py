"""Which program is to run the project: the same file means different things to different ones."""

from __future__ import annotations

from typing import NamedTuple

Release = tuple[int, int, int]

#: What the target `compose` stands for: the newest Docker Compose that this version is proved with.
NEWEST: Release = (5, 6, 1)

#: Nothing is known of Docker Compose before this one.
OLDEST: Release = (2, 0, 0)

#: `compose@2.40` is the last release of that line.
_LAST_OF_LINE: dict[tuple[int, int], int] = {(2, 40): 3, (5, 6): 1}
_ANY_PATCH = 99


COMPOSE_V1 = "compose-v1"
SWARM = "swarm"


class Target(NamedTuple):
    """`name` as the user gave it; `kind` is "compose", "compose-v1" or "swarm", and `release`
    that of the program: Docker Compose's, or of the Docker CLI that deploys stacks."""

    name: str
    release: Release
    kind: str = "compose"

    def at_least(self, major: int, minor: int = 0, patch: int = 0) -> bool:
        return self.release >= (major, minor, patch)

    def __str__(self) -> str:
        return self.name


COMPOSE = Target("compose", NEWEST)

_NAMED = {
    "compose": COMPOSE,
    # The last of the Python program, and the CLI whose `docker stack config` is our oracle.
    COMPOSE_V1: Target(COMPOSE_V1, (1, 29, 2), COMPOSE_V1),
    SWARM: Target(SWARM, (28, 2, 2), SWARM),
}


class UnknownTarget(ValueError):
    """Not a target; the message says which there are."""


def parse_target(name: str) -> Target:
    """`compose`, `compose@2.24`, `compose@2.24.7`, `compose-v1` or `swarm`.

    Raises UnknownTarget.
    """
    if name in _NAMED:
        return _NAMED[name]
    kind, _, version = name.partition("@")
    parts = version.removeprefix("v").split(".")
    if kind != "compose" or not 1 <= len(parts) <= 3 or not all(p.isdecimal() for p in parts):
        raise UnknownTarget(
            f"{name!r} is no target: use compose, compose@X.Y for a release, compose-v1 or swarm"
        )
    numbers = [int(part) for part in parts]
    if len(numbers) == 1:
        numbers.append(_ANY_PATCH)
    if len(numbers) == 2:
        numbers.append(_LAST_OF_LINE.get((numbers[0], numbers[1]), _ANY_PATCH))
    release: Release = (numbers[0], numbers[1], numbers[2])
    if release < OLDEST:
        raise UnknownTarget(f"{name!r} is too old: the first release known here is 2.0")
    return Target(name, release)


def show_release(release: Release) -> str:
    """(2, 23, 1) as 2.23.1, (2, 40, 0) as 2.40."""
    major, minor, patch = release
    return f"{major}.{minor}.{patch}" if patch else f"{major}.{minor}"
