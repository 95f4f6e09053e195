"""Relations of a service: depends_on, networks, models, build contexts, healthchecks."""

from __future__ import annotations

from typing import Any

from ..node import Mapping, Node, Scalar, Sequence
from .bad import BadValue
from .casts import boolean, string, text_list, whole_number
from .durations import canonical_duration

STARTED = "service_started"
HEALTH_KINDS = ("CMD", "CMD-SHELL", "NONE")


def canonical_dependencies(node: Node) -> dict[str, dict[str, Any]]:
    """`depends_on` as `config` prints it, a list as conditions on the start."""
    if isinstance(node, Mapping):
        return {name: _dependency(value) for name, value in node.items()}
    return {name: {"condition": STARTED, "required": True} for name in text_list(node)}


def _dependency(node: Node) -> dict[str, Any]:
    shown: dict[str, Any] = {"condition": STARTED, "required": True}
    if isinstance(node, Mapping):
        condition, restart, required = (
            node.get(key) for key in ("condition", "restart", "required")
        )
        if isinstance(condition, Scalar):
            shown["condition"] = string(condition)
        if isinstance(restart, Scalar) and boolean(restart):
            shown["restart"] = True
        if isinstance(required, Scalar):
            shown["required"] = boolean(required)
    return shown


def named_entries(node: Node) -> dict[str, Node | None]:
    """`networks`, `models`: names with their settings, None where a name stands alone."""
    if isinstance(node, Mapping):
        return {
            name: None if isinstance(value, Scalar) and value.value is None else value
            for name, value in node.items()
        }
    return dict.fromkeys(text_list(node))


def additional_contexts(node: Node) -> dict[str, str]:
    """`build.additional_contexts` as a mapping.

    Raises BadValue("no-value") for an entry of a list without `=`.
    """
    if isinstance(node, Mapping):
        return {key: string(value) for key, value in node.items() if isinstance(value, Scalar)}
    contexts = {}
    for text in text_list(node):
        name, equals, context = text.partition("=")
        if not equals:
            raise BadValue("no-value", 0, len(text), value=text)
        contexts[name] = context
    return contexts


def canonical_healthcheck(node: Mapping) -> dict[str, Any]:
    """`healthcheck` as `config` prints it; raises BadValue."""
    shown: dict[str, Any] = {}
    test = node.get("test")
    if isinstance(test, Scalar):
        shown["test"] = ["CMD-SHELL", string(test)]
    elif isinstance(test, Sequence) and test.items:
        shown["test"] = text_list(test)
    for key in ("timeout", "interval", "start_period", "start_interval"):
        value = node.get(key)
        if isinstance(value, Scalar):
            shown[key] = canonical_duration(string(value))
    retries = node.get("retries")
    if isinstance(retries, Scalar):
        shown["retries"] = whole_number(retries)
    disable = node.get("disable")
    if isinstance(disable, Scalar) and boolean(disable):
        shown["disable"] = True
    return shown


def ssh_keys(node: Node) -> dict[str, str]:
    """`build.ssh`: paths by name, "" for the agent; raises BadValue("no-name")."""
    if isinstance(node, Mapping):
        return {key: string(value) for key, value in node.items() if isinstance(value, Scalar)}
    keys = {}
    for text in text_list(node):
        name, _, path = text.partition("=")
        if not name:
            raise BadValue("no-name", 0, len(text), value=text)
        keys[name] = path
    return keys


def external_name(node: Mapping) -> tuple[bool, str]:
    """(whether a network, volume, secret or config is external, the name it says there).

    `external: {name: x}` is the old way to say `external: true` with `name: x`.
    """
    external = node.get("external")
    if isinstance(external, Mapping):
        name = external.get("name")
        return True, string(name) if isinstance(name, Scalar) else ""
    if isinstance(external, Scalar) and external.known:
        try:
            return boolean(external), ""
        except BadValue:
            return False, ""
    return False, ""
