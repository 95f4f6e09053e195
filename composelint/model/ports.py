"""Published ports: `8000`, `127.0.0.1:8000-8005:80/udp`, and their long form.

The grammar, its limits and the order of what `config` prints are those of Docker Compose 5.6.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..node import UNKNOWN, Mapping, Node, Scalar, Sequence
from .addresses import is_address
from .bad import BadValue
from .gonumbers import is_digits, parse_int
from .gostring import go_string

HIGHEST = 65535
PROTOCOLS = ("tcp", "udp", "sctp")


class Port(NamedTuple):
    """One published port in the canonical form.

    `published` is text ("" for none, "8000-8005" for a range to choose from), as are the rest;
    None stands for what is not known.
    """

    target: int | None
    published: str | None = ""
    host_ip: str | None = ""
    protocol: str | None = "tcp"
    mode: str | None = "ingress"
    name: str | None = ""
    app_protocol: str | None = ""

    def to_json(self) -> dict[str, Any]:
        """The entry that `config --format json` prints; empty values are left out."""
        entry = {
            "name": self.name,
            "mode": self.mode,
            "host_ip": self.host_ip,
            "target": self.target,
            "published": self.published,
            "protocol": self.protocol,
            "app_protocol": self.app_protocol,
        }
        return {key: value for key, value in entry.items() if value}


class HostRange(NamedTuple):
    """The ports of the host that an entry takes one of (`choice`) or all of.

    `host_ip` "" stands for every address, None for an unknown one.
    """

    host_ip: str | None
    protocol: str | None
    low: int
    high: int
    choice: bool


def parse_short(text: str) -> list[Port]:
    """The ports of the short syntax, a range as one port each, in `config`'s order.

    Parts with unknown text are None; an entry that is not known at all gives one such port.
    Raises BadValue: "no-port", "protocol", "address", "container-port", "host-port", "ranges"
    (field host, container) or "port-zero".
    """
    host, published, target, protocol = _split(text)
    _check_protocol(text, protocol)
    _check_address(text, host)
    inside = _range(text, target, "container-port")
    outside = _range(text, published, "host-port")
    ip = None if UNKNOWN in text[slice(*host)] else _unbracket(text[slice(*host)])
    kind = _protocol(text, protocol)
    outside_text = text[slice(*published)]
    if UNKNOWN in outside_text or published[0] < 0:
        # The variable may bring an address along: "${BIND}:80".
        ip = ip or None
    if inside is None and target[0] == 0:
        # "${PORTS}" may bring everything.
        return [Port(None, None, None, kind)]
    if inside is None:
        shown = None if outside is None and outside_text else _join(outside)
        return [Port(None, shown, ip, kind)]
    if outside is not None and inside[0] != inside[1] and _gap(inside) != _gap(outside):
        raise BadValue(
            "ranges",
            published[0],
            target[1],
            host=outside_text,
            container=text[slice(*target)],
            value=text,
        )
    return _expand(text, target, inside, outside, outside_text, ip, kind)


def _expand(
    text: str,
    target: tuple[int, int],
    inside: tuple[int, int],
    outside: tuple[int, int] | None,
    outside_text: str,
    ip: str | None,
    protocol: str | None,
) -> list[Port]:
    low, high = inside
    if low == 0:
        raise BadValue("port-zero", *target, value=text)
    if low == high:
        published = None if outside is None and outside_text else _join(outside)
        return [Port(low, published, ip, protocol)]
    ports = []
    for offset in range(high - low + 1):
        if outside is not None:
            published = str(outside[0] + offset)
        else:
            published = None if outside_text else ""
        ports.append(Port(low + offset, published, ip, protocol))
    # Docker Compose sorts by the text "80/tcp", so that 100 stands before 98.
    ports.sort(key=lambda port: f"{port.target}/{port.protocol}")
    return ports


def _split(text: str) -> tuple[tuple[int, int], ...]:
    """Where host address, host port, container port and protocol stand; (-1, -1): absent."""
    cut = text.rfind(":")
    begin = cut + 1
    slash = text.find("/", begin)
    if slash < 0:
        target, protocol = (begin, len(text)), (-1, -1)
    else:
        target, protocol = (begin, slash), (slash + 1, len(text))
    if target[0] == target[1]:
        raise BadValue("no-port", 0, len(text), value=text)
    published = host = (0, 0)
    if cut >= 0:
        second = text.rfind(":", 0, cut)
        published = (second + 1, cut)
        if second >= 0:
            host = (0, second)
    return host, published, target, protocol


def _check_protocol(text: str, at: tuple[int, int]) -> None:
    protocol = text[slice(*at)]
    if protocol and UNKNOWN not in protocol and protocol.lower() not in PROTOCOLS:
        raise BadValue("protocol", *at, value=protocol, allowed=PROTOCOLS)


def _protocol(text: str, at: tuple[int, int]) -> str | None:
    protocol = text[slice(*at)] if at[0] >= 0 else ""
    if UNKNOWN in protocol or (at[0] < 0 and text.endswith(UNKNOWN)):
        # "80:${PORT}" may end in /udp.
        return None
    return protocol.lower() or "tcp"


def _check_address(text: str, at: tuple[int, int]) -> None:
    written = text[slice(*at)]
    if not written or UNKNOWN in written:
        return
    address = _unbracket(written)
    if address is None or (address and not is_address(address)):
        raise BadValue("address", *at, value=written)


def _unbracket(address: str) -> str | None:
    if not address.startswith("["):
        return address
    if not address.endswith("]") or "[" in address[1:] or "]" in address[:-1]:
        return None
    return address[1:-1]


def _range(text: str, at: tuple[int, int], reason: str) -> tuple[int, int] | None:
    written = text[slice(*at)]
    if not written or UNKNOWN in written:
        return None
    first, dash, second = written.partition("-")
    low = _number(first)
    high = _number(second) if dash else low
    if low is None or high is None or low > high:
        raise BadValue(reason, *at, value=written)
    return low, high


def _number(text: str) -> int | None:
    digits = text[1:] if text.startswith("+") else text
    if not is_digits(digits):
        return None
    value = int(digits)
    return value if value <= HIGHEST else None


def _gap(pair: tuple[int, int]) -> int:
    return pair[1] - pair[0]


def _join(pair: tuple[int, int] | None) -> str:
    if pair is None:
        return ""
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}-{pair[1]}"


def parse_long(node: Mapping) -> Port:
    """The port of the long syntax; `published` stays as written.

    Raises BadValue (its offsets bound the text of the value under field `key`, which is
    "" for the mapping itself): "no-target", "container-port", "address", "published".
    """
    target = node.get("target")
    if target is None:
        raise BadValue("no-target", 0, 0, key="")
    host_ip = _text(node, "host_ip", "")
    if host_ip is not None and "host_ip" in node and not is_address(host_ip):
        raise BadValue("address", 0, len(host_ip), key="host_ip", value=host_ip)
    return Port(
        _target(target),
        _published(node.get("published")),
        host_ip,
        _text(node, "protocol", "tcp"),
        _text(node, "mode", "ingress"),
        _text(node, "name", ""),
        _text(node, "app_protocol", ""),
    )


def _target(node: Node) -> int | None:
    if not isinstance(node, Scalar):
        raise BadValue("container-port", 0, 0, key="target", value="")
    if not node.known:
        return None
    value = node.value
    try:
        number = parse_int(value) if isinstance(value, str) else value
    except BadValue:
        number = None
    if type(number) is float and number.is_integer():
        number = int(number)
    if type(number) is not int or number < 0:
        raise BadValue("container-port", 0, len(node.text), key="target", value=node.text)
    # Docker Compose keeps 32 bits of it and checks nothing more.
    return number % 2**32


def _published(node: Node | None) -> str | None:
    if node is None:
        return ""
    if not isinstance(node, Scalar) or isinstance(node.value, float | bool) or node.value is None:
        text = node.text if isinstance(node, Scalar) else ""
        raise BadValue("published", 0, len(text), key="published", value=text)
    return go_string(node.value) if node.known else None


def _text(node: Mapping, key: str, default: str) -> str | None:
    value = node.get(key)
    if not isinstance(value, Scalar):
        return default
    return go_string(value.value) if value.known else None


def read_port(node: Node) -> list[Port]:
    """The ports of one entry: text, number or mapping; raises BadValue."""
    if isinstance(node, Mapping):
        return [parse_long(node)]
    if isinstance(node, Scalar) and not isinstance(node.value, float | bool):
        return parse_short(node.text if isinstance(node.value, str) else go_string(node.value))
    raise BadValue("kind", 0, 0, value="")


def read_ports(node: Node) -> Iterator[tuple[Port, Node]]:
    """Every port of a `ports` list with the entry it came from; entries that are none are
    passed over."""
    if not isinstance(node, Sequence):
        return
    for item in node.items:
        try:
            ports = read_port(item)
        except BadValue:
            continue
        for port in ports:
            yield port, item


def canonical_ports(node: Sequence) -> list[dict[str, Any]]:
    """The list that `config --format json` prints for `ports`; raises BadValue."""
    return [port.to_json() for item in node.items for port in read_port(item)]


def host_range(port: Port) -> HostRange | None:
    """The host's ports that an entry takes; None where it names none, 0 (any) or no known one."""
    pair = published_range(port.published or "")
    if pair is None or not pair[0]:
        return None
    return HostRange(port.host_ip, port.protocol, *pair, pair[1] > pair[0])


def published_range(text: str) -> tuple[int, int] | None:
    """The first and the last of the ports of a text such as 8000-8005; None where it is none."""
    first, dash, second = text.partition("-")
    if not is_digits(first) or (dash and not is_digits(second)):
        return None
    low, high = int(first), int(second or first)
    return (low, high) if low <= high <= HIGHEST else None
