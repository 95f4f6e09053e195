"""What a service joins: the containers whose namespaces or volumes its own containers share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

#: The attributes by which a service lives in another's container.
NAMESPACES = ("network_mode", "ipc", "pid")

SERVICE, CONTAINER = "service", "container"


class Join(NamedTuple):
    """`place` is that in a list, from 0, None for no list; `kind` tells what `target` names."""

    attribute: str
    place: int | None
    kind: str
    target: str


def joins(service: dict[str, Any]) -> Iterator[Join]:
    """All that a service of the canonical model joins: `network_mode: service:db`,
    `pid: container:x`, `volumes_from: [db:ro, container:x]`."""
    for attribute in NAMESPACES:
        kind, _, target = str(service.get(attribute, "")).partition(":")
        if kind in (SERVICE, CONTAINER) and target:
            yield Join(attribute, None, kind, target)
    for index, mount in enumerate(service.get("volumes_from", ())):
        name, _, rest = str(mount).partition(":")
        if name == CONTAINER:
            yield Join("volumes_from", index, CONTAINER, rest.partition(":")[0])
        else:
            yield Join("volumes_from", index, SERVICE, name)


def joined_services(service: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(attribute, service) of those that are services of the project."""
    for one in joins(service):
        if one.kind == SERVICE:
            yield one.attribute, one.target
