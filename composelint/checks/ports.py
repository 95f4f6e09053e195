"""Two containers on one port of the host: CL301.

Docker Compose's config does not look at this; the engine refuses the second container. On the
engine an entry without an address takes the port on all IPv4 and all IPv6 addresses, `0.0.0.0`
only the former and `[::]` only the latter, and each clashes with a single address of its kind;
`::ffff:127.0.0.1` is `127.0.0.1` (all seen with Docker Engine 20.10, docs/ports-and-addresses.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..finding import WARNING, Problem, Related, Report
from ..model.ports import Port, host_range, read_ports
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..source import Span
from ..target import SWARM
from .names import replicas
from .profiles import condition, together

#: So many pairs without a common profile are looked at for a need of each other.
_MOST_PAIRS = 500
#: With more clashes than these the file may be one of alternatives.
_FEW = 7

_WILDCARDS = {"0.0.0.0": "4", "::": "6"}


class Claim(NamedTuple):
    """Ports of the host, `low` to `high`, that one entry takes. `host` is "" for all addresses,
    "4" and "6" for all of one kind, else one address; `target` is the container's port of the
    lowest; `order` counts as the file is read. `choice`: the engine picks one of the ports."""

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
    choice: bool


def conflicts(project: Project, report: Report) -> None:
    """Report each entry that takes a port which an earlier one has taken, once.

    Entries with unknown parts, services that use another's or the host's network and services of
    no containers are passed over.
    """
    by_protocol: dict[str, list[Claim]] = {}
    choices = False
    problems: list[Problem] = []
    for claim in claims(project):
        by_protocol.setdefault(claim.protocol, []).append(claim)
        choices = choices or claim.choice
    for protocol in by_protocol.values():
        fixed = [claim for claim in protocol if not claim.choice] if choices else protocol
        problems += [_problem(*clash) for clash in _Clashes(project).among(fixed)]
        if choices and len(protocol) > len(fixed):
            from .port_choices import exhausted

            exhausted(protocol, report)
    if len(problems) > _FEW and not project.exact:
        from .port_menu import without_menus

        problems = without_menus(problems)
    for problem in problems:
        report(problem)
    if project.state is not None:
        from .port_state import taken

        taken(project, by_protocol, report)


def claims(project: Project) -> Iterator[Claim]:
    """What the services of a project take of the host."""
    order = 0
    exact = project.exact
    swarm = project.target.kind == SWARM
    for name, key, service in project.services():
        ports = service.get("ports")
        if type(ports) is not Sequence or not publishes(service):
            continue
        if exact and not project.enabled(service):
            continue
        profiles = condition(project, service)
        for index, item in enumerate(ports.items):
            path: Path = ("services", name, "ports", index)
            for low, high, host, protocol, target, choice in _taken(item, swarm):
                order += 1
                yield Claim(
                    *(low, high, host, protocol, profiles, order, name, target, key, item, path),
                    choice,
                )


def publishes(service: Mapping) -> bool:
    """Whether a service has a network of its own in which ports can be published, and containers
    to do it."""
    mode = service.get("network_mode")
    if type(mode) is Scalar and mode.text not in ("bridge", "default", ""):
        return False
    return "provider" not in service.entries and replicas(service)[0] != 0


def _taken(item: Node, swarm: bool) -> Iterator[tuple[int, int, str, str, int | None, bool]]:
    """(low, high, host, protocol, target, choice) of an entry, neighbouring ports together.

    In a swarm, ports in the mode `host` are each node's own, and a range is none to choose from.
    """
    low = high = 0
    target: int | None = None
    last: Port | None = None
    for port, _ in read_ports(Sequence(item.source, item.start, item.end, "", [item])):
        taken = host_range(port)
        if taken is None or taken.host_ip is None or taken.protocol is None:
            continue
        if swarm and (taken.choice or port.mode != "ingress"):
            continue
        if taken.choice:
            host = wildcard(taken.host_ip)
            yield taken.low, taken.high, host, taken.protocol, port.target, True
            continue
        if last is not None and taken.low == high + 1:
            high = taken.high
            continue
        if last is not None and taken.high == low - 1:
            low, target = taken.low, port.target
            continue
        if last is not None:
            yield low, high, wildcard(last.host_ip or ""), last.protocol or "tcp", target, False
        low, high, target, last = taken.low, taken.high, port.target, port
    if last is not None:
        yield low, high, wildcard(last.host_ip or ""), last.protocol or "tcp", target, False


def wildcard(address: str) -> str:
    """An address as Claim.host has it: in its canonical form, "4" and "6" for all of a kind."""
    if ":" in address:
        import ipaddress

        try:
            parsed = ipaddress.IPv6Address(address)
        except ValueError:
            return address
        address = str(parsed.ipv4_mapped or parsed)
    return _WILDCARDS.get(address, address)


def same_address(first: str, second: str) -> bool:
    """Whether one port cannot be taken on both of two addresses (as Claim.host has them)."""
    if first == second or not first or not second:
        return True
    for one, other in ((first, second), (second, first)):
        if one in ("4", "6"):
            return other not in ("4", "6") and (one == "6") == (":" in other)
    return False


class _Clash(NamedTuple):
    """`profiles` are those that it takes to run both; `chance`: they are hardly meant to be
    chosen together."""

    later: Claim
    first: Claim
    profiles: tuple[str, ...] | None
    chance: bool = False


class _Clashes:
    """Who runs with whom is a matter of the project's profiles."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.alternatives = project.option("host-port-conflict", "alternatives", False) is True
        self.found: dict[int, _Clash] = {}
        self.pairs = 0

    def among(self, claims: list[Claim]) -> list[_Clash]:
        """One clash for each claim that has an earlier one in its way, in the order of the
        file."""
        firsts: dict[tuple[object, ...], Claim] = {}
        for claim in claims:
            # low, high, host, protocol and profiles
            first = firsts.setdefault(claim[:5], claim)
            if first is not claim:
                self._meet(first, claim)
        active: list[Claim] = []
        for claim in sorted(firsts.values(), key=lambda claim: claim.low):
            active = [other for other in active if other.high >= claim.low]
            for other in active:
                self._meet(other, claim)
            active.append(claim)
        return [self.found[order] for order in sorted(self.found)]

    def _meet(self, one: Claim, other: Claim) -> None:
        if not same_address(one.host, other.host) or _repeats(one, other):
            return
        first, later = (one, other) if one.order < other.order else (other, one)
        clash = self._clash(first, later)
        if clash is None:
            return
        known = self.found.get(later.order)
        rank = (clash.chance, first.order)
        if known is None or rank < (known.chance, known.first.order):
            self.found[later.order] = clash

    def _clash(self, first: Claim, later: Claim) -> _Clash | None:
        profiles: tuple[str, ...] | None
        if first.service == later.service:
            profiles = None if later.profiles is None else (min(later.profiles),)
            return _Clash(later, first, profiles)
        clash, profiles = together(first.profiles, later.profiles)
        if clash:
            return _Clash(later, first, profiles)
        from .chosen_together import both, needed_together

        self.pairs += 1
        if self.pairs <= _MOST_PAIRS:
            profiles = needed_together(self.project, first.service, later.service)
            if profiles is not None:
                return _Clash(later, first, profiles)
        if not self.alternatives:
            return None
        return _Clash(later, first, both(first.profiles, later.profiles), True)


def _repeats(one: Claim, other: Claim) -> bool:
    """Whether a service says but the same again, as 8080:80 in the short and the long form."""
    return (
        one.service == other.service
        and one.host == other.host
        and one.target is not None
        and other.target is not None
        and one.low - one.target == other.low - other.target
    )


def _problem(claim: Claim, first: Claim, profiles: tuple[str, ...] | None, chance: bool) -> Problem:
    fields = {
        "port": shown(claim, first),
        "service": claim.service,
        "other": first.service,
        "profiles": profiles or (),
    }
    if claim.service == first.service:
        variant = "same"
    else:
        variant = "" if profiles is None else "alternatives" if chance else "profiles"
    span, before = place(claim.node), place(first.node)
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
        severity=WARNING if chance else "",
        profiles=profiles,
    )


def shown(claim: Claim, first: Claim) -> str:
    """What both take: 8080, 127.0.0.1:8080, 53/udp, 8000-8005."""
    low, high = max(claim.low, first.low), min(claim.high, first.high)
    port = str(low) if low == high else f"{low}-{high}"
    host = next((h for h in (claim.host, first.host) if h not in ("", "4", "6")), "")
    if host:
        port = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return port if claim.protocol == "tcp" else f"{port}/{claim.protocol}"


def place(node: Node) -> Span:
    """An entry in the short form, or `published` of the long one."""
    published = node.get("published") if type(node) is Mapping else None
    return node.span if published is None else published.span
