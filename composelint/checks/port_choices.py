"""Ranges of which the engine picks a free port (`8000-8010:80`), and not enough of them: CL301.

Which port a container gets depends on the order of the starts. Certain is only that more
containers do not fit than there are ports, and none where all ports are taken.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..finding import Problem, Related, Report
from .ports import Claim, place, same_address, shown

#: So many ranges of a project are looked at: far more than people write.
_MOST = 400
_SHOWN = 4


def exhausted(claims: list[Claim], report: Report) -> None:
    """Report each range in which no port can be left, after the ranges before it and all single
    ports of the services that run with it. The claims are of one protocol."""
    choices = _distinct(claim for claim in claims if claim.choice)[:_MOST]
    fixed = [claim for claim in claims if not claim.choice]
    views = dict.fromkeys([None, *(claim.profiles for claim in claims)])
    for index, claim in enumerate(choices):
        for view in views:
            if _runs(claim, view):
                rivals = _rivals(claim, choices[:index], fixed, view)
                if rivals:
                    report(_problem(claim, rivals, view))
                    break


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    """Without what a service says twice, which the engine takes for one."""
    found: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        found.setdefault((claim.service, *claim[:4], claim.target), claim)
    return list(found.values())


def _runs(claim: Claim, view: frozenset[str] | None) -> bool:
    """Whether a service runs whichever profile of a view is chosen."""
    return claim.profiles is None or (view is not None and view <= claim.profiles)


def _rivals(
    claim: Claim, before: list[Claim], fixed: list[Claim], view: frozenset[str] | None
) -> list[Claim]:
    """The claims that fill a range around this one's, with this one more than full; or none."""
    others = [one for one in before if _covers(one, claim) and _runs(one, view)]
    wider = {(one.low, one.high) for one in others if _within(claim, one.low, one.high)}
    for low, high in sorted({(claim.low, claim.high), *wider}):
        inside = [one for one in others if _within(one, low, high)]
        ports = [
            one
            for one in fixed
            if one.low <= high
            and one.high >= low
            and same_address(one.host, claim.host)
            and _runs(one, view)
        ]
        if len(inside) + _size(ports, low, high) + 1 > high - low + 1:
            return [*ports, *inside]
    return []


def _covers(one: Claim, other: Claim) -> bool:
    """Whether one takes its port on every address on which the other does."""
    if one.host in ("", other.host):
        return True
    return one.host in ("4", "6") and same_address(one.host, other.host) and other.host != ""


def _within(claim: Claim, low: int, high: int) -> bool:
    return low <= claim.low and claim.high <= high


def _size(claims: list[Claim], low: int, high: int) -> int:
    """How many ports of a range some claims take together."""
    count = 0
    reached = low - 1
    for claim in sorted(claims, key=lambda claim: claim.low):
        first, last = max(claim.low, reached + 1), min(claim.high, high)
        if last >= first:
            count += last - first + 1
            reached = last
    return count


def _problem(claim: Claim, rivals: list[Claim], view: frozenset[str] | None) -> Problem:
    names = list(dict.fromkeys(one.service for one in rivals))
    if len(names) > _SHOWN:
        names = [*names[:_SHOWN], "others"]
    fields = {"port": shown(claim, claim), "service": claim.service, "others": names}
    return Problem(
        "host-port-conflict",
        place(claim.node),
        claim.path,
        "none-left",
        fields,
        related=tuple(
            Related(place(one.node), f"{one.service} takes {shown(one, one)} here")
            if not one.choice
            else Related(place(one.node), f"{one.service} takes one of {shown(one, one)} here")
            for one in rivals[:_SHOWN]
        ),
        profiles=None if view is None else (min(view),),
    )
