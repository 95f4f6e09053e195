"""Where the output of the program goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..container import Container
from ..records import Part
from .plain import Make


def _logging(value: Any, container: Container) -> Iterator[Part]:
    if value.get("driver"):
        yield ("--log-driver", value["driver"])
    yield from container.pairs("--log-opt", "logging.options", value.get("options") or {})


TABLE: dict[str, Make] = {"logging": _logging}
