"""Hooks: containers that run before a service starts, commands that run in it once it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .container import Container, Hook
from .create import connected, create
from .records import Part, Step, Unspeakable


def before(container: Container) -> Iterator[Step]:
    """`pre_start`: containers with the volumes of the first of the service, one after another;
    where one fails, so does all (seen with Docker Compose 5.6.1)."""
    for index, said in enumerate(container.service.get("pre_start") or ()):
        if said.get("per_replica"):
            field = f"pre_start[{index}].per_replica"
            raise Unspeakable(field, "Docker Compose does not know it yet")
        hook = Hook(container, index)
        name = hook.own_name
        yield create(hook, ("--volumes-from", container.own_name))
        yield from connected(hook)
        yield Step("start", name, hook.name, (("docker", "start", "--attach", name),))
        yield Step("remove", name, hook.name, (("docker", "rm", "--volumes", name),))


def after(container: Container) -> Iterator[Step]:
    """`post_start`: commands in the container."""
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
