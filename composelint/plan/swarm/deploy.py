"""What a service of a stack says of its deployment, as the CLI sends it (Docker CLI 28.2.2)."""

from __future__ import annotations

from typing import Any

from ...node import Mapping, Node, Sequence
from .nodes import child, clean, fraction, nano_cpus, nanoseconds, number, size, text, texts


def mode(node: Node | None) -> dict[str, Any]:
    """`Mode`: replicated where nothing is said."""
    replicas = number(child(node, "replicas"))
    word = text(child(node, "mode"))
    if word == "global":
        return {"Global": {}}
    if word == "global-job":
        return {"GlobalJob": {}}
    if word == "replicated-job":
        counts = {} if replicas is None else {"MaxConcurrent": replicas}
        return {"ReplicatedJob": {**counts, "TotalCompletions": replicas} if counts else {}}
    return {"Replicated": {} if replicas is None else {"Replicas": replicas}}


def resources(node: Node | None) -> dict[str, Any]:
    found = {}
    limits, reservations = child(node, "limits"), child(node, "reservations")
    if type(limits) is Mapping:
        found["Limits"] = clean({**_amounts(limits), "Pids": number(child(limits, "pids"))})
    if type(reservations) is Mapping:
        generic = _generic(child(reservations, "generic_resources"))
        found["Reservations"] = clean({**_amounts(reservations), "GenericResources": generic})
    return found


def _amounts(node: Node) -> dict[str, Any]:
    return {"NanoCPUs": nano_cpus(child(node, "cpus")), "MemoryBytes": size(child(node, "memory"))}


def _generic(node: Node | None) -> list[dict[str, Any]]:
    found = []
    for item in node.items if type(node) is Sequence else ():
        own = child(item, "discrete_resource_spec")
        spec = clean({"Kind": text(child(own, "kind")), "Value": number(child(own, "value"))})
        found.append({"DiscreteResourceSpec": spec} if own is not None else {})
    return found


def restart_policy(node: Node | None, restart: str) -> dict[str, Any] | None:
    """deploy.restart_policy, else what the old `restart` means; None where nothing is said."""
    if type(node) is Mapping:
        found = {
            "Condition": text(child(node, "condition")),
            "Delay": nanoseconds(child(node, "delay")),
            "MaxAttempts": number(child(node, "max_attempts")),
            "Window": nanoseconds(child(node, "window")),
        }
        return {key: value for key, value in found.items() if value not in (None, "")}
    policy, _, attempts = restart.partition(":")
    if policy in ("always", "unless-stopped"):
        return {"Condition": "any"}
    if policy == "on-failure":
        return clean({"Condition": "on-failure", "MaxAttempts": int(attempts or 0)})
    return None


def placement(node: Node | None) -> dict[str, Any]:
    preferences = child(node, "preferences")
    spreads = [
        {"Spread": clean({"SpreadDescriptor": text(child(item, "spread"))})}
        for item in (preferences.items if type(preferences) is Sequence else ())
    ]
    return clean(
        {
            "Constraints": texts(child(node, "constraints")),
            "Preferences": spreads,
            "MaxReplicas": number(child(node, "max_replicas_per_node")),
        }
    )


def update_config(node: Node | None) -> dict[str, Any] | None:
    """update_config or rollback_config: one task at a time where it does not say."""
    if type(node) is not Mapping:
        return None
    parallelism = number(child(node, "parallelism"))
    found = clean(
        {
            "Delay": nanoseconds(child(node, "delay")),
            "FailureAction": text(child(node, "failure_action")),
            "Monitor": nanoseconds(child(node, "monitor")),
            "Order": text(child(node, "order")),
        }
    )
    found["Parallelism"] = 1 if parallelism is None else parallelism
    found["MaxFailureRatio"] = fraction(child(node, "max_failure_ratio"))
    return found
