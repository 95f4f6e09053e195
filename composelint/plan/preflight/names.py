"""Names of containers that somebody has: CL801; and one for several containers: CL305.

A container that is stopped has its name all the same, and an orphan goes only after the new one is
made (seen with Docker Compose 5.6.1).
"""

from __future__ import annotations

from ...finding import WARNING, Report
from ..labels import name_of
from ..records import RECREATE
from .outlook import Outlook, owner


def taken(outlook: Outlook, report: Report) -> None:
    """Report each container that is to be made under a name that another has."""
    desired = outlook.desired
    for name, settings in desired.services.items():
        count = desired.scale(name)
        if dict(desired.options.scale).get(name) and count > 1 and settings.get("container_name"):
            _several(outlook, name, count, report)
    going = {move.id for move in outlook.made if move.id}
    for move in outlook.made:
        holder = outlook.by_name.get(move.name)
        if holder is None or holder.get("Id") == move.id:
            continue
        service = str(move.service)
        path = ("services", service, "container_name")
        variant = "recreated" if move.id else ""
        fields = {"container": move.name, "service": service, "owner": owner(holder)}
        fields["state"] = str(holder.get("State", ""))
        fields["before"] = _name(outlook, move.id)
        problem = outlook.problem("container-name-taken", variant, path, **fields)
        # Where it is made anew under another name itself, who comes first is chance.
        chance = move.action == RECREATE and holder.get("Id") in going
        report(problem._replace(severity=WARNING) if chance else problem)


def _several(outlook: Outlook, name: str, count: int, report: Report) -> None:
    path = ("services", name, "container_name")
    given = outlook.desired.services[name]["container_name"]
    fields = {"container": given, "service": name, "count": count, "attribute": "--scale"}
    report(outlook.problem("container-name-with-replicas", "", path, **fields))


def _name(outlook: Outlook, id_: str) -> str:
    return next((name_of(one) for one in outlook.containers if one.get("Id") == id_), "")
