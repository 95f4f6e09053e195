"""A service as the engine keeps it, in a form that can be compared.

What the CLI sends and what GET /services gives back differ by the defaults that the engine fills
in, by what it writes out empty, and by ids for the names of networks, secrets and configs. Seen
with Docker Engine 20.10.24 (API 1.41).
"""

from __future__ import annotations

from typing import Any

from ...state import State
from .namespace import is_user_defined

Spec = dict[str, Any]

#: Said or not said: here 0, false and empty are something else than nothing.
_SAID = frozenset(("Delay", "Init", "Replicas", "StopGracePeriod"))
#: Where an empty mapping is something else than none.
_KEPT = frozenset(("Global", "GlobalJob", "Replicated", "ReplicatedJob", "RestartPolicy"))

#: What a network is called that no list has: the engine's own, such as `host`.
PREDEFINED = "(predefined)"

_DEFAULTS: dict[str, dict[str, Any]] = {
    "ContainerSpec": {"Isolation": "default"},
    "EndpointSpec": {"Mode": "vip"},
    "Replicated": {"Replicas": 1},
    "ReplicatedJob": {"MaxConcurrent": 1, "TotalCompletions": 1},
    "RestartPolicy": {"Condition": "any"},
    "RollbackConfig": {"FailureAction": "pause", "Order": "stop-first"},
    "UpdateConfig": {"FailureAction": "pause", "Order": "stop-first"},
}
_OF_ENTRIES: dict[str, dict[str, Any]] = {"Ports": {"Protocol": "tcp", "PublishMode": "ingress"}}

#: Attributes that engines of an API before this do not know, and drop without a word.
_SINCE = {
    ("TaskTemplate", "ContainerSpec", "Healthcheck", "StartInterval"): (1, 44),
    ("TaskTemplate", "ContainerSpec", "OomScoreAdj"): (1, 46),
}


def comparable(spec: Spec, state: State) -> Spec:
    """A spec, sent or kept, with defaults filled in, empty values left out and names for ids."""
    found: Spec = _filled("", spec)
    task = found.get("TaskTemplate", {})
    task.pop("Runtime", None)
    task.pop("ForceUpdate", None)  # `docker stack deploy` keeps what is there
    names = network_names(state)
    for one in task.get("Networks", ()):
        one["Target"] = _network(one["Target"], names)
    if "Networks" in task:
        task["Networks"].sort(key=lambda one: str(one["Target"]))
    _grants(task.get("ContainerSpec", {}), state)
    ports = found.get("EndpointSpec", {}).get("Ports")
    if ports:
        ports.sort(key=lambda one: sorted((key, str(value)) for key, value in one.items()))
    return found


def _grants(container: Spec, state: State) -> None:
    """Leave an id out that is the one of the secret or config of that name now."""
    for section, word in (("secrets", "Secret"), ("configs", "Config")):
        listed = getattr(state, section) or ()
        ids = {one["ID"]: one["Spec"]["Name"] for one in listed if one.get("ID")}
        for one in container.get(f"{word}s", ()):
            own = one.get(f"{word}ID", "")
            if getattr(state, section) is None or ids.get(own) == one.get(f"{word}Name"):
                one.pop(f"{word}ID", None)
        if word == "Config":
            credential = container.get("Privileges", {}).get("CredentialSpec", {})
            if credential.get("Config") in ids:
                credential["Config"] = ids[credential["Config"]]


def _filled(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        own = {**_DEFAULTS.get(name, {}), **{k: v for k, v in value.items() if v not in (None, "")}}
        own.pop("Consistency", None)  # dropped by the engine
        shown = {key: _filled(key, one) for key, one in own.items()}
        return {key: one for key, one in shown.items() if _is_said(key, one)}
    if isinstance(value, list):
        defaults = _OF_ENTRIES.get(name, {})
        return [_filled("", {**defaults, **one} if isinstance(one, dict) else one) for one in value]
    return value


def _is_said(key: str, value: Any) -> bool:
    if value is None:
        return False
    if value == {}:
        return key in _KEPT
    return key in _SAID or value not in ("", [], 0, False)


def network_names(state: State) -> dict[str, str]:
    """The names of networks by id, as far as they are known: that of `host` is in no list, but in
    the tasks that are on it."""
    names = {str(one.get("Id")): str(one.get("Name")) for one in state.networks or ()}
    for task in state.tasks or ():
        for attached in task.get("NetworksAttachments") or ():
            network = attached.get("Network") or {}
            names.setdefault(network.get("ID", ""), (network.get("Spec") or {}).get("Name", ""))
    return names


def _network(target: str, names: dict[str, str]) -> str:
    name = names.get(target, target)
    known = target in names or target in names.values()
    return name if known or not _is_id(target) else PREDEFINED


def _is_id(text: str) -> bool:
    return len(text) == 25 and text.isalnum()


def same_network(one: str, other: str) -> bool:
    """Whether two networks may be the same; one whose name is not known may be any of its kind."""
    names = {one, other}
    if PREDEFINED in names:
        return len(names) == 1 or not is_user_defined((names - {PREDEFINED}).pop())
    return one == other


def not_kept(spec: Spec, api: tuple[int, int]) -> list[tuple[str, ...]]:
    """The attributes of a spec that an engine of this API drops, taken out of it."""
    dropped = []
    for path, since in _SINCE.items():
        owner: Any = spec
        for key in path[:-1]:
            owner = owner.get(key, {}) if isinstance(owner, dict) else {}
        if api < since and path[-1] in owner:
            del owner[path[-1]]
            dropped.append(path)
    return dropped
