"""What is read from Dockerfiles. Texts hold node.UNKNOWN where a part cannot be known here."""

from __future__ import annotations

from typing import NamedTuple

from ..source import Span

#: The base of a stage that begins with nothing.
SCRATCH = "scratch"


class Instruction(NamedTuple):
    """One instruction: its name in capitals, the rest with its lines joined, and its place."""

    name: str
    value: str
    span: Span


class Said(NamedTuple):
    """What an instruction sets. `words` are those of the list form, () for the text form."""

    text: str
    words: tuple[str, ...]
    span: Span


class Healthcheck(NamedTuple):
    """`HEALTHCHECK`. `command` "" is NONE: what the base brings is switched off.

    Times in seconds; None where nothing (or 0) is said, and the engine's default counts.
    """

    command: str
    words: tuple[str, ...]
    interval: float | None
    timeout: float | None
    start_period: float | None
    start_interval: float | None
    retries: int | None
    span: Span


class Port(NamedTuple):
    """`EXPOSE`: `low` to `high`, one port where they are equal."""

    low: int
    high: int
    protocol: str
    span: Span


class Stage(NamedTuple):
    """One `FROM` and what follows. `name` is "" where it has none; `base` is what it begins with,
    its variables filled in."""

    name: str
    base: str
    span: Span
    instructions: tuple[Instruction, ...]


class Dockerfile(NamedTuple):
    """A Dockerfile in its stages. `arguments` are the `ARG`s before the first of them."""

    path: str
    escape: str
    arguments: dict[str, str]
    stages: tuple[Stage, ...]

    def stage_of(self, target: str) -> int | None:
        """The stage that `target` builds: the last one of that name in any case, as BuildKit has
        it; the last of all for "". None where there is none."""
        if not target:
            return len(self.stages) - 1
        for index in range(len(self.stages) - 1, -1, -1):
            if self.stages[index].name.lower() == target.lower():
                return index
        return None


class Image(NamedTuple):
    """What a stage makes, with all that it has from the stages below it.

    `base` is the image at the bottom, "scratch" for none; what that brings itself is not known.
    `healthcheck`, `user`, `entrypoint` and `command` are None, and `ports` and `volumes` lack,
    what no stage of the Dockerfile says. `ports_known` is False where some of its ports come from
    variables that are not known. `stages` are the names of its stages.
    """

    path: str
    stages: tuple[str, ...]
    base: str
    base_span: Span
    healthcheck: Healthcheck | None
    ports: tuple[Port, ...]
    ports_known: bool
    volumes: tuple[Said, ...]
    user: Said | None
    entrypoint: Said | None
    command: Said | None
    environment: dict[str, str]
