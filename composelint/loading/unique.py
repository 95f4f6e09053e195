"""Lists in which a later entry replaces an earlier one of the same key.

Docker Compose does so before it looks at the schema, in every file and after every merge: two
mounts on one target, two values of one variable are no error to it, the last one wins in the place
of the first. Ports, which can be ranges, are told apart once they are spread (model.ports).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..node import UNKNOWN, Mapping, Node, Scalar, Sequence
from .paths import resolve

Key = Callable[[Node], "str | None"]


def enforce_unique(root: Mapping) -> None:
    """Drops what a later entry of a list replaces, in place, throughout a project."""
    for section in ("services", "jobs"):
        services = root.get(section)
        if type(services) is Mapping:
            for _, service in services.entries.values():
                if type(service) is Mapping:
                    enforce_unique_service(service)
    networks = root.get("networks")
    if type(networks) is Mapping:
        for _, network in networks.entries.values():
            if type(network) is Mapping:
                _lists(network, _NETWORK)


def enforce_unique_service(service: Mapping) -> None:
    """The same for one service or job."""
    for name, (_, value) in service.entries.items():
        if type(value) is Sequence:
            if len(value.items) > 1:
                key = _SERVICE.get(name)
                if key is not None:
                    _unique(value, key)
        elif type(value) is Mapping:
            if name == "build":
                _lists(value, _BUILD)
            elif name == "deploy":
                _lists(value, _NETWORK)
            elif name == "networks":
                for _, attachment in value.entries.values():
                    if type(attachment) is Mapping:
                        _lists(attachment, _ATTACHMENT)


def _lists(mapping: Mapping, keys: dict[str, Any]) -> None:
    for name, key in keys.items():
        value = mapping.get(name)
        if type(value) is Sequence and len(value.items) > 1:
            _unique(value, key)


def _unique(sequence: Sequence, key_of: Key) -> None:
    places: dict[str, int] = {}
    kept: list[Node] = []
    for item in sequence.items:
        key = key_of(item)
        if key is not None and UNKNOWN in key:
            key = None
        if key is not None and key in places:
            if sequence.replaced is None:
                sequence.replaced = []
            sequence.replaced.append((kept[places[key]], item))
            kept[places[key]] = item
        else:
            if key is not None:
                places[key] = len(kept)
            kept.append(item)
    if len(kept) < len(sequence.items):
        sequence.written = sequence.written or sequence.items
        sequence.items = kept


def _scalar_text(node: Node) -> str | None:
    return node.text if type(node) is Scalar and type(node.value) in (str, int) else None


def _key_value(node: Node) -> str | None:
    if type(node) is Scalar and type(node.value) is str:
        return node.text.partition("=")[0]
    return None


def _volume_target(node: Node) -> str | None:
    if type(node) is Mapping:
        target = node.get("target")
        return target.text if type(target) is Scalar else None
    if type(node) is Scalar and type(node.value) is str:
        from ..model.bad import BadValue
        from ..model.mounts import parse_short

        try:
            return parse_short(node.text).target
        except BadValue:
            return None
    return None


def _device_target(node: Node) -> str | None:
    if type(node) is Mapping:
        target = node.get("target")
        return target.text if type(target) is Scalar else None
    if type(node) is Scalar and type(node.value) is str:
        parts = node.text.split(":")
        return parts[0] if len(parts) == 1 else parts[1]
    return None


def _grant(default: str) -> Key:
    def key(node: Node) -> str | None:
        if type(node) is Mapping:
            target = node.get("target")
            if type(target) is Scalar:
                return target.text
            source = node.get("source")
            return f"{default}/{source.text}" if type(source) is Scalar else None
        return f"{default}/{node.text}" if type(node) is Scalar else None

    return key


def _env_file(node: Node) -> str | None:
    path = node.get("path") if type(node) is Mapping else node
    # The same name in the folder of an extended or included file is another file.
    return resolve(path.source.directory, path.text) if type(path) is Scalar else None


_NETWORK: dict[str, Key] = {"labels": _key_value}
_ATTACHMENT: dict[str, Key] = {"aliases": _key_value, "link_local_ips": _key_value}
_BUILD: dict[str, Key] = {
    "args": _key_value,
    "additional_contexts": _key_value,
    "labels": _key_value,
    "tags": _key_value,
}
_SERVICE: dict[str, Key] = {
    "annotations": _key_value,
    "cap_add": _key_value,
    "cap_drop": _key_value,
    "configs": _grant(""),
    "devices": _device_target,
    "dns": _key_value,
    "dns_opt": _key_value,
    "dns_search": _key_value,
    "env_file": _env_file,
    "environment": _key_value,
    "expose": _scalar_text,
    "labels": _key_value,
    "links": _key_value,
    "ports": _scalar_text,
    "profiles": _key_value,
    "secrets": _grant("/run/secrets"),
    "sysctls": _key_value,
    "tmpfs": _key_value,
    "volumes": _volume_target,
}
