"""What a plan is made of: actions with their reasons, and what is told beside them.

The planner (up, down, swarm) gives `Move`s: what happens to which thing, for which causes, and
after which other moves. `reasons` turns the causes into words, fields and places; only then is it
an `Action`. So the planner holds no prose, and the words hold no decisions.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..finding import Finding

#: What can happen. A recreated container is a new one under the old name; a restarted one is
#: stopped and started, and keeps its id.
PULL, BUILD, CREATE, RECREATE, START, RESTART, STOP, REMOVE, CONNECT, DISCONNECT, UPDATE = (
    ACTIONS
) = (
    *("pull", "build", "create", "recreate", "start", "restart", "stop", "remove"),
    *("connect", "disconnect", "update"),
)

#: To what it can happen.
CONTAINER, NETWORK, VOLUME, IMAGE, SERVICE, SECRET, CONFIG = KINDS = (
    *("container", "network", "volume", "image", "service", "secret", "config"),
)

#: From the least to the gravest. "restart": the program in the container is interrupted;
#: "recreate": what it wrote outside of volumes is gone; "data-loss": a volume's content is gone,
#: or out of sight.
RISKS = ("none", "restart", "recreate", "data-loss")


class Cause(NamedTuple):
    """Why a move is made, without prose: a word of `reasons.CAUSES` and what belongs to it."""

    word: str
    facts: dict[str, Any] = {}  # noqa: RUF012  (a NamedTuple's default; nobody writes to it)


class Move(NamedTuple):
    """Something that happens to one thing.

    `id` is the engine's id of what is there now, "" for what is not; `needs` are the numbers of
    the moves (their places in the list) that come before it. For a connect or disconnect, kind
    and name are those of the container, and `facts` of its cause name the network.
    """

    action: str
    kind: str
    name: str
    service: str | None
    number: int | None
    causes: tuple[Cause, ...]
    needs: tuple[int, ...] = ()
    id: str = ""


class Reason(NamedTuple):
    """Why, in words: `message` is a whole phrase that names the values, secrets masked.

    `field` is a dotted path below the service (or network, …), such as `environment.LOG_LEVEL` or
    `ports[0].target`, None where no field is the cause. `before` and `after` are JSON values,
    None where there is none. `file` (absolute) and `line` (from 1) tell where the value that
    counts now is written.
    """

    field: str | None
    before: Any
    after: Any
    message: str
    file: str | None = None
    line: int | None = None


class Action(NamedTuple):
    """A move with its reasons. Actions of one `step` (from 1) may run at the same time.

    `effects` are phrases on what it means for others: dependents that are down meanwhile, data
    that is out of sight. `data` names what its risk is about: `volume shop_db`, or
    `/data of shop-cache-1` for a volume without a name of its own.
    """

    step: int
    action: str
    kind: str
    name: str
    service: str | None
    number: int | None
    reasons: tuple[Reason, ...]
    risk: str
    effects: tuple[str, ...] = ()
    id: str = ""
    data: tuple[str, ...] = ()


class Unnoticed(NamedTuple):
    """A change that Docker Compose will not act on."""

    service: str
    field: str
    message: str
    file: str | None = None
    line: int | None = None


class Drift(NamedTuple):
    """What differs from the file without anyone's having changed the file."""

    kind: str
    name: str
    message: str


class Plan(NamedTuple):
    """What would happen, in order. `engine` is {"name", "version", "api_version", "swarm"}, None
    where no engine was asked. `unchanged` counts containers (services in a swarm) that stay."""

    project: str
    target: str
    engine: dict[str, Any] | None
    actions: tuple[Action, ...]
    unnoticed: tuple[Unnoticed, ...]
    drift: tuple[Drift, ...]
    findings: tuple[Finding, ...]
    unchanged: int
    notes: tuple[str, ...] = ()
    """What the plan could not know, in whole sentences."""

    def counts(self) -> dict[str, int]:
        """The containers (services in a swarm) by action, in the order of the summary."""
        told = SERVICE if self.target == "swarm" else CONTAINER
        summary = (CREATE, RECREATE, START, RESTART, STOP, REMOVE, UPDATE)
        counted = dict.fromkeys(summary, 0)
        for action in self.actions:
            if action.kind == told and action.action in counted:
                counted[action.action] += 1
        return {**counted, "unchanged": self.unchanged}
