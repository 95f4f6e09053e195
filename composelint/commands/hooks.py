"""`post_start`: commands run in the container once it has started."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .container import Container
from .records import Part, Step


def hooks(container: Container) -> Iterator[Step]:
    for hook in container.service.get("post_start") or ():
        words = (container.own_name, *(hook.get("command") or ()))
        parts = (("docker", "exec"), *_options(hook), words)
        yield Step("exec", container.own_name, container.name, parts)


def _options(hook: dict[str, Any]) -> Iterator[Part]:
    if hook.get("user"):
        yield ("--user", hook["user"])
    if hook.get("privileged"):
        yield ("--privileged",)
    if hook.get("working_dir"):
        yield ("--workdir", hook["working_dir"])
    for name, value in (hook.get("environment") or {}).items():
        yield ("--env", name if value is None else f"{name}={value}")
