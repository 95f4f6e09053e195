"""The actions of `docker stack deploy`, in the order in which it takes them: services that go
(with --prune), networks, secrets, configs, services.

Within a step the CLI takes its own order, which is another at each run (28.2.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..fields.change import Change
from ..phrases import OF_RM
from ..records import CONFIG, CREATE, NETWORK, REMOVE, SECRET, SERVICE, UPDATE, Action, Reason
from ..words import field, masked, phrase
from .changes import Difference, difference
from .namespace import NAMESPACE
from .rollout import rollout
from .sections import Thing
from .stack import Listed, Stack
from .stored import comparable
from .view import mode

_NONE, _RECREATE = "none", "recreate"


class Steps(NamedTuple):
    """`unchanged` counts services; `hidden` tells that masked values were taken for the same."""

    actions: list[Action]
    unchanged: int
    hidden: bool


def deploy(stack: Stack) -> Steps:
    gone = stack.removed() if stack.prune else {}
    removed = [_removed(stack, name, one) for name, one in gone.items()]
    groups = [removed, list(_networks(stack))]
    groups += [list(_contents(stack, SECRET, stack.secrets))]
    groups += [list(_contents(stack, CONFIG, stack.configs))]
    services: list[Action] = []
    unchanged, hidden = 0, False
    for key in sorted(stack.specs):
        action, unknown = _service(stack, key)
        hidden = hidden or unknown
        if action is not None:
            services.append(action)
        elif stack.service(key) is not None:
            unchanged += 1
    return Steps(numbered([*groups, services]), unchanged, hidden)


def numbered(groups: list[list[Action]]) -> list[Action]:
    """Each group that is not empty is a step."""
    filled = [group for group in groups if group]
    return [action._replace(step=step) for step, group in enumerate(filled, 1) for action in group]


def made(
    action: str, kind: str, name: str, reasons: list[Reason], risk: str = _NONE, **more: Any
) -> Action:
    service = more.pop("service", None)
    return Action(0, action, kind, name, service, None, tuple(reasons), risk, **more)


def _removed(stack: Stack, name: str, one: Listed) -> Action:
    key = name.removeprefix(f"{stack.name}_")
    reason = Reason(None, None, None, f"the file has no service {key}, and --prune removes it")
    return made(REMOVE, SERVICE, name, [reason], _RECREATE, service=key, id=str(one.get("ID", "")))


def _networks(stack: Stack) -> Iterator[Action]:
    for thing in sorted(stack.networks, key=lambda one: one.name):
        if not thing.external and stack.listed("networks", thing.name) is None:
            yield _created(stack, NETWORK, thing)


def _created(stack: Stack, kind: str, thing: Thing) -> Action:
    place = stack.places.of(f"{kind}s", thing.key)
    reason = Reason(None, None, None, f"there is no {kind} {thing.name} yet", *place)
    return made(CREATE, kind, thing.name, [reason])


def _contents(stack: Stack, kind: str, things: list[Thing]) -> Iterator[Action]:
    """Secrets and configs: of those that are there only the labels can change."""
    for thing in sorted(things, key=lambda one: one.name):
        if thing.external:
            continue
        there = stack.listed(f"{kind}s", thing.name)
        if there is None:
            yield _created(stack, kind, thing)
            continue
        before = there["Spec"].get("Labels") or {}
        changes = [
            Change(("labels", key), before.get(key), thing.spec["Labels"].get(key))
            for key in dict.fromkeys((*thing.spec["Labels"], *before))
            if before.get(key) != thing.spec["Labels"].get(key)
        ]
        if changes:
            reasons = _reasons(stack, (f"{kind}s", thing.key), changes)
            yield made(UPDATE, kind, thing.name, reasons, id=str(there.get("ID", "")))


def _service(stack: Stack, key: str) -> tuple[Action | None, bool]:
    spec, there = stack.specs[key], stack.service(key)
    if there is None:
        if any(one["Spec"]["Name"] == spec["Name"] for one in stack.state.services or ()):
            return None, False  # somebody else's: the findings tell
        place = stack.places.of("services", key)
        reason = Reason(None, None, None, f"there is no service {spec['Name']} yet", *place)
        return made(CREATE, SERVICE, spec["Name"], [reason], service=key), False
    nodes = stack.nodes_of(str(there.get("ID", "")))
    found = difference(there["Spec"], spec, stack.name, stack.network_keys, stack.state, nodes)
    if found:
        return _updated(stack, key, there, found), found.hidden
    if _left_behind(stack, there):
        return _resumed(stack, key, there), found.hidden
    return None, found.hidden


def _updated(stack: Stack, key: str, there: Listed, found: Difference) -> Action:
    spec = stack.specs[key]
    reasons = _reasons(stack, ("services", key), list(found.changes))
    if not reasons:
        said = "the service differs in something that has no words in the file"
        reasons = [Reason(None, None, None, said, *stack.places.of("services", key))]
    fewer = found.scaled and _fewer(there["Spec"], spec)
    risk = _RECREATE if found.replaced or fewer else _NONE
    effects = tuple(_effects(there["Spec"], spec, found))
    name, id_ = spec["Name"], str(there.get("ID", ""))
    return made(UPDATE, SERVICE, name, reasons, risk, service=key, effects=effects, id=id_)


def _fewer(before: dict[str, Any], now: dict[str, Any]) -> bool:
    old, new = mode(before)[1], mode(now)[1]
    return (1 if new is None else new) < (1 if old is None else old)


def _effects(before: dict[str, Any], now: dict[str, Any], found: Difference) -> Iterator[str]:
    tasks = mode(now)[1]
    if found.replaced and tasks != 0:
        yield f"its tasks are replaced: {rollout(now.get('UpdateConfig'), tasks)}"
    elif found.scaled:
        old, new = (1 if one is None else one for one in (mode(before)[1], tasks))
        yield f"{abs(new - old)} {'more' if new > old else 'fewer'}; the other tasks go on"
    elif not found.replaced:
        yield "its tasks go on as they are"


def _left_behind(stack: Stack, there: Listed) -> bool:
    """Whether an update stopped half-way, and left tasks as they were: every deploy takes it up
    again."""
    if (there.get("UpdateStatus") or {}).get("State") != "paused":
        return False
    now = comparable({"TaskTemplate": there["Spec"]["TaskTemplate"]}, stack.state)
    return any(
        comparable({"TaskTemplate": one["Spec"]}, stack.state) != now
        for one in stack.tasks(str(there.get("ID", "")))
        if one.get("DesiredState") == "running" and one.get("Spec")
    )


def _resumed(stack: Stack, key: str, there: Listed) -> Action:
    spec = stack.specs[key]
    said = f"its last update stopped: {(there['UpdateStatus'].get('Message') or 'paused')}"
    reason = Reason(None, None, None, said, *stack.places.of("services", key))
    effect = (
        f"the rest of its tasks is tried again: {rollout(spec.get('UpdateConfig'), mode(spec)[1])}"
    )
    name, id_ = spec["Name"], str(there.get("ID", ""))
    return made(UPDATE, SERVICE, name, [reason], _RECREATE, service=key, effects=(effect,), id=id_)


def _reasons(stack: Stack, path: tuple[str, str], changes: list[Change]) -> list[Reason]:
    return [
        Reason(
            field(change.path),
            masked(change.path, change.before),
            masked(change.path, change.now),
            phrase(change),
            *stack.places.of(*path, *change.path),
        )
        for change in changes
        if change.path != ("labels", NAMESPACE) or change.now is not None
    ]


def remove(stack: Stack) -> list[Action]:
    """`docker stack rm`: services, secrets, configs, networks, by the label of the stack."""
    reason = [Reason(None, None, None, OF_RM)]
    groups: list[list[Action]] = [
        [
            made(
                REMOVE,
                SERVICE,
                name,
                reason,
                _RECREATE,
                id=str(one.get("ID", "")),
                service=name.removeprefix(f"{stack.name}_"),
            )
            for name, one in sorted(stack.kept.items())
        ]
    ]
    for kind in (SECRET, CONFIG, NETWORK):
        found = []
        for one in getattr(stack.state, f"{kind}s") or ():
            spec = one.get("Spec") or one
            if (spec.get("Labels") or {}).get(NAMESPACE) == stack.name:
                id_ = str(one.get("ID") or one.get("Id") or "")
                found.append(made(REMOVE, kind, str(spec["Name"]), reason, id=id_))
        groups.append(sorted(found, key=lambda action: action.name))
    return numbered(groups)


__all__ = ["Steps", "deploy", "remove"]
