"""The hashes of configuration that Docker Compose writes on what it makes.

`service_hash`, `network_hash` and `volume_hash` take an entry of the canonical project
(resolved.model) and give the 64 hexadecimal digits of the label `com.docker.compose.config-hash`.
"""

from __future__ import annotations

import hashlib
from typing import Any

from .gojson import encode
from .order import NETWORK, SERVICE, VOLUME, Shape


def service_hash(service: dict[str, Any]) -> str:
    """The hash of a service; what can change without its containers being made anew is no part
    of it: build, pull_policy, scale, deploy.replicas, depends_on, profiles."""
    if "deploy" in service:
        deploy = {key: value for key, value in service["deploy"].items() if key != "replicas"}
        service = {**service, "deploy": deploy}
    return _digest(service, SERVICE)


def network_hash(network: dict[str, Any]) -> str:
    return _digest(network, NETWORK)


def volume_hash(volume: dict[str, Any]) -> str:
    """The hash of a volume: one without a driver has the engine's own, `local`."""
    return _digest({"driver": "local", **volume}, VOLUME)


def _digest(value: dict[str, Any], shape: Shape) -> str:
    return hashlib.sha256(encode(value, shape).encode()).hexdigest()
