"""CL301 for a file of which only some services are ever started at a time.

Laradock's file has ninety services, thirty of which want a port that another one has: its users
start the few that they need. A mistake takes one port twice, or two; it does not take so many.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..finding import WARNING, Problem

#: So many services that cannot have a port are no slip.
MANY = 8


def without_menus(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, with one warning in place of those of services that are alternatives,
    where they are many."""
    found = list(problems)
    plain = [one for one in found if one.variant == ""]
    services = {one.path[1] for one in plain}
    if len(services) < MANY:
        return found
    first = plain[0]
    fields = {**first.fields, "count": len(services)}
    menu = first._replace(variant="menu", fields=fields, severity=WARNING)
    return [menu if one is first else one for one in found if one.variant or one is first]
