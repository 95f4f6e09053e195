"""The networks, secrets and configs that a stack has, by their keys in the file."""

from __future__ import annotations

from typing import Any, NamedTuple

from ...model.casts import label_map
from ...model.services import external_name
from ...node import Mapping, Node, Sequence
from ...project import Project
from .namespace import NAMESPACE, scoped
from .nodes import child, flag, path_of, text


class Thing(NamedTuple):
    """A network, secret or config: what the engine calls it, and what the CLI would send.

    `spec` is the body of POST /networks/create, /secrets/create or /configs/create without
    `Name` and `Data`. `file` is where the content lies ("" for none).
    """

    key: str
    name: str
    external: bool
    spec: dict[str, Any]
    file: str = ""


def named(stack: str, key: str, node: Node | None) -> tuple[str, bool]:
    """(what the engine calls it, whether it is external)."""
    external, old = external_name(node) if type(node) is Mapping else (False, "")
    name = old or text(child(node, "name"))
    if external:
        return name or key, True
    return text(child(node, "name")) or scoped(stack, key), False


def networks(project: Project, stack: str, used: list[str]) -> list[Thing]:
    """Those that services use."""
    return [_network(stack, key, child(project.root, "networks", key)) for key in used]


def _network(stack: str, key: str, node: Node | None) -> Thing:
    name, external = named(stack, key, node)
    if external:
        return Thing(key, name, True, {})
    spec: dict[str, Any] = {
        "Labels": _labels(stack, node),
        "Driver": text(child(node, "driver")) or "overlay",
        "Options": _pairs(child(node, "driver_opts")),
        "Internal": flag(child(node, "internal")),
        "Attachable": flag(child(node, "attachable")),
    }
    ipam = _ipam(child(node, "ipam"))
    if ipam:
        spec["IPAM"] = ipam
    return Thing(key, name, False, spec)


def _ipam(node: Node | None) -> dict[str, Any]:
    config = child(node, "config")
    items = config.items if type(config) is Sequence else []
    driver = text(child(node, "driver"))
    if not driver and not items:
        return {}
    return {
        "Driver": driver,
        "Config": [{"Subnet": text(child(item, "subnet"))} for item in items],
    }


def contents(project: Project, stack: str, section: str) -> list[Thing]:
    """The secrets or configs of the file, whether used or not: all are created."""
    found = []
    for key, (_, node) in project.section(section).items():
        name, external = named(stack, key, node)
        if external:
            found.append(Thing(key, name, True, {}))
        else:
            found.append(_content(project, stack, key, name, node))
    return found


def _content(project: Project, stack: str, key: str, name: str, node: Node) -> Thing:
    spec: dict[str, Any] = {"Labels": _labels(stack, node)}
    driver = text(child(node, "driver"))
    if driver:
        spec["Driver"] = {"Name": driver, "Options": _pairs(child(node, "driver_opts"))}
    template = text(child(node, "template_driver"))
    if template:
        spec["Templating"] = {"Name": template}
    file = "" if driver else path_of(project, text(child(node, "file")))
    return Thing(key, name, False, spec, file)


def _labels(stack: str, node: Node | None) -> dict[str, str]:
    return {**_pairs(child(node, "labels")), NAMESPACE: stack}


def _pairs(node: Node | None) -> dict[str, str]:
    return {} if node is None else label_map(node)
