"""Who and where the program is: user, folder, environment, terminal, how it is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...model.durations import parse_duration
from ..container import Container
from ..records import Part
from .plain import Make, each, option, pairs


def _init(value: Any, container: Container) -> Iterator[Part]:
    yield ("--init",) if value else ("--init=false",)


def _terminal(value: Any, container: Container) -> Iterator[Part]:
    if value:
        yield ("--tty",)


def _input(value: Any, container: Container) -> Iterator[Part]:
    if value:
        yield ("--interactive",)


def _environment(value: Any, container: Container) -> Iterator[Part]:
    """A variable without a value is passed on from the shell, where that has it."""
    for name, text in value.items():
        yield ("--env", name if text is None else f"{name}={text}")


def _grace(value: Any, container: Container) -> Iterator[Part]:
    nanoseconds = parse_duration(value)
    if nanoseconds is not None:
        yield ("--stop-timeout", str(nanoseconds // 1_000_000_000))


def _annotations(value: Any, container: Container) -> Iterator[Part]:
    if value:
        container.needs("annotations", "Docker Engine 24 or newer")
    yield from container.pairs("--annotation", "annotations", value)


TABLE: dict[str, Make] = {
    "hostname": option("--hostname"),
    "domainname": option("--domainname"),
    "user": option("--user"),
    "group_add": each("--group-add"),
    "working_dir": option("--workdir"),
    "environment": _environment,
    "init": _init,
    "tty": _terminal,
    "stdin_open": _input,
    "stop_signal": option("--stop-signal"),
    "stop_grace_period": _grace,
    "annotations": _annotations,
    "labels": pairs("--label", "labels"),
}
