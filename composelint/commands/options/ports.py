"""Ports that are published, and those only named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..container import Container
from ..records import Part
from .plain import Make, each


def _ports(value: Any, container: Container) -> Iterator[Part]:
    for port in value:
        yield ("--publish", _port(port))


def _port(port: dict[str, Any]) -> str:
    target, address = str(port["target"]), port.get("host_ip", "")
    published = port.get("published", "")
    if port.get("protocol", "tcp") != "tcp":
        target += f"/{port['protocol']}"
    if address:
        return (
            f"[{address}]:{published}:{target}"
            if ":" in address
            else (f"{address}:{published}:{target}")
        )
    return f"{published}:{target}" if published else target


TABLE: dict[str, Make] = {"ports": _ports, "expose": each("--expose")}
