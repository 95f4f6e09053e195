"""What the container runs: --entrypoint takes one word, the others go before the command."""

from __future__ import annotations

from .container import Container
from .records import Part, Unspeakable


def program(container: Container) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """(options, the words after the image)."""
    entrypoint = container.service.get("entrypoint")
    command = tuple(container.service.get("command") or ())
    if entrypoint is None:
        return (), command
    first, *rest = entrypoint or [""]
    if not first and rest:
        raise Unspeakable("entrypoint", "--entrypoint cannot name a program without a name")
    if not first and not command:
        # The image's own command stays with `[]`, and `docker` would drop it.
        raise Unspeakable(
            "entrypoint", "emptied, with the command of the image, which docker drops: name it"
        )
    return (("--entrypoint", first),), (*rest, *command)
