"""What `docker stack deploy` will not act on: a network that is there stays as it is, and so do
the volumes that nodes have made; some attributes old engines drop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..fields.change import Change, entries
from ..records import Unnoticed
from ..words import field, phrase
from .sections import Thing
from .services import networks_of
from .stack import Listed, Stack

_WORDS = {
    "StartInterval": "healthcheck.start_interval",
    "OomScoreAdj": "oom_score_adj",
}


def unnoticed(stack: Stack) -> Iterator[Unnoticed]:
    for thing in stack.networks:
        there = stack.listed("networks", thing.name)
        if thing.external or there is None:
            continue
        users = [key for key, _, own in stack.project.services() if thing.key in networks_of(own)]
        for change in _network(thing, there):
            yield _of_network(stack, thing, users[0], change)
    for key, dropped in stack.dropped.items():
        for path in dropped:
            word = _WORDS[path[-1]]
            said = f"the engine is too old for {word}, and drops it without a word"
            place = stack.places.of("services", key, *word.split("."))
            yield Unnoticed(key, word, said, *place)


def _of_network(stack: Stack, thing: Thing, user: str, change: Change) -> Unnoticed:
    said = (
        f"network {thing.name}: {phrase(change)}; docker stack deploy leaves a network that is "
        "there as it is (docker stack rm, or another name, makes it anew)"
    )
    place = stack.places.of("networks", thing.key, *change.path)
    return Unnoticed(user, f"networks.{thing.key}.{field(change.path)}", said, *place)


def _network(thing: Thing, there: Listed) -> Iterator[Change]:
    """What the engine adds by itself (a subnet, ids in the options) is no difference."""
    spec = thing.spec
    yield from entries(("labels",), there.get("Labels") or {}, spec["Labels"])
    if spec["Driver"] != there.get("Driver"):
        yield Change(("driver",), there.get("Driver"), spec["Driver"])
    for key, word in (("internal", "Internal"), ("attachable", "Attachable")):
        if bool(there.get(word)) != spec[word]:
            yield Change((key,), bool(there.get(word)), spec[word])
    options = {key: str(value) for key, value in (there.get("Options") or {}).items()}
    for name, value in spec["Options"].items():
        if options.get(name) != value:
            yield Change(("driver_opts", name), options.get(name), value)
    yield from _subnets(spec, there)


def _subnets(spec: dict[str, Any], there: Listed) -> Iterator[Change]:
    wanted = [one["Subnet"] for one in spec.get("IPAM", {}).get("Config", ()) if one["Subnet"]]
    config = (there.get("IPAM") or {}).get("Config") or ()
    before = [str(one.get("Subnet")) for one in config]
    if wanted and sorted(wanted) != sorted(before):
        yield Change(("ipam", "config"), before, wanted)
