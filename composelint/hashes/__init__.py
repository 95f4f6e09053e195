"""The hashes of configuration that Docker Compose writes on what it makes.

`service_hash`, `network_hash` and `volume_hash` take an entry of the canonical project
(resolved.model) and give the 64 hexadecimal digits of the label `com.docker.compose.config-hash`.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

#: What a service can be changed in without its containers being made anew.
_NOT_COUNTED = ("build", "pull_policy", "scale", "depends_on", "profiles")


def service_hash(service: dict[str, Any]) -> str:
    counted = {key: value for key, value in service.items() if key not in _NOT_COUNTED}
    return _digest(counted)


def network_hash(network: dict[str, Any]) -> str:
    return _digest(network)


def volume_hash(volume: dict[str, Any]) -> str:
    return _digest(volume)


def _digest(value: dict[str, Any]) -> str:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
