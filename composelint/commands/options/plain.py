"""Options that take the value as it stands: makers of functions for the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..container import Container
from ..records import Part

#: (the attribute's value, the container) -> options.
Make = Callable[[Any, Container], Iterable[Part]]


def option(name: str) -> Make:
    """One option with the value, none where that is empty or 0: there Docker Compose sends none."""

    def make(value: Any, container: Container) -> Iterator[Part]:
        if value not in ("", 0):
            yield (name, str(value))

    return make


def each(name: str) -> Make:
    """The option again for every entry of a list."""

    def make(value: Any, container: Container) -> Iterator[Part]:
        for one in value:
            yield (name, str(one))

    return make


def flag(name: str) -> Make:
    """An option without a value, where the attribute is true."""

    def make(value: Any, container: Container) -> Iterator[Part]:
        if value is True:
            yield (name,)

    return make


def pairs(name: str, field: str) -> Make:
    """The option with `key=value` for every entry of a mapping."""

    def make(value: Any, container: Container) -> Iterator[Part]:
        yield from container.pairs(name, field, value)

    return make


def size(name: str) -> Make:
    """An amount of bytes, in the largest unit in which it is whole."""

    def make(value: Any, container: Container) -> Iterator[Part]:
        if int(value):
            yield (name, bytes_of(int(value)))

    return make


def bytes_of(amount: int) -> str:
    for unit, bits in (("g", 30), ("m", 20), ("k", 10)):
        if amount > 0 and not amount % (1 << bits):
            return f"{amount >> bits}{unit}"
    return str(amount)
