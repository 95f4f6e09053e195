"""The `volumes` of a service as Docker Compose 1.29.2 reads them."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from ...node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from .judge import Judge
from .read import FORMAT_1


class _Mount(NamedTuple):
    """`source` is "" for none; `target` None where a mapping has none. `named`: of a volume."""

    node: Node
    path: Path
    source: str
    target: str | None
    named: bool


def mounts(judge: Judge, service: Mapping, path: Path) -> None:
    """Report mounts that cannot be read, that share a target, or whose volume is not defined."""
    node = service.get("volumes")
    if type(node) is not Sequence:
        return
    found: list[_Mount] = []
    for index, item in enumerate(node.items):
        at = (*path, "volumes", index)
        if type(item) is Scalar and type(item.value) is str:
            mount = None if UNKNOWN in item.text else _short(judge, item, at)
        elif type(item) is Mapping:
            mount = _long(judge, item, at)
        else:
            mount = None
        if mount is not None:
            found.append(mount)
    _same_target(judge, found)
    if judge.project.format != FORMAT_1:
        _defined(judge, found)


def _short(judge: Judge, node: Scalar, path: Path) -> _Mount | None:
    text = node.text
    source, colon, rest = text.partition(":")
    if not colon:
        return _Mount(node, path, "", posixpath.normpath(text), False)
    target, colon, mode = rest.rpartition(":")
    if not colon:
        target, mode = rest, ""
    written = f"{source}:{target}:{mode}" if mode else f"{source}:{target}"
    parts = written.split(":")
    if len(parts) > 3:
        judge.bad(node, path, "mount-too-many-parts")
        return None
    # A path of the host has been made absolute by now, so that ./data is none of `data`.
    named = not parts[0].startswith((".", "/", "~")) and parts[0] != ""
    source = posixpath.normpath(parts[0])
    named = named and not source.startswith((".", "/"))
    return _Mount(node, path, source, posixpath.normpath(parts[1]), named)


def _long(judge: Judge, node: Mapping, path: Path) -> _Mount | None:
    values: dict[str, str] = {}
    for name in ("type", "source", "target"):
        value = node.get(name)
        if value is None:
            continue
        if type(value) is not Scalar or type(value.value) is not str or UNKNOWN in value.text:
            return None
        values[name] = value.text
    source = values.get("source", "")
    if source and values.get("type") == "tmpfs":
        at = node.entries["source"][0].span
        judge.refuse(
            "conflicting-attributes", at, (*path, "source"), "exclusive", other="type: tmpfs"
        )
    source = posixpath.normpath(source) if source else ""
    named = bool(source) and values.get("type") == "volume"
    return _Mount(node, path, source, values.get("target"), named)


def _same_target(judge: Judge, found: list[_Mount]) -> None:
    seen: set[str | None] = set()
    for mount in found:
        if mount.target in seen:
            target = mount.target or ""
            judge.bad(mount.node, mount.path, "mount-twice", value=target)
        seen.add(mount.target)


def _defined(judge: Judge, found: list[_Mount]) -> None:
    """A volume by its name has to stand under `volumes` at the top."""
    volumes = judge.project.section("volumes")
    for mount in found:
        if mount.named and mount.source not in volumes:
            node, path = mount.node, mount.path
            if type(node) is Mapping:
                node, path = node.entries["source"][1], (*path, "source")
            variant = "" if volumes else "no-section"
            judge.refuse(
                "undefined-volume",
                node.span,
                path,
                variant,
                name=mount.source,
                known=list(volumes)[:8],
            )
