"""The hashes of configuration that Docker Compose writes on what it makes.

`service_hash`, `network_hash` and `volume_hash` take an entry of the canonical project
(resolved.model) and give the 64 hexadecimal digits of the label `com.docker.compose.config-hash`.
They are those of Docker Compose 5.6.1; see docs/config-hash.md for other releases.
"""

from __future__ import annotations

import hashlib
from typing import Any

from .gojson import encode
from .order import NETWORK, SERVICE, VOLUME, Shape
from .releases import as_hashed_by, known

__all__ = ["NEWEST", "known", "network_hash", "service_hash", "volume_hash"]

#: The release whose hashes these are unless another is named.
NEWEST = "5.6.1"


def service_hash(service: dict[str, Any], release: str = NEWEST) -> str:
    """The hash of a service, as a release that is `known` computes it.

    What can change without its containers being made anew is no part of it: build, pull_policy,
    scale, deploy.replicas, depends_on, profiles. In the label of a container, but not in
    `config --hash`, services that are referred to (`network_mode: service:db`) stand as the
    containers that they have: the caller puts them in.
    """
    service = as_hashed_by(release, service)
    if "deploy" in service:
        deploy = {key: value for key, value in service["deploy"].items() if key != "replicas"}
        service = {**service, "deploy": deploy}
    return _digest(service, SERVICE)


def network_hash(network: dict[str, Any]) -> str:
    """The hash of a network, in its label from Docker Compose 2.31 on."""
    return _digest(network, NETWORK)


def volume_hash(volume: dict[str, Any]) -> str:
    """The hash of a volume, in its label from Docker Compose 2.33 on.

    One without a driver has the engine's own, `local`.
    """
    return _digest({"driver": "local", **volume}, VOLUME)


def _digest(value: dict[str, Any], shape: Shape) -> str:
    return hashlib.sha256(encode(value, shape).encode()).hexdigest()
