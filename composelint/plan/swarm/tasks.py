"""Tasks that no node of the swarm can take: the service is made, and its tasks wait.

Seen with Docker Engine 20.10.24.
"""

from __future__ import annotations

from typing import Any

from ...finding import Report
from ...node import Path
from ..world import World
from .constraints import meets
from .preflight import tell
from .stack import Listed, Stack
from .view import mode

_RULE = "no-node-for-tasks"


def placeable(stack: Stack, world: World, report: Report) -> None:
    nodes = stack.state.nodes
    if not nodes:
        return
    ready = [one for one in nodes if _ready(one)]
    for key, spec in stack.specs.items():
        word, wanted = mode(spec)
        if wanted != 0 and word in ("replicated", "replicated-job"):
            _service(stack, key, spec, ready, 1 if wanted is None else wanted, report)


def _service(
    stack: Stack, key: str, spec: dict[str, Any], nodes: list[Listed], wanted: int, report: Report
) -> None:
    path: Path = ("services", key, "deploy")
    task = spec["TaskTemplate"]
    constraints = task["Placement"].get("Constraints", [])
    fitting = [node for node in nodes if all(meets(node, one) for one in constraints)]
    if not fitting:
        at: Path = (*path, "placement", "constraints") if constraints else ("services", key)
        variant = "" if constraints else "no-node"
        tell(stack, report, _RULE, variant, at, {"service": key, "constraints": constraints})
        return
    reserved = task["Resources"].get("Reservations", {})
    for word, attribute in (("NanoCPUs", "cpus"), ("MemoryBytes", "memory")):
        most = max(_resources(node).get(word, 0) for node in fitting)
        if reserved.get(word, 0) > most > 0:
            at = (*path, "resources", "reservations", attribute)
            shown = _shown(word, reserved[word]), _shown(word, most)
            fields = {"service": key, "wanted": shown[0], "most": shown[1]}
            tell(stack, report, _RULE, f"reserved-{attribute}", at, fields)
            return
    _count(stack, key, spec, len(fitting), wanted, report)


def _count(
    stack: Stack, key: str, spec: dict[str, Any], nodes: int, wanted: int, report: Report
) -> None:
    """More tasks than there are places: per node, or one for each port of the host."""
    most = spec["TaskTemplate"]["Placement"].get("MaxReplicas", 0)
    fields = {"service": key, "wanted": wanted, "nodes": nodes}
    if most and most * nodes < wanted:
        path: Path = ("services", key, "deploy", "placement", "max_replicas_per_node")
        tell(stack, report, _RULE, "per-node", path, {**fields, "most": most * nodes})
    host = [
        port["PublishedPort"]
        for port in spec["EndpointSpec"].get("Ports", ())
        if port.get("PublishMode") == "host" and port.get("PublishedPort")
    ]
    if host and nodes < wanted:
        path = ("services", key, "ports")
        tell(stack, report, _RULE, "host-port", path, {**fields, "port": host[0], "most": nodes})


def _ready(node: Listed) -> bool:
    """Whether a node takes new tasks."""
    state = (node.get("Status") or {}).get("State")
    return bool(state == "ready" and node["Spec"].get("Availability") == "active")


def _resources(node: Listed) -> dict[str, int]:
    found: dict[str, int] = (node.get("Description") or {}).get("Resources") or {}
    return found


def _shown(word: str, amount: int) -> str:
    return f"{amount / 1e9:g} processors" if word == "NanoCPUs" else f"{amount / 2**20:.0f} MiB"
