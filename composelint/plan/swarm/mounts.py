"""The mounts of a service of a stack as the CLI sends them (seen with the Docker CLI 28.2.2)."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from ...model.casts import label_map
from ...model.mounts import PROPAGATIONS, is_host_path
from ...node import Mapping, Node, Sequence
from ...project import Project
from .namespace import NAMESPACE
from .nodes import child, clean, flag, size, text
from .sections import named

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")


def mounts(project: Project, stack: str, node: Node | None) -> list[dict[str, Any]]:
    """The list `Mounts` of a ContainerSpec."""
    items = node.items if type(node) is Sequence else []
    return [_mount(project, stack, _written(item)) for item in items]


def _written(node: Node) -> dict[str, Any]:
    """The long form of an entry."""
    if type(node) is not Mapping:
        return _short(text(node))
    long: dict[str, Any] = {key: text(child(node, key)) for key in _PLAIN}
    long["read_only"] = flag(child(node, "read_only"))
    long["propagation"] = text(child(node, "bind", "propagation"))
    long["nocopy"] = flag(child(node, "volume", "nocopy"))
    long["subpath"] = text(child(node, "volume", "subpath"))
    long["size"] = size(child(node, "tmpfs", "size"))
    long["sections"] = {key for key in ("bind", "tmpfs") if child(node, key) is not None}
    return long


_PLAIN = ("type", "source", "target", "consistency")


def _short(written: str) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "volume", "source": "", "sections": set()}
    parts = _parts(written)
    if len(parts) == 1 or len(written.encode()) <= 2:
        return {**found, "target": written}
    found["source"], found["target"] = parts[0], parts[1]
    for option in parts[2].split(",") if len(parts) > 2 else ():
        if option in ("ro", "rw"):
            found["read_only"] = option == "ro"
        elif option == "nocopy":
            found["nocopy"] = True
        elif option in PROPAGATIONS:
            found["propagation"] = option
            found["sections"].add("bind")
    if is_host_path(parts[0]):
        found["type"] = "bind"
    return found


def _parts(written: str) -> list[str]:
    """What colons part; a letter alone before a colon is a drive, and the colon part of it."""
    parts = [""]
    for character in written:
        if character == ":" and not (len(parts[-1]) == 1 and parts[-1].isalpha()):
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _mount(project: Project, stack: str, entry: dict[str, Any]) -> dict[str, Any]:
    kind = entry.get("type", "")
    source = entry.get("source", "")
    mount: dict[str, Any] = {
        "Type": kind,
        "Source": source,
        "Target": entry.get("target", ""),
        "ReadOnly": entry.get("read_only", False),
        "Consistency": entry.get("consistency", ""),
    }
    if kind == "bind":
        mount["Source"] = _on_host(project, source)
    if kind in ("bind", "npipe") and "bind" in entry["sections"]:
        mount["BindOptions"] = clean({"Propagation": entry.get("propagation")})
    elif kind == "tmpfs" and "tmpfs" in entry["sections"]:
        mount["TmpfsOptions"] = clean({"SizeBytes": entry.get("size", 0)})
    elif kind in ("", "volume") and source:
        mount["VolumeOptions"] = _volume(project, stack, entry, mount)
    elif kind == "cluster":
        mount["ClusterOptions"] = {}
        if not source.startswith("group:"):
            mount["Source"] = named(stack, source, child(project.root, "volumes", source))[0]
    return clean(mount)


def _volume(
    project: Project, stack: str, entry: dict[str, Any], mount: dict[str, Any]
) -> dict[str, Any]:
    """The options of a named volume, which a node makes when a task needs it."""
    key = entry["source"]
    node = child(project.root, "volumes", key)
    mount["Source"], external = named(stack, key, node)
    options = clean({"NoCopy": entry.get("nocopy"), "Subpath": entry.get("subpath")})
    if external:
        return options
    labels = child(node, "labels")
    options["Labels"] = {**(label_map(labels) if labels is not None else {}), NAMESPACE: stack}
    driver, driver_options = text(child(node, "driver")), child(node, "driver_opts")
    if driver or type(driver_options) is Mapping:
        own = label_map(driver_options) if type(driver_options) is Mapping else {}
        options["DriverConfig"] = clean({"Name": driver, "Options": own or None})
    return options


def _on_host(project: Project, source: str) -> str:
    home = project.environment.get("HOME")
    if source.startswith("~") and home is not None:
        source = source.replace("~", home, 1)
    if source.startswith("/") or _WINDOWS.match(source):
        return source
    return posixpath.normpath(posixpath.join(project.directory, source))
