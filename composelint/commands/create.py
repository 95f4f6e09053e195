"""One container: the command that makes it, with all its options."""

from __future__ import annotations

from collections.abc import Iterator

from . import attributes, images
from .container import Container
from .options.network import connects
from .program import program
from .records import Part, Step


def create(container: Container, *more: Part, run: bool = False) -> Step:
    """`docker create`, or `docker run --detach`, with `more` options than its service says."""
    made = ("docker", "run", "--detach") if run else ("docker", "create")
    parts = (made, *_words(container, more))
    return Step("run" if run else "create", container.own_name, container.name, parts)


def _words(container: Container, more: tuple[Part, ...]) -> Iterator[Part]:
    options, command = program(container)
    yield ("--name", container.own_name)
    yield from attributes.options(container)
    yield from more
    yield from images.options(container)
    yield from options
    yield (container.image, *command)


def connected(container: Container) -> Iterator[Step]:
    """Its networks but the first."""
    for network, parts in connects(container):
        yield Step("connect", network, container.name, parts)
