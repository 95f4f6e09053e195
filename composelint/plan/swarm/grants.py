"""The secrets and configs that a service of a stack is given (Docker CLI 28.2.2)."""

from __future__ import annotations

from typing import Any

from ...node import Mapping, Node, Scalar, Sequence
from ...project import Project
from .nodes import child, number, text
from .sections import named

#: 0444, the rights of a file that asks for none.
_READABLE = 0o444


def grants(project: Project, stack: str, section: str, node: Node | None) -> list[dict[str, Any]]:
    """The list `Secrets` or `Configs` of a ContainerSpec, without the ids that the engine gives
    them, sorted by name."""
    word = section.removesuffix("s").capitalize()
    found = []
    for item in node.items if type(node) is Sequence else ():
        key = text(item) if type(item) is Scalar else text(child(item, "source"))
        name, _ = named(stack, key, child(project.root, section, key))
        found.append({"File": _file(key, item), f"{word}Name": name})
    return sorted(found, key=lambda one: str(one[f"{word}Name"]))


def _file(key: str, node: Node) -> dict[str, Any]:
    own = node if type(node) is Mapping else None
    mode = number(child(own, "mode"))
    return {
        "Name": text(child(own, "target")) or key,
        "UID": text(child(own, "uid")) or "0",
        "GID": text(child(own, "gid")) or "0",
        "Mode": _READABLE if mode is None else mode,
    }


def credentials(
    project: Project, stack: str, node: Node | None
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """The CredentialSpec, and the config that it needs among the service's own."""
    found = {key.capitalize(): text(child(node, key)) for key in ("config", "file", "registry")}
    shown: dict[str, Any] = {key: value for key, value in found.items() if value}
    key = found["Config"]
    if not key:
        return shown or None, []
    name, _ = named(stack, key, child(project.root, "configs", key))
    shown["Config"] = name
    return shown, [{"Runtime": {}, "ConfigName": name}]
