"""How the container finds others by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..container import Container
from ..records import Part
from .plain import Make, each


def _hosts(value: Any, container: Container) -> Iterator[Part]:
    for entry in value:
        name, _, address = entry.partition("=")
        yield ("--add-host", f"{name}:{address}")


TABLE: dict[str, Make] = {
    "dns": each("--dns"),
    "dns_opt": each("--dns-option"),
    "dns_search": each("--dns-search"),
    "extra_hosts": _hosts,
}
