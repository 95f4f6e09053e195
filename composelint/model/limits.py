"""Limits: ulimits, sets of processors, restart policies, and spans in microseconds."""

from __future__ import annotations

from typing import Any

from ..node import UNKNOWN, Mapping, Node, Scalar
from .bad import BadValue
from .casts import whole_number
from .gonumbers import is_digits

RESTART_POLICIES = ("no", "always", "on-failure", "unless-stopped")
#: Words of deploy.restart_policy that Docker Compose translates here too.
_TRANSLATED = ("none", "any")

#: Names that Docker knows; every other is refused when the container is made.
ULIMITS = (
    "core",
    "cpu",
    "data",
    "fsize",
    "locks",
    "memlock",
    "msgqueue",
    "nice",
    "nofile",
    "nproc",
    "rss",
    "rtprio",
    "rttime",
    "sigpending",
    "stack",
)


def canonical_ulimit(node: Node) -> int | dict[str, int]:
    """What `config` prints for a ulimit: its number, or soft and hard; 0 is left out.

    Raises BadValue("integer").
    """
    if isinstance(node, Mapping):
        shown = {}
        for key in ("soft", "hard"):
            value = node.get(key)
            if isinstance(value, Scalar) and (number := whole_number(value)):
                shown[key] = number
        return shown
    assert isinstance(node, Scalar)
    return whole_number(node) or {}


def canonical_ulimits(node: Mapping) -> dict[str, Any]:
    """`ulimits` as `config` prints it; raises BadValue."""
    return {name: canonical_ulimit(value) for name, value in node.items()}


def check_restart(text: str) -> None:
    """A restart policy, `on-failure` perhaps with a number of attempts.

    Raises BadValue: "policy" or "attempts" (a number where the policy takes none, or none
    where one stands). What it refuses, `docker-compose config` accepts and the engine refuses.
    """
    if UNKNOWN in text or not text:
        return
    policy, colon, attempts = text.partition(":")
    if policy not in RESTART_POLICIES and policy not in _TRANSLATED:
        raise BadValue("policy", 0, len(policy), value=policy, allowed=RESTART_POLICIES)
    if colon and (policy != "on-failure" or not is_digits(attempts)):
        raise BadValue("attempts", len(policy), len(text), value=text)


def check_cpuset(text: str) -> None:
    """A set of processors: numbers and ranges between commas; raises BadValue("cpuset")."""
    begin = 0
    for part in text.split(","):
        end = begin + len(part)
        if UNKNOWN not in part:
            low, dash, high = part.strip().partition("-")
            fits = is_digits(low) and (not dash or (is_digits(high) and int(low) <= int(high)))
            if not fits and text:
                raise BadValue("cpuset", begin, end, value=part)
        begin = end + 1
