"""What is to be known of a service at a glance, as plain data."""

from __future__ import annotations

from typing import Any

from ..checks.names import replicas
from ..node import UNKNOWN, Mapping, Node, Scalar, Sequence
from ..project import Project
from ..readiness.health import health_of
from .masks import without_passwords

#: How a part that is not known before deployment is shown.
_OPEN = "…"


def show(text: str) -> str:
    """A text as people read it."""
    return text.replace(UNKNOWN, _OPEN)


def plain(node: Node | None) -> str:
    """The text of a scalar; "" for anything else and for nothing."""
    return show(node.text) if type(node) is Scalar and node.value is not None else ""


def is_true(node: Node | None) -> bool:
    return type(node) is Scalar and node.value is True


def texts(node: Node | None) -> list[str]:
    """The texts of a list, or the keys of a mapping."""
    if type(node) is Sequence:
        return [plain(item) for item in node.items if type(item) is Scalar]
    return [show(key) for key in node] if type(node) is Mapping else []


def text_of(service: Mapping, attribute: str, name: str) -> str:
    """The value of a label or variable in either form; "" for none."""
    node = service.get(attribute)
    if type(node) is Mapping:
        return plain(node.get(name))
    for item in texts(node):
        key, equals, value = item.partition("=")
        if key == name and equals:
            return value
    return ""


def service_facts(project: Project, service: Mapping) -> dict[str, Any]:
    """image, build, command, container_name, restart, replicas, user, platform, networks mode,
    health, working facts for people: only what is said."""
    facts: dict[str, Any] = {}
    for name in ("image", "container_name", "hostname", "restart", "user", "network_mode"):
        text = plain(service.get(name))
        if text:
            facts[name] = without_passwords(text)
    facts.update(_build(service))
    command = service.get("command")
    if type(command) is Scalar and command.value is not None:
        facts["command"] = without_passwords(plain(command))
    elif type(command) is Sequence and command.items:
        facts["command"] = without_passwords(" ".join(texts(command)))
    count = replicas(service)[0]
    if count != 1:
        facts["replicas"] = count
    if "provider" in service.entries:
        provider = service.get("provider")
        facts["provider"] = plain(provider.get("type")) if type(provider) is Mapping else ""
    for name in ("privileged", "read_only"):
        if is_true(service.get(name)):
            facts[name] = True
    parent = plain(service.get("cgroup_parent"))
    if parent:
        facts["cgroup_parent"] = parent
    facts["health"] = health_of(project, service).kind
    described = plain(service.get("x-description"))
    if described:
        facts["description"] = described
    for label in ("group", "hidden", "icon", "description"):
        value = text_of(service, "labels", f"composelint.{label}")
        if value:
            facts[label] = value
    return facts


def _build(service: Mapping) -> dict[str, Any]:
    """`build` as {context, dockerfile, target}, of what is said."""
    node = service.get("build")
    if type(node) is Scalar:
        return {"build": {"context": without_passwords(plain(node))}} if node.text else {}
    if type(node) is not Mapping:
        return {}
    said = {name: plain(node.get(name)) for name in ("context", "dockerfile", "target")}
    # A repository can be fetched with a password in its address.
    said["context"] = without_passwords(said["context"]) or "."
    return {"build": {name: text for name, text in said.items() if text}}
