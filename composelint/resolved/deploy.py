"""What a service says of its deployment, as `config` prints it."""

from __future__ import annotations

from typing import Any

from ..model.devices import canonical_requests
from ..node import Node
from .values import (
    OMIT,
    Convert,
    duration,
    fields,
    fraction,
    is_null,
    known_number,
    mapping_of,
    number,
    pairs,
    sequence_of,
    size,
    text,
    texts,
)

_LIMITS: dict[str, Convert] = {"cpus": fraction, "memory": size, "pids": number}


def _generic_resource(node: Node) -> Any:
    return mapping_of(
        {"discrete_resource_spec": mapping_of({"kind": text, "value": known_number})}
    )(node)


_RESERVATIONS: dict[str, Convert] = {
    **_LIMITS,
    "devices": lambda node: canonical_requests(node) or OMIT,
    "generic_resources": sequence_of(_generic_resource),
}


_UPDATE: dict[str, Convert] = {
    "parallelism": known_number,
    "delay": lambda node: _nonzero(duration(node)),
    "failure_action": text,
    "monitor": lambda node: _nonzero(duration(node)),
    "max_failure_ratio": fraction,
    "order": text,
}


def _nonzero(shown: Any) -> Any:
    return OMIT if shown == "0s" else shown


_DEPLOY: dict[str, Convert] = {
    "mode": text,
    "replicas": known_number,
    "labels": pairs,
    "update_config": mapping_of(_UPDATE),
    "rollback_config": mapping_of(_UPDATE),
    "resources": mapping_of(
        {"limits": mapping_of(_LIMITS), "reservations": mapping_of(_RESERVATIONS)}
    ),
    "restart_policy": mapping_of(
        {
            "condition": text,
            "delay": duration,
            "max_attempts": known_number,
            "window": duration,
        }
    ),
    "placement": mapping_of(
        {
            "constraints": texts,
            "preferences": sequence_of(mapping_of({"spread": text})),
            "max_replicas_per_node": number,
        }
    ),
    "endpoint_mode": text,
}


def deployed(service: dict[str, Any], *path: str) -> Any:
    """A value below `deploy` of a resolved service, None where it is not said."""
    found: Any = service.get("deploy")
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found


def deploy(node: Node) -> Any:
    if is_null(node):
        return OMIT
    return {"resources": {}, "placement": {}, **fields(node, _DEPLOY)}
