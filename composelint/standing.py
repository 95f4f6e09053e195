"""Whether a Compose file stands by itself, or leans on a base that is laid under it.

`compose.prod.yaml` may say an image for each of its services, and leave the networks and volumes
that they use to `compose.yaml`: read without its base, every one of them would be a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .node import Mapping, Node, Scalar, Sequence
from .source import UnreadableText, decode
from .syntax import compose

if TYPE_CHECKING:
    from .discover import Tree

#: What makes a service one that can run as it stands.
_RUNNABLE = ("image", "build", "provider", "extends")
_SECTIONS = ("networks", "volumes", "secrets", "configs", "models")

Use = tuple[str, str]
"""(section, name) of something that a service uses."""


def is_complete(path: str, tree: Tree) -> bool:
    """Whether a file can be a project without a base: every service says what it runs.

    A file that cannot be read as YAML counts as complete: what is wrong is said of it alone.
    """
    roots = _roots(path, tree)
    if roots is None:
        return True
    services = [service for root in roots for _, service in _entries(root, "services")]
    if not services:
        return any("include" in root for root in roots)
    return all(
        isinstance(service, Mapping) and any(key in service for key in _RUNNABLE)
        for service in services
    )


def leans_on(path: str, base: str, tree: Tree) -> bool:
    """Whether a file uses a network, volume, secret, config, model or service that it does not
    define, and that its base defines."""
    roots = _roots(path, tree) or []
    missing = {use for root in roots for use in _uses(root)} - _defined(roots)
    return bool(missing) and not missing.isdisjoint(_defined(_roots(base, tree) or []))


def _roots(path: str, tree: Tree) -> list[Mapping] | None:
    """The documents of a file; None where it cannot be read."""
    broken: list[object] = []
    try:
        documents = compose(decode(path, tree.read(path)), broken.append)
    except (OSError, UnreadableText):
        return None
    return None if broken else [root for root in documents if isinstance(root, Mapping)]


def _entries(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    below = node.get(key) if isinstance(node, Mapping) else None
    if isinstance(below, Mapping):
        yield from below.items()


def _defined(roots: list[Mapping]) -> set[Use]:
    sections = ("services", *_SECTIONS)
    return {(s, name) for root in roots for s in sections for name, _ in _entries(root, s)}


def _uses(root: Mapping) -> Iterator[Use]:
    for _, service in _entries(root, "services"):
        for section in _SECTIONS:
            for name in _named(service, section):
                if section != "networks" or name != "default":
                    yield section, name
        for name in _named(service, "depends_on"):
            yield "services", name


def _named(service: Node, attribute: str) -> Iterator[str]:
    """The names in a list or a mapping of a service: `[back]`, `[{source: key}]`, `{back: }`;
    of a volume what stands before the colon, where that is no path."""
    node = service.get(attribute) if isinstance(service, Mapping) else None
    if isinstance(node, Mapping):
        yield from node.entries
    elif isinstance(node, Sequence):
        for item in node.items:
            source = item.get("source") if isinstance(item, Mapping) else item
            if not isinstance(source, Scalar):
                continue
            name, colon, _ = source.text.partition(":")
            if attribute != "volumes" or colon or isinstance(item, Mapping):
                yield name
