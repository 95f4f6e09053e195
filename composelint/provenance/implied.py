"""What Docker Compose brings of itself: defaults, the default network, implicit dependencies."""

from __future__ import annotations

from typing import NamedTuple

from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project


class Elsewhere(NamedTuple):
    """A value that is said at another path, and why it counts here too."""

    path: Path
    note: str


class Default(NamedTuple):
    """Why a value is there that nobody wrote."""

    note: str
    #: It is made of the project's name.
    named: bool = False


_MODES = ("network_mode", "ipc", "pid", "uts", "cgroup")


def elsewhere(project: Project, path: Path) -> Elsewhere | None:
    """Where else a value that is not written at its path is said."""
    if len(path) < 4 or path[0] not in ("services", "jobs"):
        return None
    service = _node(project, path[:2])
    if type(service) is not Mapping:
        return None
    if path[2:] == ("deploy", "replicas") and "scale" in service:
        return Elsewhere((*path[:2], "scale"), "scale says how many replicas there are")
    if path[2] == "secrets" and path[4:] == ("target",):
        return Elsewhere((*path[:4], "source"), "mounted under its name below /run/secrets")
    if path[2] == "pre_start" and len(path) > 4 and path[4] in service:
        return Elsewhere((*path[:2], *path[4:]), "a hook has it from its service")
    if path[2] == "depends_on" and not _is_named(service, str(path[3])):
        return _dependency(service, path[:2], str(path[3]))
    return None


def _is_named(service: Mapping, name: str) -> bool:
    """Whether `depends_on` itself names a service."""
    node = service.get("depends_on")
    if type(node) is Sequence:
        return any(type(item) is Scalar and item.text == name for item in node.items)
    return type(node) is Mapping and name in node.entries


def _dependency(service: Mapping, at: Path, name: str) -> Elsewhere | None:
    """An attribute that makes one service depend on another."""
    for attribute in ("links", "volumes_from"):
        node = service.get(attribute)
        for number, item in enumerate(node.items if type(node) is Sequence else ()):
            text = item.text if type(item) is Scalar else ""
            if text.split(":")[0] == name:
                note = f"{attribute} makes it depend on {name}"
                return Elsewhere((*at, attribute, number), note)
    for mode in _MODES:
        node = service.get(mode)
        if type(node) is Scalar and node.text == f"service:{name}":
            return Elsewhere((*at, mode), f"{mode} makes it depend on {name}")
    return None


def default(path: Path, owner: Node | None) -> Default:
    """Why there is a value at a path where none is written; `owner` is the service or resource."""
    section, rest = path[0], path[2:]
    if section in ("networks", "volumes", "secrets", "configs"):
        if rest == ("name",) and type(owner) is Mapping and "external" in owner:
            return Default("what is external is called by its key")
        if rest == ("name",):
            return Default("the project's name and the key", named=True)
        if rest == ("ipam",):
            return Default("always there")
        if path[1:2] == ("default",) and section == "networks":
            return Default("services that name no network are on the default one")
    if section in ("services", "jobs"):
        for pattern, note in _OF_SERVICES:
            if _matches(pattern, rest):
                return Default(note)
    return Default("Docker Compose's default")


_OF_SERVICES: list[tuple[tuple[str, ...], str]] = [
    (("networks",), "a service that names no network is on the default one"),
    (("networks", "default"), "a service that names no network is on the default one"),
    (("networks", "*"), "on the network with no settings of its own"),
    (("command",), "not set: the image's own counts"),
    (("entrypoint",), "not set: the image's own counts"),
    (("volumes", "*", "bind"), "always there for a folder of the host"),
    (("volumes", "*", "volume"), "always there for a volume"),
    (("deploy", "placement"), "always there"),
    (("deploy", "resources"), "always there"),
    (("build", "context"), "the project's folder, where none is named"),
    (("build", "dockerfile"), "the default name, where none is given"),
    (("depends_on", "*", "condition"), "a name alone waits for the start"),
    (("depends_on", "*", "required"), "required unless it is said not to be"),
    (("ports", "*", "mode"), "the default mode"),
    (("ports", "*", "protocol"), "the default protocol"),
    (("volumes", "*", "type"), "told by what its source looks like"),
    (("healthcheck", "test", "*"), "a text is run by the shell"),
    (("devices", "*", "permissions"), "read, write and mknod, where nothing is said"),
]


def _matches(pattern: tuple[str, ...], rest: Path) -> bool:
    return len(pattern) == len(rest) and all(
        expected in ("*", step) for expected, step in zip(pattern, rest, strict=True)
    )


def _node(project: Project, path: Path) -> Node | None:
    node: Node | None = project.root
    for step in path:
        node = node.get(str(step)) if type(node) is Mapping else None
    return node
