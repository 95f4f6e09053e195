"""The published ports of a service of a stack as the CLI sends them (Docker CLI 28.2.2)."""

from __future__ import annotations

from typing import Any

from ...model.bad import BadValue
from ...model.gostring import go_string
from ...model.ports import parse_short
from ...node import Mapping, Node, Scalar, Sequence
from .nodes import child, clean, number, text


def endpoint(ports_node: Node | None, mode: Node | None) -> dict[str, Any]:
    """The EndpointSpec of a service."""
    ports = _ports(ports_node)
    # The CLI sorts by the published port, and not stably where there are many: see `stored`.
    ports.sort(key=lambda port: port.get("PublishedPort", 0))
    return clean({"Mode": text(mode).lower(), "Ports": ports})


def _ports(node: Node | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for item in node.items if type(node) is Sequence else ():
        if type(item) is Mapping:
            found.append(_long(item))
        elif type(item) is Scalar:
            found += _short(item.text if type(item.value) is str else go_string(item.value))
    return found


def _long(node: Mapping) -> dict[str, Any]:
    return clean(
        {
            "Protocol": text(child(node, "protocol")),
            "TargetPort": number(child(node, "target")),
            "PublishedPort": number(child(node, "published")),
            "PublishMode": text(child(node, "mode")),
        }
    )


def _short(written: str) -> list[dict[str, Any]]:
    """A range on the host for one port in the container publishes it under each of them."""
    try:
        ports = parse_short(written)
    except BadValue:
        return []
    found = []
    for port in ports:
        first, _, last = (port.published or "0").partition("-")
        for published in range(int(first), int(last or first) + 1):
            entry = {"Protocol": port.protocol, "TargetPort": port.target}
            found.append(clean({**entry, "PublishedPort": published, "PublishMode": "ingress"}))
    return found
