"""What `docker stack deploy` would change in a service that is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ...observe.mask import is_masked
from ...state import State
from ..fields.change import ORDER, Change, differing, entries, paired, within
from .constraints import meets
from .namespace import IMAGE, scoped
from .stored import Spec, comparable, same_network
from .view import view

Listed = dict[str, Any]


class Difference(NamedTuple):
    """`replaced`: the tasks are made anew. `scaled` and `told` (labels, update_config) leave
    those alone that go on. `changes` are the fields, in the words of the Compose file."""

    replaced: bool
    scaled: bool
    told: bool
    changes: tuple[Change, ...]
    hidden: bool
    """Whether some value of the saved state is masked, and was taken for the same."""

    def __bool__(self) -> bool:
        return self.replaced or self.scaled or self.told


def difference(
    kept: Spec,
    wanted: Spec,
    stack: str,
    keys: dict[str, str],
    state: State,
    running: list[Listed] | None = None,
) -> Difference:
    """From the service as it is kept to the one that would be sent. `keys` are the names of
    networks with their keys in the file, `running` the nodes of the tasks that run (None where
    they are not known)."""
    before, now = comparable(kept, state), comparable(wanted, state)
    hidden = _settle(before, now)
    _same_image(before, now, kept, wanted)
    _same_networks(before, now)
    task = _replaces(before.get("TaskTemplate", {}), now.get("TaskTemplate", {}), running)
    # The tasks know the ports of their service: other ports, other tasks.
    endpoint = before.get("EndpointSpec") != now.get("EndpointSpec")
    rest = ("Labels", "UpdateConfig", "RollbackConfig")
    found = Difference(
        replaced=task or endpoint,
        scaled=before.get("Mode") != now.get("Mode"),
        told=before.get("TaskTemplate") != now.get("TaskTemplate")
        or any(before.get(word) != now.get(word) for word in rest),
        changes=(),
        hidden=hidden,
    )
    if not found:
        return found
    changes = list(_changes(view(before, stack), view(now, stack), stack, keys))
    return found._replace(changes=tuple(changes))


def _replaces(before: Spec, now: Spec, nodes: list[Listed] | None) -> bool:
    """Whether tasks of the one template make room for some of the other. A placement alone leaves
    those where they are whose nodes meet it."""
    if before == now:
        return False
    old, new = (
        {key: one for key, one in task.items() if key != "Placement"} for task in (before, now)
    )
    if old != new or nodes is None:
        return True
    constraints = now.get("Placement", {}).get("Constraints", [])
    return not all(meets(node, one) for node in nodes for one in constraints)


def _settle(before: Any, now: Any) -> bool:
    """Put the wanted value in the place of one that the saved state masks: nobody can tell
    whether they differ."""
    hidden = False
    if isinstance(before, dict) and isinstance(now, dict):
        for key, value in before.items():
            if isinstance(value, str) and is_masked(value) and key in now:
                before[key], hidden = now[key], True
            else:
                hidden = _settle(value, now.get(key)) or hidden
    elif isinstance(before, list) and isinstance(now, list):
        variables = {str(one).partition("=")[0]: one for one in now if isinstance(one, str)}
        for index, value in enumerate(before):
            if isinstance(value, str) and is_masked(value):
                same = now[index] if len(now) == len(before) else value
                before[index], hidden = variables.get(value.partition("=")[0], same), True
            elif index < len(now):
                hidden = _settle(value, now[index]) or hidden
    return hidden


def _same_image(before: Spec, now: Spec, kept: Spec, wanted: Spec) -> None:
    """An image that was pinned by its digest is the same while the file names the same one: what
    the tag means by now only the registry knows."""
    if (kept.get("Labels") or {}).get(IMAGE) != wanted["Labels"][IMAGE]:
        return
    old, new = (one["TaskTemplate"]["ContainerSpec"] for one in (before, now))
    if str(old.get("Image", "")).partition("@")[0] == str(new.get("Image", "")):
        new["Image"] = old["Image"]


def _same_networks(before: Spec, now: Spec) -> None:
    old, new = (one.get("TaskTemplate", {}).get("Networks", []) for one in (before, now))
    for one in old:
        same = next((own for own in new if same_network(one["Target"], own["Target"])), None)
        if same is not None:
            one["Target"] = same["Target"]
    old.sort(key=lambda one: str(one["Target"]))


def _changes(
    before: dict[str, Any], now: dict[str, Any], stack: str, keys: dict[str, str]
) -> Iterator[Change]:
    for name in dict.fromkeys((*now, *before)):
        old, new = before.get(name), now.get(name)
        if name in _LISTS:
            yield from paired((name,), old or [], new or [], _LISTS[name])
        elif name == "networks":
            yield from _networks(old or {}, new or {}, stack, keys)
        elif name in ("environment", "labels", "sysctls"):
            yield from entries((name,), old or {}, new or {})
        elif name in ("command", "entrypoint"):
            yield from differing((name,), old, new)
        elif name == "deploy":
            yield from entries(("deploy", "labels"), _labels(old), _labels(new))
            yield from within(("deploy",), _unlabelled(old), _unlabelled(new))
        elif old != new:
            yield from within((name,), old, new)


def _labels(deploy: dict[str, Any] | None) -> dict[str, Any]:
    found: dict[str, Any] = (deploy or {}).get("labels") or {}
    return found


def _unlabelled(deploy: dict[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (deploy or {}).items() if key != "labels"}


_LISTS = {
    "ports": lambda port: (port.get("target"), port.get("protocol")),
    "volumes": lambda mount: mount.get("target"),
    "secrets": lambda grant: grant.get("source"),
    "configs": lambda grant: grant.get("source"),
}


def _networks(
    before: dict[str, Any], now: dict[str, Any], stack: str, keys: dict[str, str]
) -> Iterator[Change]:
    for name in dict.fromkeys((*now, *before)):
        key = keys.get(name, name.removeprefix(scoped(stack, "")))
        old, new = before.get(name), now.get(name)
        if old is None or new is None:
            sides: list[Any] = [None if one is None else {} for one in (old, new)]
            yield Change(("networks", key), sides[0], sides[1])
        else:
            yield from within(("networks", key), old, new)


__all__ = ["ORDER", "Difference", "difference"]
