"""What is published on the host, and from where it can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.ports import Port, published_range, read_ports
from ..node import Node
from ..reach.networks import HOST, Place
from ..reach.ports import only_internal, published
from . import markdown as md
from .subject import Subject, written

_HEAD = ("On the host", "Leads to", "Reachable from")
_EVERYWHERE = ("", "0.0.0.0", "::")

_ON_THE_HOST = "is on the host's own network: whatever it listens on is open there."
_INTERNAL = "publishes nothing, whatever its `ports` say: all its networks are internal."


class Entry(NamedTuple):
    """A port of a service that is published, and the item that says so."""

    place: Place
    port: Port
    node: Node


def entries(subject: Subject, place: Place) -> Iterator[Entry]:
    """What comes to be published, in the order of the file."""
    if published(subject.topology, place):
        for port, node in read_ports(place.service.get("ports") or place.key):
            yield Entry(place, port, node)


def section(subject: Subject) -> list[str]:
    found = [
        entry for place in subject.topology.places.values() for entry in entries(subject, place)
    ]
    found.sort(key=lambda entry: _order(entry.port))
    rows = [_row(subject, entry) for entry in found]
    notes = list(_notes(subject))
    if not rows and not notes:
        return ["No port is published on the host."] if subject.runners else []
    return [*([md.table(_HEAD, rows)] if rows else []), *([md.bullets(notes)] if notes else [])]


def _order(port: Port) -> tuple[int, int]:
    pair = published_range(port.published or "")
    return (1, 0) if pair is None else (0, pair[0])


def _row(subject: Subject, entry: Entry) -> tuple[str, ...]:
    port = entry.port
    target = _number(port.target, entry.node)
    service = subject.linked(entry.place.name, entry.node.span)
    profiles = subject.project.profiles_of(entry.place.service)
    only = f" (with the profile {' or '.join(map(md.code, profiles))})" if profiles else ""
    shown = f"{service}, port {md.code(target)}{_protocol(port)}{only}"
    return _host(port, entry.node), shown, _reachable(port)


def _host(port: Port, node: Node) -> str:
    if port.published == "":
        return "a free port that Docker chooses"
    number = _number(port.published, node)
    if port.host_ip in _EVERYWHERE or port.host_ip is None:
        return md.code(number)
    ip = port.host_ip
    return md.code(f"[{ip}]:{number}" if ":" in ip else f"{ip}:{number}")


def _number(number: int | str | None, node: Node) -> str:
    """A port, or as the file has it where it is not known."""
    return str(number) if number is not None else written(node) or md.OPEN


def _protocol(port: Port) -> str:
    return "" if port.protocol in ("tcp", None) else f" ({port.protocol})"


def _reachable(port: Port) -> str:
    ip = port.host_ip
    if ip is None:
        return "as the variable says"
    if ip in _EVERYWHERE:
        return "other machines"
    if ip.startswith("127.") or ip in ("::1", "localhost"):
        return "this machine only"
    return f"whoever reaches {md.code(ip)}"


def _notes(subject: Subject) -> Iterator[str]:
    """Of what listens on the host without `ports`, and of ports that come to nothing."""
    for place in subject.topology.places.values():
        if place.mode == HOST:
            yield f"{subject.service(place.name)} {_ON_THE_HOST}"
        elif place.service.get("ports") is not None and only_internal(subject.topology, place):
            yield f"{subject.service(place.name)} {_INTERNAL}"


def shown_ports(subject: Subject, place: Place, most: int) -> str:
    """What a service publishes, for a cell: 8080 → 80."""
    shown = []
    for entry in entries(subject, place):
        port = entry.port
        target = port.target if port.target is not None else md.OPEN
        number = md.OPEN if port.published is None else port.published
        arrow = f"{number} → {target}" if number else f"any → {target}"
        protocol = "" if port.protocol in ("tcp", None) else f"/{port.protocol}"
        host = port.host_ip
        address = f"{host}:" if host and host not in _EVERYWHERE else ""
        shown.append(f"{address}{arrow}{protocol}")
    return md.codes(dict.fromkeys(shown), most)
