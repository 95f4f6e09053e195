"""Which networks, volumes, secrets, configs and models the services and jobs of a project use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.bad import BadValue
from ..model.mounts import is_host_path, parse_short
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ..project import Project

#: The sections at the top whose entries services use by name.
SECTIONS = ("networks", "volumes", "secrets", "configs", "models")

#: The network of every service that names none.
DEFAULT = "default"


class Use(NamedTuple):
    """One mention of a resource.

    `section` and `name` say of which ("volumes", "data"); a name that is missing or known in parts
    only holds UNKNOWN.
    `path` is where it is used, `owner` the service or job, and `node` what is written there: the
    owner itself for the network `default` that nobody wrote.
    """

    section: str
    name: str
    path: Path
    owner: Mapping
    node: Node


def uses(project: Project, sections: tuple[str, ...] = SECTIONS) -> Iterator[Use]:
    """Every use in a project, whatever the profiles; a job counts as a service does."""
    return uses_in(project.root, sections)


def uses_in(root: Mapping, sections: tuple[str, ...] = SECTIONS) -> Iterator[Use]:
    """The same of one tree: a project, or a document by itself."""
    for section in ("services", "jobs"):
        owners = root.get(section)
        for name, owner in owners.items() if type(owners) is Mapping else ():
            if type(owner) is Mapping:
                for use in uses_of((section, name), owner, sections):
                    if use.section in sections:
                        yield use


def uses_of(path: Path, service: Mapping, sections: tuple[str, ...] = SECTIONS) -> Iterator[Use]:
    """What one service or job uses of some sections, and maybe others; `path` is its place."""
    entries = service.entries
    for section in sections:
        if section == "volumes" and section in entries:
            yield from _volumes(entries[section][1], (*path, section), service)
        elif section in entries:
            yield from _named(section, entries[section][1], (*path, section), service)
    if "networks" in sections:
        yield from _networks(path, service)
    build = service.get("build")
    if type(build) is Mapping:
        yield from _of_build(build, (*path, "build"), service)
    credentials = service.get("credential_spec")
    config = credentials.get("config") if type(credentials) is Mapping else None
    if type(config) is Scalar:
        yield Use("configs", config.text, (*path, "credential_spec", "config"), service, config)


def _networks(path: Path, service: Mapping) -> Iterator[Use]:
    """The networks that a service does not list."""
    entries = service.entries
    mode = entries.get("network_mode")
    networks = service.get("networks")
    if mode is None and not getattr(networks, "entries", None) and not _listed(networks):
        yield Use("networks", DEFAULT, path, service, service)
    elif mode is not None and type(mode[1]) is Scalar:
        # The engine knows a network by the name it has there, which can be that of the project.
        yield Use("networks", mode[1].text, (*path, "network_mode"), service, mode[1])


def _of_build(build: Mapping, path: Path, owner: Mapping) -> Iterator[Use]:
    if "secrets" in build.entries:
        yield from _named("secrets", build.entries["secrets"][1], (*path, "secrets"), owner)
    network = build.get("network")
    if type(network) is Scalar:
        yield Use("networks", network.text, (*path, "network"), owner, network)


def _listed(node: Node | None) -> bool:
    return type(node) is Sequence and bool(node.items)


def _named(section: str, node: Node, path: Path, owner: Mapping) -> Iterator[Use]:
    """The names of a list, of the keys of a mapping, or of `source` in the long form."""
    if type(node) is Mapping:
        for name, (key, _) in node.entries.items():
            yield Use(section, name, (*path, name), owner, key)
    elif type(node) is Sequence:
        for index, item in enumerate(node.items):
            source = item.get("source") if type(item) is Mapping else item
            if type(source) is Scalar:
                yield Use(section, source.text, (*path, index), owner, source)
            elif type(item) is Mapping:
                yield Use(section, UNKNOWN, (*path, index), owner, item)


def _volumes(node: Node, path: Path, owner: Mapping) -> Iterator[Use]:
    for index, item in enumerate(node.items if type(node) is Sequence else ()):
        if type(item) is Mapping:
            kind, source = item.get("type"), item.get("source")
            text = kind.text if type(kind) is Scalar else ""
            if type(source) is Scalar and text not in ("bind", "tmpfs", "npipe", "image"):
                yield Use("volumes", source.text, (*path, index), owner, source)
        elif type(item) is Scalar and item.text[:1] not in (".", "/", "~"):
            name = _source(item.text)
            if name:
                yield Use("volumes", name, (*path, index), owner, item)


def _source(text: str) -> str:
    """The volume that an entry in the short form names; the whole of one that is not known."""
    name, colon, _ = text.partition(":")
    if len(name) > 1 and "$" not in text and UNKNOWN not in text:
        # What nearly all are like; the others take three times as long.
        return name if colon and not is_host_path(name) else ""
    try:
        mount = parse_short(text)
    except BadValue:
        return text.partition(":")[0]
    begin, end = mount.source_at
    if mount.type == "bind":
        return ""
    return text[begin:end] or (text if UNKNOWN in text else "")
