"""Where data lives: volumes, paths of the host, secrets, configs, devices, env files."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from ..loading.paths import resolve
from ..model.bad import BadValue
from ..model.grants import read_env_files
from ..model.mounts import parse_short
from ..model.services import external_name
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from .facts import is_true, plain, show
from .records import (
    BIND,
    CONFIG,
    DEVICE,
    ENV_FILE,
    MOUNTS,
    READS,
    READS_FILE,
    SECRET,
    USES_DEVICE,
    VOLUME,
)
from .records import Node as GraphNode

if TYPE_CHECKING:
    from .build import Builder

_SECTIONS = {"volumes": VOLUME, "secrets": SECRET, "configs": CONFIG}


def add_data(builder: Builder) -> None:
    """What is declared, then what each service and job uses of it."""
    for section in _SECTIONS:
        for name in builder.project.section(section):
            _resource(builder, section, name)
    for place in builder.topology.places.values():
        source = builder.service_id(place.name)
        if source is None:
            continue
        path: Path = (place.section, place.name)
        for index, item in enumerate(_items(place.service.get("volumes"))):
            _mount(builder, source, item, (*path, "volumes", index))
        for section in ("secrets", "configs"):
            for index, item in enumerate(_items(place.service.get(section))):
                _grant(builder, source, section, item, (*path, section, index), {})
        build = place.service.get("build")
        secrets = build.get("secrets") if type(build) is Mapping else None
        for index, item in enumerate(_items(secrets)):
            where = (*path, "build", "secrets", index)
            _grant(builder, source, "secrets", item, where, {"build": True})
        _devices(builder, source, place.service, path)
        _env_files(builder, source, place.service, path)


def _items(node: Node | None) -> list[Node]:
    return node.items if type(node) is Sequence else []


def _resource(builder: Builder, section: str, name: str) -> str:
    """The node of a declared volume, secret or config; of one that is used and not declared too."""
    kind = _SECTIONS[section]
    key_node, node = builder.project.section(section).get(name, (None, None))
    external, named = external_name(node) if type(node) is Mapping else (False, "")
    facts: dict[str, Any] = {}
    if type(node) is Mapping:
        named = named or plain(node.get("name"))
        for attribute in ("driver", "file", "environment"):
            text = plain(node.get(attribute))
            if text:
                facts[attribute] = text
        if "content" in node:
            facts["content"] = True
    id_ = builder.own(kind, show(name))
    title = show(name)
    if external:
        facts["external"] = True
        title = show(named or name)
        if UNKNOWN not in (named or name):
            id_ = f"{kind}:={title}"
    elif named:
        facts["real_name"] = show(named)
    builder.graph.add(
        GraphNode(
            id_,
            kind,
            name,
            title,
            "" if external else builder.project.name,
            facts,
            (),
            None if key_node is None else key_node.span,
            (section, name),
        )
    )
    return id_


# --- mounts


def _mount(builder: Builder, source: str, item: Node, path: Path) -> None:
    found = _long(item) if type(item) is Mapping else _short(item)
    if found is None:
        return
    kind, origin, target, read_only = found
    facts: dict[str, Any] = {"target": show(target)}
    if read_only:
        facts["read_only"] = True
    if kind == "bind":
        to = _bind(builder, origin, item)
    elif kind == "volume" and origin:
        to = _resource(builder, "volumes", origin)
    elif kind == "volume":
        id_ = f"{source}:{show(target)}"
        title = f"anonymous {show(target)}"
        own = {"anonymous": True}
        builder.graph.add(
            GraphNode(id_, VOLUME, "", title, builder.project.name, own, (), item.span, path)
        )
        to = id_
    else:
        return
    builder.graph.join(MOUNTS, source, to, facts, item.span, path)


def _short(item: Node) -> tuple[str, str, str, bool] | None:
    if type(item) is not Scalar or type(item.value) is not str:
        return None
    # What is not known is shown as it is written: ${DATA}/config.
    text = item.text if item.known or item.raw is None else item.raw
    try:
        mount = parse_short(text)
    except BadValue:
        return None
    begin, end = mount.source_at
    origin = text[begin:end]
    target = text[slice(*mount.target_at)]
    if "${" in origin and mount.type == "volume":
        return ("bind" if "/" in origin else "volume", origin, target, mount.read_only)
    kind = mount.type or ("bind" if "/" in origin else "volume")
    return (kind, origin, target, mount.read_only)


def _long(item: Mapping) -> tuple[str, str, str, bool]:
    source, target = item.get("source"), item.get("target")
    return (
        plain(item.get("type")) or "volume",
        _written(source),
        _written(target),
        is_true(item.get("read_only")),
    )


def _written(node: Node | None) -> str:
    """A text; as it stands in the file where it is not known."""
    if type(node) is not Scalar or node.value is None:
        return ""
    return node.text if node.known or node.raw is None else node.raw


def _bind(builder: Builder, written: str, item: Node) -> str:
    """The node of a path of the host: one for all that mount it, however they write it."""
    source = item.source
    if UNKNOWN in written or "${" in written or written.startswith("~"):
        absolute = written
    else:
        absolute = posixpath.normpath(resolve(source.directory, written))
    id_ = f"{BIND}:{show(_relative(builder, absolute))}"
    # Others may write it with a slash at its end.
    path = show(written.rstrip("/") or written)
    builder.graph.add(GraphNode(id_, BIND, path, path, "", {"path": path}, (), item.span))
    return id_


def _relative(builder: Builder, path: str) -> str:
    """A path so that it is the same on every machine: relative to the project where it is below."""
    directory = builder.project.directory.rstrip("/") + "/"
    if path + "/" == directory:
        return f"{builder.prefix}."
    if path.startswith(directory):
        return f"{builder.prefix}./{path[len(directory) :]}"
    if path.startswith("/") and directory.startswith("/"):
        common = posixpath.commonpath([path, directory])
        if common != "/" and common == posixpath.dirname(directory.rstrip("/")):
            return builder.prefix + posixpath.relpath(path, directory)
    return path


# --- secrets, configs, devices, env files


def _grant(
    builder: Builder, source: str, section: str, item: Node, path: Path, facts: dict[str, Any]
) -> None:
    named = item.get("source") if type(item) is Mapping else item
    if type(named) is not Scalar or named.value is None:
        return
    to = _resource(builder, section, named.text)
    target = plain(item.get("target")) if type(item) is Mapping else ""
    builder.graph.join(
        READS, source, to, {**facts, **({"target": target} if target else {})}, item.span, path
    )


def _devices(builder: Builder, source: str, service: Mapping, path: Path) -> None:
    for index, item in enumerate(_items(service.get("devices"))):
        text = plain(item.get("source")) if type(item) is Mapping else plain(item).split(":")[0]
        if text:
            id_ = f"{DEVICE}:{text}"
            builder.graph.add(GraphNode(id_, DEVICE, text, text, "", {"path": text}))
            builder.graph.join(USES_DEVICE, source, id_, {}, item.span, (*path, "devices", index))


def _env_files(builder: Builder, source: str, service: Mapping, path: Path) -> None:
    node = service.get("env_file")
    for index, file in enumerate(read_env_files(node) if node is not None else ()):
        if file.path:
            written = posixpath.normpath(file.path)
            id_ = f"{ENV_FILE}:{builder.prefix}{written}"
            builder.graph.add(
                GraphNode(
                    id_, ENV_FILE, written, written, builder.project.name, {}, (), file.node.span
                )
            )
            facts = {} if file.required else {"required": False}
            builder.graph.join(
                READS_FILE, source, id_, facts, file.node.span, (*path, "env_file", index)
            )
