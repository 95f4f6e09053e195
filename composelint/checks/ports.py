"""Two containers on one port of the host: CL301.

Docker Compose's config does not look at this; the engine refuses the second container. On the
engine an entry without an address takes the port on all IPv4 and all IPv6 addresses, `0.0.0.0`
only the former and `[::]` only the latter, and each clashes with a single address of its kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..finding import Problem, Related, Report
from ..model.ports import Port, host_range, read_ports
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..source import Span
from .names import replicas
from .profiles import condition, together

_WILDCARDS = {"0.0.0.0": "4", "::": "6"}


class Claim(NamedTuple):
    """Ports of the host, `low` to `high`, that one entry takes. `host` is "" for all addresses,
    "4" and "6" for all of one kind, else one address; `target` is the container's port of the
    lowest; `order` counts as the file is read."""

    low: int
    high: int
    host: str
    protocol: str
    profiles: frozenset[str] | None
    order: int
    service: str
    target: int | None
    key: Scalar
    node: Node
    path: Path


def conflicts(project: Project, report: Report) -> None:
    """Report each entry that takes a port which an earlier one has taken, once.

    Entries with unknown parts, ranges of which the engine picks a free port, services that use
    another's or the host's network and services of no containers are passed over.
    """
    by_protocol: dict[str, list[Claim]] = {}
    for claim in claims(project):
        by_protocol.setdefault(claim.protocol, []).append(claim)
    for protocol in by_protocol.values():
        for claim, first, profiles in _clashes(protocol):
            report(_problem(claim, first, profiles))


def claims(project: Project) -> Iterator[Claim]:
    """What the services of a project take of the host."""
    order = 0
    exact = project.exact
    for name, key, service in project.services():
        ports = service.get("ports")
        if type(ports) is not Sequence or not _publishes(service):
            continue
        if exact and not project.enabled(service):
            continue
        profiles = condition(project, service)
        for index, item in enumerate(ports.items):
            path: Path = ("services", name, "ports", index)
            for low, high, host, protocol, target in _taken(item):
                order += 1
                yield Claim(
                    low, high, host, protocol, profiles, order, name, target, key, item, path
                )


def _publishes(service: Mapping) -> bool:
    mode = service.get("network_mode")
    if type(mode) is Scalar and mode.text not in ("bridge", "default", ""):
        return False
    return "provider" not in service.entries and replicas(service)[0] != 0


def _taken(item: Node) -> Iterator[tuple[int, int, str, str, int | None]]:
    """(low, high, host, protocol, target) of an entry, neighbouring ports together."""
    low = high = 0
    target: int | None = None
    last: Port | None = None
    for port, _ in read_ports(Sequence(item.source, item.start, item.end, "", [item])):
        taken = host_range(port)
        if taken is None or taken.choice or taken.host_ip is None or taken.protocol is None:
            continue
        if last is not None and taken.low == high + 1:
            high = taken.high
            continue
        if last is not None and taken.high == low - 1:
            low, target = taken.low, port.target
            continue
        if last is not None:
            yield low, high, _host(last.host_ip or ""), last.protocol or "tcp", target
        low, high, target, last = taken.low, taken.high, port.target, port
    if last is not None:
        yield low, high, _host(last.host_ip or ""), last.protocol or "tcp", target


def _host(address: str) -> str:
    if ":" not in address:
        return _WILDCARDS.get(address, address)
    import ipaddress

    try:
        address = str(ipaddress.ip_address(address))
    except ValueError:
        return address
    return _WILDCARDS.get(address, address)


def _same_address(first: str, second: str) -> bool:
    if first == second or not first or not second:
        return True
    for one, other in ((first, second), (second, first)):
        if one in ("4", "6"):
            return other not in ("4", "6") and (one == "6") == (":" in other)
    return False


#: (the later claim, the earlier one, the profile that brings both)
_Clash = tuple[Claim, Claim, "tuple[str, ...] | None"]


def _clashes(found: list[Claim]) -> list[_Clash]:
    """One clash for each claim that has an earlier one in its way, in the order of the file."""
    clashes: dict[int, _Clash] = {}
    firsts: dict[tuple[object, ...], Claim] = {}
    for claim in found:
        first = firsts.setdefault(claim[:5], claim)
        if first is not claim and not _repeats(claim, first):
            clashes[claim.order] = (claim, first, _common(first, claim)[1])
    active: list[Claim] = []
    for claim in sorted(firsts.values(), key=lambda claim: claim.low):
        active = [other for other in active if other.high >= claim.low]
        for other in active:
            _meet(other, claim, clashes)
        active.append(claim)
    return [clashes[order] for order in sorted(clashes)]


def _repeats(one: Claim, other: Claim) -> bool:
    """Whether a service says but the same again, as 8080:80 in the short and the long form."""
    return (
        one.service == other.service
        and one.host == other.host
        and one.target is not None
        and other.target is not None
        and one.low - one.target == other.low - other.target
    )


def _meet(one: Claim, other: Claim, clashes: dict[int, _Clash]) -> None:
    if not _same_address(one.host, other.host) or _repeats(one, other):
        return
    clash, profiles = _common(one, other)
    if not clash:
        return
    first, later = (one, other) if one.order < other.order else (other, one)
    known = clashes.get(later.order)
    if known is None or first.order < known[1].order:
        clashes[later.order] = (later, first, profiles)


def _common(one: Claim, other: Claim) -> tuple[bool, tuple[str, ...] | None]:
    if one.service == other.service:
        return True, None if one.profiles is None else (min(one.profiles),)
    return together(one.profiles, other.profiles)


def _problem(claim: Claim, first: Claim, profiles: tuple[str, ...] | None) -> Problem:
    fields = {
        "port": _show(claim, first),
        "service": claim.service,
        "other": first.service,
        "profiles": profiles or (),
    }
    if claim.service == first.service:
        variant = "same"
    else:
        variant = "" if profiles is None else "profiles"
    span, before = _span(claim.node), _span(first.node)
    if span == before:
        # Both have the entry through an alias or a merge key.
        span = claim.key.span
    related = (Related(before, f"{first.service} takes it here"),)
    return Problem(
        "host-port-conflict",
        span,
        claim.path,
        variant,
        fields,
        related=related,
        profiles=profiles,
    )


def _show(claim: Claim, first: Claim) -> str:
    """What both take: 8080, 127.0.0.1:8080, 53/udp, 8000-8005."""
    low, high = max(claim.low, first.low), min(claim.high, first.high)
    port = str(low) if low == high else f"{low}-{high}"
    host = next((h for h in (claim.host, first.host) if h not in ("", "4", "6")), "")
    if host:
        port = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return port if claim.protocol == "tcp" else f"{port}/{claim.protocol}"


def _span(node: Node) -> Span:
    """An entry in the short form, or `published` of the long one."""
    published = node.get("published") if type(node) is Mapping else None
    return node.span if published is None else published.span
