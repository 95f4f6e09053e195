"""What the plan of a stack could not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .stack import Stack


def notes(stack: Stack, *, hidden: bool) -> Iterator[str]:
    """Whole sentences."""
    if any(stack.service(key) for key in stack.specs):
        yield (
            "What the tags of images mean by now only the registry knows: docker stack deploy asks "
            "it, and replaces the tasks of a service whose tag has moved (not with --resolve-image "
            "never)."
        )
    secrets = [
        thing.name
        for thing in stack.secrets
        if thing.file and stack.listed("secrets", thing.name) is not None
    ]
    if secrets:
        yield (
            "A swarm does not give secrets back, so that nobody can tell whether "
            f"{_names(secrets)} is what the file holds: docker stack deploy fails where it is not."
        )
    if hidden:
        yield "Values that the saved state masks were taken for those of the file."
    yield from _binds(stack)


def _binds(stack: Stack) -> Iterator[str]:
    several = len([one for one in stack.state.nodes or () if _ready(one)]) > 1
    sources: dict[str, None] = {}
    for spec in stack.specs.values():
        for mount in spec["TaskTemplate"]["ContainerSpec"].get("Mounts", ()):
            if mount.get("Type") == "bind" and mount.get("Source"):
                sources[str(mount["Source"])] = None
    if several and sources:
        yield (
            f"Bind mounts have to be there on every node that a task may go to: {_names(sources)}."
        )


def _ready(node: dict[str, Any]) -> bool:
    return bool((node.get("Status") or {}).get("State") == "ready")


def _names(names: Any) -> str:
    shown = list(names)
    return ", ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")
