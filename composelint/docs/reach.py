"""Which networks there are, and who can reach whom."""

from __future__ import annotations

from collections.abc import Iterator

from ..checks.profiles import together
from ..reach.networks import ALIAS, BRIDGE, HOST, NETWORKS, NONE, SHARED, Place, Topology
from ..reach.who import SAME, doubtful, reaches
from . import markdown as md
from .subject import Subject

#: A matrix of more services than this is wider than a page.
WIDEST = 15
_MOST = 40
#: More letters than this in the head of a matrix, and it is wider than a page.
_WIDE = 50

_SIGNS = {NETWORKS: "✓", SAME: "=", HOST: "host", BRIDGE: "IP"}
_LEGEND = {
    "✓": "over a network, by its name",
    "=": "as `localhost`: both have one network stack",
    "host": "through the host's ports",
    "IP": "on Docker's own bridge, by address only",
    "?": "not known",
}
_MODES = {
    HOST: "the host's own network",
    NONE: "no network",
    BRIDGE: "Docker's own bridge",
}


def section(subject: Subject) -> list[str]:
    found = subject.topology
    places = list(found.places.values())
    if len(places) < 2:
        return []
    aliases = list(_aliases(places))
    more = [md.bullets(aliases)] if aliases else []
    if subject.one_network and not any(place.profiles for place in places):
        said = "All services are on one network, and reach each other by their names."
        return [said, *more]
    networks = _networks(subject)
    if len(places) > WIDEST:
        return [*networks, *_lists(found), *more]
    return [*networks, *_matrix(subject, places), *more]


def _networks(subject: Subject) -> list[str]:
    found = subject.topology
    rows = []
    for network in found.networks.values():
        inside = [place for place in found.places.values() if network.id in place.networks]
        if not inside:
            continue
        entry = subject.project.section("networks").get(network.key)
        name = subject.linked(network.key, entry[0].span if entry else None)
        kinds = [
            "no way out" if network.internal else "",
            "made outside" if network.external else "",
        ]
        shown = md.codes((place.name for place in inside), _MOST)
        rows.append((name, shown, ", ".join(filter(None, kinds))))
    for place in found.places.values():
        if not place.networks:
            rows.append((_mode(place), md.code(place.name), ""))
    return [md.table(("Network", "Who is on it", "What kind"), rows)] if rows else []


def _mode(place: Place) -> str:
    if place.mode == SHARED:
        return f"the network stack of {md.code(place.shares or '')}"
    return _MODES.get(place.mode, "not known")


# --- the matrix


def _matrix(subject: Subject, places: list[Place]) -> list[str]:
    found = subject.topology
    cells = {(one.name, other.name): _cell(found, one, other) for one in places for other in places}
    pairs = {cell for (one, other), cell in cells.items() if one != other}
    if pairs == {"✓"}:
        return ["All services reach each other by their names."]
    if pairs == {""}:
        return ["No service reaches another."]
    legend = [f"{sign} {said}" for sign, said in _LEGEND.items() if sign in pairs]
    said = f"A row reaches its columns: {'; '.join(legend)}."
    if any(not together(one.profiles, other.profiles)[0] for one in places for other in places):
        said += " Services that no profile turns on together do not meet."
    return [said, _square(places, cells)]


def _square(places: list[Place], cells: dict[tuple[str, str], str]) -> str:
    """The matrix as a table. Long names stand in the rows only, and the columns have numbers."""
    names = [md.code(place.name) for place in places]
    heads = list(names)
    if sum(len(place.name) for place in places) > _WIDE:
        heads = [str(number) for number in range(1, len(names) + 1)]
        names = [f"{head} {name}" for head, name in zip(heads, names, strict=True)]
    lines = [["reaches →", *heads], ["---", *(":-:" for _ in heads)]]
    for name, one in zip(names, places, strict=True):
        lines.append([name, *(cells[one.name, other.name] for other in places)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(found: Topology, one: Place, other: Place) -> str:
    if one is other:
        return "·"
    if not together(one.profiles, other.profiles)[0]:
        return ""
    way = reaches(found, one, other)
    if way is not None:
        return _SIGNS[way.kind]
    return "?" if doubtful(found, one, other) else ""


# --- lists, where a matrix would be too wide


def _lists(found: Topology) -> list[str]:
    """Services that are connected alike, together: whom they reach by name."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for place in found.places.values():
        stack = found.stack(place)
        key = tuple(stack.networks) if stack.mode == NETWORKS else (stack.mode,)
        alike.setdefault(key, []).append(place.name)
    rows = [(md.codes(names, _MOST), _reached(found, key)) for key, names in alike.items()]
    if len(rows) == 1 and rows[0][1]:
        return ["All services reach each other by their names."]
    return [md.table(("Services", "Reach everyone on"), rows)]


def _reached(found: Topology, key: tuple[str, ...]) -> str:
    keys = [found.networks[name].key for name in key if name in found.networks]
    if keys:
        return md.codes(keys)
    return {HOST: "the host, at its ports", NONE: "nothing"}.get(key[0] if key else "", "not known")


def _aliases(places: list[Place]) -> Iterator[str]:
    for place in places:
        names = {
            name.node.text: None
            for each in place.networks.values()
            for name in each
            if name.kind == ALIAS and name.text != place.name.lower()
        }
        if names:
            yield f"{md.code(place.name)} is also found as {md.codes(names, _MOST)}"
