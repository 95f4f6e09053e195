"""Networks and volumes that are there under our name and are not ours: CL809.

Docker Compose 5.6.1 warns and uses them as they are: nothing that the file says of them comes to
be. Releases up to 2.40 refuse such a network.
"""

from __future__ import annotations

from typing import Any

from ...finding import Report
from ..labels import NETWORK, VOLUME, labels, of_project
from .outlook import Outlook, owner


def of_others(outlook: Outlook, report: Report) -> None:
    desired, state = outlook.desired, outlook.state
    for section, label, entries, listed in (
        ("networks", NETWORK, desired.networks, state.networks),
        ("volumes", VOLUME, desired.volumes, state.volumes),
    ):
        for key, entry in entries.items():
            there = None if entry.get("external") else _foreign(outlook, label, key, entry, listed)
            if there is not None:
                fields = {"kind": section[:-1], "name": entry["name"], "owner": owner(there)}
                path = (section, key, "name")
                report(outlook.problem("owned-by-another", "", path, **fields))


def _foreign(
    outlook: Outlook,
    label: str,
    key: str,
    entry: dict[str, Any],
    listed: list[dict[str, Any]] | None,
) -> dict[str, Any] | None:
    """What has the name, where nothing is labelled as ours."""
    mine = of_project(listed, outlook.desired.name)
    if any(labels(one).get(label) == key for one in mine):
        return None
    same = [one for one in listed or () if one.get("Name") == entry.get("name")]
    return same[0] if len(same) == 1 else None
