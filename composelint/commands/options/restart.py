"""What happens when the program ends: `restart`, or `deploy.restart_policy` over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..container import Container
from ..records import Part
from .plain import Make

#: The words of `deploy.restart_policy` as the engine has them.
_WORDS = {"none": "no", "any": "always"}


def _restart(value: Any, container: Container) -> Iterator[Part]:
    if container.deployed("restart_policy") is None:
        yield from _policy(*str(value).partition(":")[::2])


def policy_of_deploy(value: Any, container: Container) -> Iterator[Part]:
    policy = value.get("restart_policy")
    if policy is not None:
        attempts = policy.get("max_attempts") or ""
        yield from _policy(policy.get("condition", ""), str(attempts))


def _policy(condition: str, attempts: str) -> Iterator[Part]:
    name = _WORDS.get(condition, condition)
    if name and name != "no":
        yield ("--restart", f"{name}:{attempts}" if attempts.strip("0") else name)


TABLE: dict[str, Make] = {"restart": _restart}
