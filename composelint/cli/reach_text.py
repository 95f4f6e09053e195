"""What `composelint reach` prints for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..checks.profiles import together
from ..model.ports import Port
from ..reach.networks import BRIDGE, HOST, NETWORKS, NONE, SHARED, Place, Topology
from ..reach.ports import only_internal, published
from ..reach.who import SAME, Way, doubtful, ways
from ..report.columns import clean, width
from ..report.names import show_file

#: A matrix of more services than this is wider than a terminal.
WIDEST = 20

_SIGNS = {NETWORKS: "x", SAME: "=", HOST: "h", BRIDGE: "b"}
_LEGEND = {
    "x": "over a network, by name",
    "=": "in the same network stack, as localhost",
    "h": "through the host: as localhost, or as host.docker.internal where that is given",
    "b": "on Docker's own bridge, by address only",
    "?": "not known",
}


def as_text(found: Topology, here: str, origin: str | None = None) -> str:
    """What is told of one project, or of one service of it."""
    project = found.project
    title = ", ".join(show_file(file, here) for file in project.files)
    if origin is not None:
        place = found.places.get(origin)
        parts = [] if place is None else [_one(found, place)]
    else:
        parts = [_networks(found), _matrix(found), _outside(found)]
    return "\n".join([f"{clean(title)}: project {clean(project.name)}\n", *filter(None, parts)])


def _table(rows: Sequence[tuple[str, ...]], gap: str = "  ") -> str:
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [text + " " * (size - width(text)) for text, size in zip(row, widths, strict=True)]
        lines.append(("  " + gap.join(cells)).rstrip() + "\n")
    return "".join(lines)


def _networks(found: Topology) -> str:
    rows = []
    for network in found.networks.values():
        inside = [place for place in found.places.values() if network.id in place.networks]
        if inside:
            kinds = [network.id if network.known else "name not known"]
            kinds += ["internal"] * network.internal + ["external"] * network.external
            names = ", ".join(clean(place.name) for place in inside)
            rows.append((clean(network.key), clean(", ".join(kinds)), names))
    for place in found.places.values():
        if not place.networks:
            rows.append(("-", _mode(place), clean(place.name)))
    return "Networks\n" + _table(rows) if rows else ""


def _mode(place: Place) -> str:
    if place.mode == SHARED:
        return f"the network stack of {clean(place.shares or '')}"
    return {
        HOST: "the host's own network",
        NONE: "no network",
        BRIDGE: "Docker's own bridge",
    }.get(place.mode, "not known")


# --- who reaches whom


def _matrix(found: Topology) -> str:
    places = list(found.places.values())
    if not places:
        return "There are no services.\n"
    signs = {(one.name, other.name): _SIGNS[way.kind] for one, other, way in ways(found)}
    if len(places) > WIDEST:
        return _lists(found)
    size = len(str(len(places)))
    rows = [("", "", *(str(number).rjust(size) for number in range(1, len(places) + 1)))]
    for number, one in enumerate(places, 1):
        cells = [_cell(found, one, other, signs).rjust(size) for other in places]
        rows.append((str(number).rjust(size), clean(one.name), *cells))
    used = {cell.strip() for row in rows[1:] for cell in row[2:]}
    legend = [f"{sign} {meaning}" for sign, meaning in _LEGEND.items() if sign in used]
    shown = "Who reaches whom (a row reaches its columns)\n" + _table(rows, " ")
    return shown + "".join(f"  {line}\n" for line in legend)


def _cell(found: Topology, one: Place, other: Place, signs: dict[tuple[str, str], str]) -> str:
    if one is other:
        return "·"
    sign = signs.get((one.name, other.name))
    if sign is None and together(one.profiles, other.profiles)[0]:
        return "?" if doubtful(found, one, other) else "-"
    return sign or "-"


def _lists(found: Topology) -> str:
    reached: dict[str, list[str]] = {name: [] for name in found.places}
    for one, other, way in ways(found):
        sign = "" if way.kind == NETWORKS else f" ({_LEGEND[_SIGNS[way.kind]]})"
        reached[one.name].append(clean(other.name) + sign)
    rows = [(clean(name), ", ".join(others) or "nobody") for name, others in reached.items()]
    return "Who reaches whom\n" + _table(rows)


# --- the outside


def _outside(found: Topology) -> str:
    rows = [
        (clean(place.name), address, leads)
        for place in found.places.values()
        for address, leads in _published(found, place)
    ]
    return "From outside\n" + (_table(rows) if rows else "  nothing is published\n")


def _published(found: Topology, place: Place) -> Iterator[tuple[str, str]]:
    for port in published(found, place):
        yield _address(port), f"to {port.target if port.target is not None else '…'}"
    if place.mode == HOST:
        yield "the host's own addresses", "whatever it listens on"
    elif place.service.get("ports") is not None and only_internal(found, place):
        yield "nothing", "all its networks are internal: its ports are not published"


def _address(port: Port) -> str:
    number = "…" if port.published is None else port.published or "a free port"
    protocol = "" if port.protocol in ("tcp", None) else f"/{port.protocol}"
    if port.host_ip is None:
        where = "…"
    else:
        where = port.host_ip or "every address"
    return clean(f"{number}{protocol} of {where}")


# --- one service


def _one(found: Topology, place: Place) -> str:
    reached = {other.name: way for _, other, way in ways(found, place.name)}
    lines = []
    for name, other in found.places.items():
        if other is place:
            continue
        way = reached.get(name)
        if way is not None:
            told = _way(found, way)
        else:
            told = "not known" if doubtful(found, place, other) else "-"
        lines.append((clean(name), told))
    networks = ", ".join(clean(found.networks[name].key) for name in found.stack(place).networks)
    shown = f"{clean(place.name)} is on {networks or _mode(place)} and reaches\n"
    shown += _table(lines) if lines else "  nobody: it is alone\n"
    ports = [(address, leads) for address, leads in _published(found, place)]
    return shown + ("\nFrom outside\n" + _table(ports) if ports else "")


def _way(found: Topology, way: Way) -> str:
    if way.kind == HOST:
        return f"through the host, as {way.names[0]}"
    if way.kind != NETWORKS:
        return _LEGEND[_SIGNS[way.kind]]
    networks = ", ".join(clean(found.networks[name].key) for name in way.networks)
    return f"over {networks} as {', '.join(map(clean, way.names))}"
