"""Ports of the host: CL301 and CL302, for the containers that this `up` starts.

All that is made anew has made room before anything is started, and orphans that are removed too;
what stays keeps its ports, and a container that is stopped has none (seen with Docker Compose
5.6.1). Of a range before a single port the engine takes one that is free.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ...checks.ports import same_address, wildcard
from ...finding import Problem, Report
from ...model.ports import published_range
from ..labels import name_of
from .outlook import Outlook, owner, runs


class _Claim(NamedTuple):
    """Ports that an entry of a service wants. `host` is as wildcard() gives it."""

    low: int
    high: int
    host: str
    protocol: str
    service: str
    entry: int

    @property
    def choice(self) -> bool:
        return self.high > self.low


class _Holder(NamedTuple):
    """Who has a port: a container that stays, another program ("" for the container) or, with
    its claim, one that is started as well."""

    port: int
    host: str
    protocol: str
    container: str = ""
    owner: str = ""
    service: str = ""
    claim: _Claim | None = None


def taken(outlook: Outlook, report: Report) -> None:
    """Report each entry of which a port cannot be had, once."""
    held: dict[tuple[int, str], list[_Holder]] = {}
    for holder in [*_containers(outlook), *_programs(outlook)]:
        held.setdefault((holder.port, holder.protocol), []).append(holder)
    wanted = [
        claim
        for move in outlook.started
        for claim in _claims(str(move.service), outlook.desired.services.get(str(move.service)))
    ]
    told: set[tuple[str, int]] = set()
    # What has no choice first: who comes first is a matter of chance.
    for claim in sorted(wanted, key=lambda claim: claim.choice):
        problem = _choose(outlook, claim, held) if claim.choice else _take(outlook, claim, held)
        if problem is not None and (claim.service, claim.entry) not in told:
            told.add((claim.service, claim.entry))
            report(problem)


_Held = dict[tuple[int, str], list[_Holder]]


def _take(outlook: Outlook, claim: _Claim, held: _Held) -> Problem | None:
    holder = _in_the_way(claim, claim.low, held)
    if holder is not None:
        return _problem(outlook, claim, holder)
    _hold(claim, claim.low, held)
    return None


def _choose(outlook: Outlook, claim: _Claim, held: _Held) -> Problem | None:
    others = []
    for port in range(claim.low, claim.high + 1):
        holder = _in_the_way(claim, port, held)
        if holder is None:
            _hold(claim, port, held)
            return None
        others.append(_shown(holder))
    shown = f"{claim.low}-{claim.high}"
    count = outlook.desired.scale(claim.service)
    if set(others) == {claim.service}:
        fields = {"service": claim.service, "count": count, "port": shown}
        fields["size"] = claim.high - claim.low + 1
        return outlook.problem(_SEVERAL, "range", _path(claim), **fields)
    fields = {"service": claim.service, "port": shown, "others": list(dict.fromkeys(others))}
    return outlook.problem(_CONFLICT, "none-left", _path(claim), **fields)


_CONFLICT, _SEVERAL = "host-port-conflict", "port-conflicts-with-replicas"


def _hold(claim: _Claim, port: int, held: _Held) -> None:
    holder = _Holder(port, claim.host, claim.protocol, claim=claim)
    held.setdefault((port, claim.protocol), []).append(holder)


def _in_the_way(claim: _Claim, port: int, held: _Held) -> _Holder | None:
    found = held.get((port, claim.protocol), ())
    return next((one for one in found if same_address(claim.host, one.host)), None)


def _shown(holder: _Holder) -> str:
    if holder.claim is not None:
        return holder.claim.service
    return f"the container {holder.container}" if holder.container else "another program"


def _problem(outlook: Outlook, claim: _Claim, holder: _Holder) -> Problem:
    host = next((h for h in (claim.host, holder.host) if h not in ("", "4", "6")), "")
    port = f"{claim.low}" if not host else f"[{host}]:{claim.low}" if ":" in host else ""
    port = port or f"{host}:{claim.low}"
    port += "" if claim.protocol == "tcp" else f"/{claim.protocol}"
    fields: dict[str, Any] = {"port": port, "service": claim.service}
    other = holder.claim
    if other is None:
        if holder.service == claim.service:
            return _several(outlook, claim, port)
        if not holder.container:
            return outlook.problem(_CONFLICT, "listening", _path(claim), **fields)
        fields |= {"container": holder.container, "owner": holder.owner}
        return outlook.problem(_CONFLICT, "taken", _path(claim), **fields)
    if other.service != claim.service:
        return outlook.problem(_CONFLICT, "", _path(claim), **fields, other=other.service)
    if other.entry != claim.entry:
        return outlook.problem(_CONFLICT, "same", _path(claim), **fields)
    return _several(outlook, claim, port)


def _several(outlook: Outlook, claim: _Claim, port: str) -> Problem:
    count = outlook.desired.scale(claim.service)
    fields = {"service": claim.service, "port": port, "count": count, "size": 1}
    return outlook.problem(_SEVERAL, "", _path(claim), **fields)


def _path(claim: _Claim) -> tuple[str | int, ...]:
    return ("services", claim.service, "ports", claim.entry, "published")


def _claims(name: str, service: dict[str, Any] | None) -> list[_Claim]:
    """What one container of a service wants."""
    if service is None or service.get("network_mode") not in (None, "", "bridge", "default"):
        return []
    found = []
    for index, port in enumerate(service.get("ports", ())):
        pair = published_range(str(port.get("published", "")))
        if pair is not None and pair[0]:
            host, protocol = wildcard(port.get("host_ip", "")), port.get("protocol", "tcp")
            found.append(_Claim(*pair, host, protocol, name, index))
    return found


def _containers(outlook: Outlook) -> list[_Holder]:
    """The ports of the containers that run and stay; those that are restarted take their own
    again."""
    again = {move.id for move in outlook.started if move.id}
    own = {one.get("Id"): name for name in outlook.desired.services for one in outlook.mine(name)}
    found = []
    for one in outlook.containers:
        id_ = one.get("Id")
        if not runs(one) or id_ in outlook.gone | again:
            continue
        whose = (name_of(one), owner(one), own.get(id_, ""))
        for port in one.get("Ports") or ():
            if port.get("PublicPort"):
                host, protocol = wildcard(str(port.get("IP", ""))), str(port.get("Type", "tcp"))
                found.append(_Holder(port["PublicPort"], host, protocol, *whose))
    return found


def _programs(outlook: Outlook) -> list[_Holder]:
    """The ports of other programs, but for the engine's own, which stand for containers."""
    if outlook.elsewhere:
        return []
    engines = {(taken.port, taken.protocol) for taken in outlook.state.taken_ports()}
    return [
        _Holder(port, wildcard(str(one.get("address", ""))), protocol)
        for one in outlook.state.listening or ()
        for port, protocol in [(one.get("port", 0), str(one.get("protocol", "tcp")))]
        if (port, protocol) not in engines
    ]
