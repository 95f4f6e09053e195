"""Names and ports of the swarm that somebody else has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...finding import WARNING, Report
from ...node import Path, Sequence
from ..labels import labels
from ..world import World
from .namespace import NAMESPACE, is_user_defined
from .nodes import child
from .ports import endpoint
from .preflight import tell
from .stack import Listed, Stack
from .view import mode

_NAME = "not-of-this-stack"
_PORT = "published-in-swarm"


def names(stack: Stack, world: World, report: Report) -> None:
    """Networks and services under a name of the stack that do not belong to it."""
    for thing in stack.networks:
        there = stack.listed("networks", thing.name)
        path: Path = ("networks", thing.key)
        if there is None:
            continue
        if thing.external and is_user_defined(thing.name) and there.get("Scope") != "swarm":
            fields = {"name": thing.key, "driver": there.get("Driver", "")}
            tell(stack, report, "refused-by-target", "local-network", path, fields)
        elif not thing.external and labels(there).get(NAMESPACE) != stack.name:
            fields = {"kind": "network", "name": thing.name, "stack": stack.name}
            tell(stack, report, _NAME, "", path, fields)
    for key, spec in stack.specs.items():
        there = stack.service(key)
        path = ("services", key)
        if there is None and spec["Name"] in _services(stack):
            fields = {"kind": "service", "name": spec["Name"], "stack": stack.name}
            tell(stack, report, _NAME, "", path, fields)
        elif there is not None and mode(there["Spec"])[0] != mode(spec)[0]:
            before, now = mode(there["Spec"])[0], mode(spec)[0]
            path = ("services", key, "deploy", "mode")
            fields = {"name": spec["Name"], "before": before, "after": now}
            tell(stack, report, "service-mode-changed", "", path, fields)


def _services(stack: Stack) -> dict[str, Listed]:
    return {one["Spec"]["Name"]: one for one in stack.state.services or ()}


def ports(stack: Stack, world: World, report: Report) -> None:
    """Ports that the swarm publishes for one service alone."""
    held = dict(_held(stack))
    for key, spec in stack.specs.items():
        for protocol, port in _published(spec):
            owner = held.get((protocol, port))
            if owner is None or owner == spec["Name"]:
                continue
            fields = {"port": port, "protocol": protocol, "owner": owner}
            path = _entry(stack, key, protocol, port)
            if owner in stack.kept and _gives_up(stack, owner, (protocol, port)):
                tell(stack, report, _PORT, "order", path, fields, WARNING)
            else:
                tell(stack, report, _PORT, "", path, fields)


def _held(stack: Stack) -> Iterator[tuple[tuple[str, int], str]]:
    """What the services of the swarm publish, in this stack and others."""
    pruned = stack.removed() if stack.prune else {}
    for one in stack.state.services or ():
        if one["Spec"]["Name"] in pruned:
            continue
        for published in _published(one["Spec"]):
            yield published, one["Spec"]["Name"]


def _published(spec: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for port in (spec.get("EndpointSpec") or {}).get("Ports") or ():
        if port.get("PublishMode", "ingress") == "ingress" and port.get("PublishedPort"):
            yield port.get("Protocol", "tcp"), port["PublishedPort"]


def _gives_up(stack: Stack, owner: str, published: tuple[str, int]) -> bool:
    """Whether a service of this stack leaves a port free with this very deploy."""
    for spec in stack.specs.values():
        if spec["Name"] == owner:
            return published not in _published(spec)
    return False


def _entry(stack: Stack, key: str, protocol: str, port: int) -> Path:
    """The entry of `ports` that publishes it."""
    node = child(stack.project.root, "services", key, "ports")
    for index, item in enumerate(node.items if type(node) is Sequence else ()):
        alone = Sequence(item.source, item.start, item.end, "", [item])
        for one in endpoint(alone, None).get("Ports", ()):
            if (one.get("Protocol") or "tcp", one.get("PublishedPort")) == (protocol, port):
                return ("services", key, "ports", index)
    return ("services", key, "ports")
