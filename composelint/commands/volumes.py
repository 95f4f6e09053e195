"""`docker volume create`, for the volumes that the services use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..plan.desired import Desired
from .records import NOT_COVERED, Note, Part, Step


def volumes(desired: Desired, notes: dict[Note, None]) -> Iterator[Step]:
    for key, volume in desired.volumes.items():
        name = volume["name"]
        if volume.get("external"):
            # As `up` does, end here where it is missing: docker run would make an empty one.
            words = ("docker", "volume", "inspect", "--format", "{{.Name}}", name)
            yield Step("volume", name, None, (words,))
        else:
            yield Step("volume", name, None, tuple(_create(key, volume, notes)))


def _create(key: str, volume: dict[str, Any], notes: dict[Note, None]) -> Iterator[Part]:
    yield ("docker", "volume", "create")
    if volume.get("driver"):
        yield ("--driver", volume["driver"])
    for option, field in (("--opt", "driver_opts"), ("--label", "labels")):
        for name, value in (volume.get(field) or {}).items():
            if "=" in name or not name:
                reason = f"the key {name!r} cannot be said: `=` ends a key"
                notes[Note(NOT_COVERED, None, f"volumes.{key}.{field}", reason)] = None
            else:
                yield (option, f"{name}={value}")
    yield (volume["name"],)
