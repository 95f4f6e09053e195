"""Waiting for the conditions of `depends_on`, as `up` does before it starts a service."""

from __future__ import annotations

from collections.abc import Iterator

from .container import Container
from .quoting import quote
from .records import Step

#: The shell's functions that wait for one container, and fail where it will not come to that.
HEALTHY = "healthy"
COMPLETED = "completed"

_HELPERS = {"service_healthy": HEALTHY, "service_completed_successfully": COMPLETED}


def waits(container: Container, waited: set[tuple[str, str]]) -> Iterator[Step]:
    """The waits of a service that no service before it has made already."""
    desired = container.desired
    for other, condition in sorted(desired.dependencies(container.name).items()):
        helper = _HELPERS.get(condition["condition"])
        if helper is None or (other, helper) in waited or "provider" in desired.services[other]:
            continue
        required = condition.get("required", True)
        if required:
            waited.add((other, helper))
        for number in range(1, desired.scale(other) + 1):
            name = desired.container_name(other, number)
            shell = f"{helper} {quote(name)}{'' if required else ' || true'}"
            yield Step("wait", name, container.name, (), shell, helper)
