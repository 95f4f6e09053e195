"""CL311: `localhost` in a container is that container, not its neighbour.

Many addresses with localhost are right all the same: those for the user's browser, which comes
through published ports, and those of the container itself. So only addresses of data stores and
brokers count, of a kind that another service runs and this one does not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..finding import Related
from ..node import Mapping, Scalar, Sequence
from ..reach.mentions import COMMANDS, ENV_FILE, ENVIRONMENT, Use
from ..reach.networks import BRIDGE, NETWORKS, Place
from ..reach.stores import Store, runs, speaks_of, store_of
from ..reach.variables import words
from .profiles import together

if TYPE_CHECKING:
    from .reach_judge import Judge

_READ = (ENVIRONMENT, ENV_FILE, *COMMANDS)

#: Addresses that are told to others: Kafka's advertised listeners, what a browser is sent to.
_FOR_OTHERS = frozenset(
    "advertise advertised announce browser callback client cors external frontend listen listener "
    "listeners next nuxt origin origins public react redirect vite".split()
)


def localhost(judge: Judge, place: Place, use: Use) -> None:
    """Judge a use of localhost."""
    stack = judge.topology.stack(place)
    if use.attribute not in _READ or stack.mode not in (NETWORKS, BRIDGE):
        return
    mention = use.mention
    store = store_of(mention.port, mention.scheme, use.variable)
    if store is None or mention.open or not _FOR_OTHERS.isdisjoint(words(use.variable)):
        return
    port = mention.port or store.port
    own = judge.ports(place)
    if not own.complete or port in own.inside or _has_it(judge, place, store, port):
        return
    for other in judge.topology.places.values():
        target = _listens(judge, place, other, store, port)
        if target is not None:
            if not judge.exposes(place, port) and judge.once(
                "localhost-is-the-container", place, f"{other.name}:{port}"
            ):
                fields = {"port": port, "target": target}
                related = Related(other.key.span, f"{other.name} stands here")
                judge.say("localhost-is-the-container", "", place, other, use, related, **fields)
            return


def _has_it(judge: Judge, place: Place, store: Store, port: int) -> bool:
    """Whether the container may run a server of this kind itself, or a way to one."""
    for one in judge.topology.sharers(place):
        if speaks_of(store, one.name) or speaks_of(store, _text(one.service, "image")):
            return True
        commands = " ".join(_text(one.service, attribute) for attribute in COMMANDS)
        told = re.sub(r"\S*://\S*|--?[\w.\-]+", "", commands)
        if speaks_of(store, told) or commands.count(str(port)) > 1:
            return True
    return False


def _text(service: Mapping, attribute: str) -> str:
    node = service.get(attribute)
    items = node.items if type(node) is Sequence else [node]
    return " ".join(item.text for item in items if type(item) is Scalar)


def _listens(judge: Judge, place: Place, other: Place, store: Store, port: int) -> int | None:
    """The port at which the other service's container is to be found, if it is the one meant."""
    stack = judge.topology.stack(other)
    if stack is judge.topology.stack(place) or stack.mode not in (NETWORKS, BRIDGE):
        return None
    if not together(place.profiles, other.profiles)[0]:
        return None
    image = _text(other.service, "image")
    if runs(store, image) and port == store.port:
        return port
    ports = judge.ports(other)
    if not (runs(store, image) or speaks_of(store, other.name) or speaks_of(store, image)):
        return None
    if port in ports.inside:
        return port
    led = ports.target_of(port)
    return None if led is None else led[0]
