"""Whether a node meets a constraint of a service: `node.role == manager`.

Read as swarmkit does; one of a kind that is not known here is taken as met.
"""

from __future__ import annotations

import re
from typing import Any

Listed = dict[str, Any]

_CONSTRAINT = re.compile(
    r"\s*(?P<key>[a-z][\w.\-]*)\s*(?P<operator>==|!=)\s*(?P<value>.+?)\s*\Z", re.I
)


def meets(node: Listed, constraint: str) -> bool:
    parted = _CONSTRAINT.match(constraint)
    if parted is None:
        return True
    values = _values(node, parted["key"])
    if values is None:
        return True
    equal = values.lower() == parted["value"].lower()
    return equal == (parted["operator"] == "==")


def _values(node: Listed, key: str) -> str | None:
    """What a node has for a key of a constraint, None for a key that is not known here."""
    description, lowered = node.get("Description") or {}, key.lower()
    plain = {
        "node.id": node.get("ID"),
        "node.hostname": description.get("Hostname"),
        "node.role": node["Spec"].get("Role"),
        "node.platform.os": (description.get("Platform") or {}).get("OS"),
    }
    if lowered in plain:
        return str(plain[lowered] or "")
    for prefix, owner in (
        ("node.labels.", node["Spec"]),
        ("engine.labels.", description.get("Engine") or {}),
    ):
        if lowered.startswith(prefix):
            labels = owner.get("Labels") or {}
            return str(labels.get(key[len(prefix) :], ""))
    return None
