"""What a service waits for, and on what condition."""

from __future__ import annotations

from typing import NamedTuple

from ..checks.edges import decisive, edges
from ..checks.names import replicas
from ..node import Mapping, Path, Scalar
from ..source import Span

STARTED = "service_started"
HEALTHY = "service_healthy"
COMPLETED = "service_completed_successfully"

#: What deploy.restart_policy and restart call a container that is started again whatever it did.
_ALWAYS = ("always", "unless-stopped")
_ANY = (*_ALWAYS, "any")


class Wait(NamedTuple):
    """`service` waits for `target`; `condition` is "" where its value is not known.

    `said` tells whether the condition is written out; `span` and `path` are where the target is
    named, `condition_span` where the condition stands (or the target, where none does).
    """

    service: str
    target: str
    condition: str
    attribute: str
    required: bool
    said: bool
    span: Span
    path: Path
    condition_span: Span


def waits_of(section: str, name: str, service: Mapping) -> list[Wait]:
    """The waits of a service or job, one for each other service, in order."""
    found = []
    for edge in decisive(edges(section, name, service)):
        condition, node = STARTED, None
        if edge.attribute == "depends_on":
            node = _condition(service, edge.target)
            if node is not None:
                condition = node.text if node.known else ""
        found.append(
            Wait(
                service=name,
                target=edge.target,
                condition=condition,
                attribute=edge.attribute,
                required=edge.required,
                said=node is not None,
                span=edge.span,
                path=edge.path,
                condition_span=edge.span if node is None else node.span,
            )
        )
    return found


def _condition(service: Mapping, target: str) -> Scalar | None:
    depends_on = service.get("depends_on")
    value = depends_on.get(target) if type(depends_on) is Mapping else None
    node = value.get("condition") if type(value) is Mapping else None
    return node if type(node) is Scalar and node.value is not None else None


def always_restarts(service: Mapping) -> Scalar | None:
    """Where a service says that it is started again however it ends; None where it does not.

    Docker Compose takes `deploy.restart_policy` before `restart`, and one without a condition for
    none at all (seen with 5.6.1 on a Docker Engine).
    """
    deploy = service.get("deploy")
    policy = deploy.get("restart_policy") if type(deploy) is Mapping else None
    if type(policy) is Mapping:
        condition = policy.get("condition")
        return condition if type(condition) is Scalar and condition.text in _ANY else None
    restart = service.get("restart")
    return restart if type(restart) is Scalar and restart.text in _ALWAYS else None


def waited_for(service: Mapping) -> bool:
    """Whether Docker Compose waits for more than the start of a service (5.6.1)."""
    return "provider" not in service.entries and replicas(service)[0] != 0
