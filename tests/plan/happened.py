"""What a command did to an engine: told from what was there before and after, and the events.

An action is `[action, kind, name, service, number]`; its place in the list is where it was done.
"""

from __future__ import annotations

from typing import Any

from composelint.plan.labels import NUMBER, ONE_OFF, SERVICE, labels, name_of

Things = dict[str, list[dict[str, Any]]]
Action = list[Any]

#: Names that the engine makes up: anonymous volumes.
_MADE_UP = 64


def happened(before: Things, after: Things, events: list[dict[str, Any]]) -> list[Action]:
    """The actions between two states, in the order in which they were completed."""
    done = _Completed(events)
    found = [
        *_containers(before["containers"], after["containers"], done),
        *_networks(before["networks"], after["networks"], done),
        *_volumes(before["volumes"], after["volumes"], events, done),
    ]
    return [action for _, action in sorted(found, key=lambda each: each[0])]


class _Completed:
    """When things were last started, created and so on, in the order of the events."""

    def __init__(self, events: list[dict[str, Any]]) -> None:
        self.last: dict[tuple[str, str], int] = {}
        for place, event in enumerate(events):
            actor = event["Actor"]
            self.last[event["Action"], actor["ID"]] = place

    def at(self, id_: str, *actions: str) -> int:
        """The place of the first of these actions that there was; -1 where there was none."""
        return next(
            (self.last[each, id_] for each in actions if (each, id_) in self.last),
            -1,
        )


def _containers(before: list[Any], after: list[Any], done: _Completed) -> list[tuple[int, Action]]:
    was = {one["Id"]: one for one in before}
    now = {one["Id"]: one for one in after}
    gone = {_replica(was[id_]): id_ for id_ in was.keys() - now.keys()}
    found = []
    for id_ in now.keys() - was.keys():
        replaced = gone.pop(_replica(now[id_]), None)
        action = "create" if replaced is None else "recreate"
        found.append((done.at(id_, "start", "rename", "create"), _container(action, now[id_])))
    for id_ in gone.values():
        found.append((done.at(id_, "destroy"), _container("remove", was[id_])))
    for id_ in was.keys() & now.keys():
        action = _touched(was[id_], now[id_], id_, done)
        if action:
            place = done.at(id_, "die" if action == "stop" else "start")
            found.append((place, _container(action, now[id_])))
    return found


def _touched(was: dict[str, Any], now: dict[str, Any], id_: str, done: _Completed) -> str:
    """What happened to a container that kept its id; "" for nothing."""
    ran = was["State"] in ("running", "paused")
    if done.at(id_, "start") >= 0:
        return "restart" if ran else "start"
    return "stop" if ran and now["State"] not in ("running", "paused") else ""


def _replica(one: dict[str, Any]) -> tuple[str, ...]:
    """What a container and the one in its place have in common."""
    given = labels(one)
    name = "" if given.get(NUMBER) and given.get(ONE_OFF) != "True" else one["Id"]
    project = given.get("com.docker.compose.project", "")
    return (project, given.get(SERVICE, ""), given.get(NUMBER, ""), name)


def _container(action: str, one: dict[str, Any]) -> Action:
    given = labels(one)
    number = given.get(NUMBER)
    return [
        action,
        "container",
        name_of(one),
        given.get(SERVICE),
        int(number) if number else None,
    ]


def _networks(before: list[Any], after: list[Any], done: _Completed) -> list[tuple[int, Action]]:
    was = {one["Name"]: one["Id"] for one in before}
    now = {one["Name"]: one["Id"] for one in after}
    found = []
    for name in was.keys() | now.keys():
        if was.get(name) == now.get(name):
            continue
        action = "remove" if name not in now else "recreate" if name in was else "create"
        place = done.at(now[name], "create") if name in now else done.at(was[name], "destroy")
        found.append((place, [action, "network", name, None, None]))
    return found


def _volumes(
    before: list[Any], after: list[Any], events: list[dict[str, Any]], done: _Completed
) -> list[tuple[int, Action]]:
    """Those with a name of their own. A volume has no id, so that events tell of its renewal."""
    was, now = ({one["Name"] for one in listed} for listed in (before, after))
    renewed = {
        event["Actor"]["ID"]
        for event in events
        if event["Type"] == "volume" and event["Action"] == "destroy"
    }
    found = []
    for name in was | now:
        if len(name) == _MADE_UP or (name in was and name in now and name not in renewed):
            continue
        action = "remove" if name not in now else "recreate" if name in was else "create"
        place = done.at(name, "destroy" if action == "remove" else "create")
        found.append((place, [action, "volume", name, None, None]))
    return found


def images(words: str) -> list[Action]:
    """The images that a command built or pulled, by what it says itself."""
    found = []
    for line in words.splitlines():
        parts = line.split()
        if len(parts) >= 3 and parts[0] == "Image" and parts[2] in ("Building", "Pulling"):
            action = ["build" if parts[2] == "Building" else "pull", "image", parts[1], None, None]
            if action not in found:
                found.append(action)
    return found
