"""How our readers are asked for what the tables of cases.py hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from composelint.model.bad import BadValue
from composelint.model.devices import canonical_device
from composelint.model.durations import canonical_duration
from composelint.model.gonumbers import float32, parse_float
from composelint.model.hosts import canonical_hosts, parse_host
from composelint.model.mounts import canonical_mount
from composelint.model.ports import parse_short
from composelint.model.shellwords import split_words
from composelint.model.sizes import canonical_size
from composelint.node import Scalar, Sequence
from composelint.source import Source

from .cases import Bad


def scalar(text: str) -> Scalar:
    """A text in double quotes that needs no escapes."""
    return Scalar(Source("compose.yaml", text), 0, len(text), "", text, text, False)


def _hosts(text: str) -> Any:
    parse_host(text)
    node = scalar(text)
    return canonical_hosts(Sequence(node.source, 0, node.end, "", [node]))


READERS: dict[str, Callable[[str], Any]] = {
    "PORTS": lambda text: [port.to_json() for port in parse_short(text)],
    "MOUNTS": lambda text: canonical_mount(scalar(text)),
    "DURATIONS": canonical_duration,
    "SIZES": canonical_size,
    "COMMANDS": split_words,
    "HOSTS": _hosts,
    "DEVICES": lambda text: canonical_device(scalar(text)),
    "PROCESSORS": lambda text: float32(parse_float(text)),
}


def outcome(table: str, text: str) -> Any:
    """What the reader of a table makes of a text: a value, or Bad."""
    try:
        return READERS[table](text)
    except BadValue as error:
        return Bad(error.reason, text[error.begin : error.end])
