"""Devices of the host (`/dev/a:/dev/b:rwm`, CDI names) and requests for devices (`gpus`)."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..node import UNKNOWN, Mapping, Node, Scalar, Sequence
from .bad import BadValue
from .casts import label_map, string, text_list
from .gonumbers import parse_int

ALL = -1


class Device(NamedTuple):
    """A device of the host in the container; None for a part that is not known."""

    source: str | None
    target: str | None
    permissions: str | None


def is_cdi(text: str) -> bool:
    """Whether a text is a CDI name, `vendor.com/class=device`, and so no path."""
    return not text.startswith("/") and "=" in text and "/" in text.partition("=")[0]


def parse_device(text: str) -> Device:
    """The short syntax; raises BadValue("too-many-parts") on a fourth part."""
    parts = text.split(":")
    if len(parts) > 3:
        begin = len(":".join(parts[:3]))
        raise BadValue("too-many-parts", begin, len(text), value=text)
    known = [None if UNKNOWN in part else part for part in parts]
    if UNKNOWN in text and len(parts) == 1:
        return Device(None, None, None)
    source = known[0]
    target = known[1] if len(parts) > 1 else source
    return Device(source, target, known[2] if len(parts) > 2 else "rwm")


def canonical_device(node: Node) -> dict[str, Any]:
    """The entry that `config` prints for `devices`; raises BadValue."""
    if isinstance(node, Mapping):
        shown = {}
        for key in ("source", "target", "permissions"):
            value = node.get(key)
            if isinstance(value, Scalar) and (text := string(value)):
                shown[key] = text
        return shown
    assert isinstance(node, Scalar)
    device = parse_device(node.text)
    source = device.source
    # Merging, Docker Compose takes an empty target for the source's.
    fields = {"source": source, "target": device.target or source}
    fields["permissions"] = device.permissions
    return {key: value for key, value in fields.items() if value}


def parse_count(node: Scalar) -> int | None:
    """How many devices are asked for: a number, or `all` (-1); None where not known.

    Raises BadValue("count"); a float is refused, whole or not.
    """
    if not node.known:
        return None
    value = node.value
    if type(value) is int:
        return value
    if isinstance(value, str) and value.lower() == "all":
        return ALL
    try:
        if isinstance(value, str):
            return parse_int(value)
    except BadValue as error:
        raise BadValue("count", 0, len(node.text), value=node.text) from error
    raise BadValue("count", 0, len(node.text), value=node.text)


def canonical_requests(node: Node) -> list[dict[str, Any]]:
    """What `config` prints for `gpus` and `reservations.devices`; raises BadValue.

    Without count and device_ids all devices are meant, and `gpus: all` is one such request.
    """
    if isinstance(node, Scalar):
        return [{"count": ALL}]
    if not isinstance(node, Sequence):
        return []
    return [_request(item) for item in node.items if isinstance(item, Mapping)]


def _request(node: Mapping) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for key in ("capabilities", "device_ids"):
        value = node.get(key)
        if value is not None and (texts := text_list(value)):
            shown[key] = texts
    driver = node.get("driver")
    if isinstance(driver, Scalar) and (name := string(driver)):
        shown["driver"] = name
    count = node.get("count")
    if isinstance(count, Scalar):
        number = parse_count(count)
        if number:
            shown["count"] = number
    elif "device_ids" not in node:
        shown["count"] = ALL
    options = node.get("options")
    if options is not None and (mapped := label_map(options)):
        shown["options"] = mapped
    return shown
