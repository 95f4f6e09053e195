"""Ports that are none: `ports` and `expose`."""

from __future__ import annotations

import re

from ..model.bad import BadValue
from ..model.gostring import go_string
from ..model.ports import HIGHEST, PROTOCOLS, parse_long, parse_short, published_range
from ..node import Mapping, Node, Path, Scalar, Sequence
from .judge import Judge, known_text
from .value_numbers import whole

#: The forms that nearly all take; the numbers are looked at apart.
_PLAIN = re.compile(r"(?:(?:127\.0\.0\.1:)?(\d{1,5}):)?(\d{1,5})(?:/(?:tcp|udp))?\Z", re.ASCII)


def ports(judge: Judge, node: Node, path: Path) -> None:
    """Refused is what 5.6.1 refuses; a job's long form it does not look into."""
    if type(node) is not Sequence:
        return
    for index, item in enumerate(node.items):
        if type(item) is Scalar:
            plain = _PLAIN.match(item.text)
            if plain is None or int(plain[1] or 0) > HIGHEST or not 0 < int(plain[2]) <= HIGHEST:
                _short(judge, item, (*path, index))
        elif type(item) is Mapping:
            _long(judge, item, (*path, index))


def _short(judge: Judge, node: Scalar, path: Path) -> None:
    value = node.value
    if type(value) is not str and type(value) is not int:
        whole(judge, node, path)
        return
    key = ("ports", node.text)
    if key in judge.good:
        return
    try:
        parse_short(node.text if type(value) is str else go_string(value))
    except BadValue as error:
        judge.bad(node, path, f"port-{_REASONS[error.reason]}", error, refused=True)
    else:
        judge.good.add(key)


_REASONS = {
    "no-port": "missing",
    "protocol": "protocol",
    "address": "address",
    "container-port": "container",
    "host-port": "host",
    "ranges": "ranges",
    "port-zero": "zero",
}


def _long(judge: Judge, node: Mapping, path: Path) -> None:
    try:
        port = parse_long(node)
    except BadValue as error:
        key = error.fields.get("key")
        at = node.get(key) if key else None
        if at is None or key is None or not _shaped(key, at):
            return
        variant = f"port-{'container' if error.reason == 'container-port' else error.reason}"
        refused = not (judge.job and key == "host_ip")
        judge.bad(at, (*path, key), variant, error, refused=refused)
        return
    target = node.get("target")
    if port.target is not None and target is not None and not 0 < port.target <= HIGHEST:
        judge.bad(target, (*path, "target"), "port-container")
    published = node.get("published")
    if published is not None and port.published and published_range(port.published) is None:
        judge.bad(published, (*path, "published"), "port-host")
    protocol = node.get("protocol")
    named = known_text(protocol)
    if protocol is not None and named is not None and named.lower() not in PROTOCOLS:
        judge.bad(protocol, (*path, "protocol"), "port-protocol", allowed=PROTOCOLS)


def _shaped(key: str, node: Node) -> bool:
    """Whether a value has passed the attribute table's walk, which reports the rest."""
    value = node.value if type(node) is Scalar else None
    if key == "host_ip":
        return type(value) is str
    if type(value) is float:
        return value.is_integer()
    return type(value) is int


def expose(judge: Judge, node: Node, path: Path) -> None:
    """Ports between containers: no host port belongs there. `config` takes any text, `up` not."""
    if type(node) is not Sequence:
        return
    for index, item in enumerate(node.items):
        if type(item) is not Scalar or not item.known:
            continue
        if type(item.value) is float:
            whole(judge, item, (*path, index))
        elif type(item.value) is str and published_range(item.text.partition("/")[0]) is None:
            variant = "expose-mapping" if ":" in item.text else "expose-port"
            judge.bad(item, (*path, index), variant)
