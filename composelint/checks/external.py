"""What a project makes for itself, and what it expects to be there: networks and volumes, in a
swarm secrets and configs too.

Docker Compose asks for an external network or volume when a service that runs uses it, and stops
where it is not there: `network shop declared as external, but could not be found` (5.6.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.bad import BadValue
from ..model.mounts import parse_long, parse_short
from ..model.services import external_name
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..source import Span
from ..target import SWARM
from .made_networks import networks, real_name
from .profiles import condition

_SECTIONS = ("networks", "volumes")
_OF_STACKS = ("networks", "volumes", "secrets", "configs")


class External(NamedTuple):
    """Something that a service uses and the project does not make. `name` is what the engine
    knows it by; `profiles` as in made_networks.Network."""

    section: str
    key: str
    name: str
    span: Span
    path: Path
    profiles: frozenset[str] | None


class Made(NamedTuple):
    """What a project makes: real names -> keys, for each section. Where a name is not known,
    `complete` is False for the section."""

    names: dict[str, dict[str, str]]
    complete: dict[str, bool]


def sections_of(project: Project) -> tuple[str, ...]:
    return _OF_STACKS if project.target.kind == SWARM else _SECTIONS


def externals(project: Project) -> Iterator[External]:
    """The external things that services use, and whose names are known, in the file's order."""
    for section in sections_of(project):
        outside = list(_outside(project, section))
        users = _users(project, section) if outside else {}
        for key, name, span in outside:
            named = users.get(key)
            if named is None:
                continue
            wanted = None if None in named else frozenset().union(*(each or () for each in named))
            yield External(section, key, name, span, (section, key), wanted)


def _outside(project: Project, section: str) -> Iterator[tuple[str, str, Span]]:
    """(key, name, place) of what a section calls external."""
    for key, (key_node, node) in project.section(section).items():
        if type(node) is not Mapping or "external" not in node.entries:
            continue
        external, old_name = external_name(node)
        name = real_name(project, key, node, old_name, external)
        if external and name:
            given = node.get("name")
            span = given.span if type(given) is Scalar else key_node.span
            yield key, name, span


def made(project: Project) -> Made:
    """What a project makes where it runs; used or not, for it is there for others to use."""
    names: dict[str, dict[str, str]] = {}
    complete: dict[str, bool] = {}
    for section in sections_of(project):
        found = names[section] = {}
        complete[section] = True
        for key, (_, node) in project.section(section).items():
            settings = node if type(node) is Mapping else None
            if settings is not None and _external(settings):
                continue
            real = real_name(project, key, settings, "", False)
            if real is None:
                complete[section] = False
            else:
                found[real] = key
    implied = project.name and "default" not in project.section("networks")
    if implied and any(one.name == "default" for one in networks(project)):
        names["networks"][f"{project.name}_default"] = "default"
    return Made(names, complete)


def _external(node: Mapping) -> bool:
    said = node.get("external")
    return said is not None and external_name(node)[0]


def _users(project: Project, section: str) -> dict[str, list[frozenset[str] | None]]:
    """Who uses what of a section: for each key the profiles of its users."""
    users: dict[str, list[frozenset[str] | None]] = {}
    if section == "networks":
        for network in networks(project):
            users[network.name] = [member.profiles for member in network.members]
        return users
    for _, _, service in project.services():
        if not project.exact or project.enabled(service):
            for name in _used(service, section):
                users.setdefault(name, []).append(condition(project, service))
    return users


def _used(service: Mapping, section: str) -> Iterator[str]:
    node = service.get(section)
    for item in node.items if type(node) is Sequence else ():
        if section == "volumes":
            name: str | None = _volume(item)
        else:
            source = item.get("source") if type(item) is Mapping else item
            name = source.text if type(source) is Scalar else None
        if name:
            yield name


def _volume(item: Node) -> str | None:
    try:
        if type(item) is Mapping:
            mount = parse_long(item)
        elif type(item) is Scalar and isinstance(item.value, str):
            mount = parse_short(item.text)
        else:
            return None
    except BadValue:
        return None
    return mount.source if mount.type == "volume" else None
