"""What a container is called, and what it calls others: names, links, addresses."""

from __future__ import annotations

from typing import Any

from ..labels import NUMBER, PROJECT, SERVICE, labels, name_of
from .change import Change, differing, members
from .pair import Changes, Pair

SHORT = 12
_DOTS = 3
#: From this minor version of the API on an engine takes addresses by chance.
_OWN_MAC = 48


def changes(pair: Pair) -> Changes:
    yield from _links(pair)
    yield from _hosts(pair)
    yield from _names(pair)
    yield from _mac(pair)


def own_names(pair: Pair) -> set[str]:
    """The names that a container has on each network without being given them."""
    name = str(pair.inspected.get("Name", "")).removeprefix("/")
    return {
        *(name, pair.name, pair.id[:SHORT], pair.config.get("Hostname") or ""),
        *(made_as(pair), pair.desired.container_name(pair.name, _number(pair))),
    }


def _number(pair: Pair) -> int:
    mine = (pair.config.get("Labels") or {}).get(NUMBER, "1")
    return int(mine) if mine.isdecimal() else 1


def made_as(pair: Pair) -> str:
    """The name that a container was made with, whatever it was renamed to: Docker Compose gives
    it as the first of its aliases."""
    there = (pair.inspected.get("NetworkSettings") or {}).get("Networks") or {}
    for found in there.values():
        aliases = list((found or {}).get("Aliases") or ())
        if len(aliases) > 1 and aliases[1] == pair.name:
            return str(aliases[0])
    return str(pair.inspected.get("Name", "")).removeprefix("/")


def _links(pair: Pair) -> Changes:
    """A link becomes names of a container on the networks; those it has anyway are left out."""
    there = (pair.inspected.get("NetworkSettings") or {}).get("Networks") or {}
    kept = list(pair.host.get("Links") or ())
    for found in there.values():
        kept += (found or {}).get("Links") or ()
    before = {"links": set[str](), "external_links": set[str]()}
    for link in kept:
        target, _, alias = link.removeprefix("/").partition(":")
        alias = alias.rpartition("/")[2]
        service = _service_of(pair, target.rpartition("/")[2])
        if service is None:
            before["external_links"].add(f"{target}:{alias}")
        elif not _by_itself(pair, service, alias):
            before["links"].add(f"{service}:{alias}")
    for field in ("links", "external_links"):
        said = {_link(text) for text in pair.service.get(field) or ()}
        if field == "links":
            said = {one for one in said if not _by_itself(pair, *one.split(":", 1))}
        if said != before[field]:
            was = sorted(_short(one) for one in before[field])
            yield Change((field,), was or None, pair.service.get(field))


def _link(text: str) -> str:
    return text if ":" in text else f"{text}:{text}"


def _short(text: str) -> str:
    target, _, alias = text.partition(":")
    return target if target == alias else text


def _by_itself(pair: Pair, service: str, alias: str) -> bool:
    """Whether a name comes with every link to a service: db-1, shop-db-1."""
    base, _, number = alias.rpartition("-")
    return number.isdecimal() and base in (service, f"{pair.desired.name}-{service}")


def _service_of(pair: Pair, container: str) -> str | None:
    """The service of the project whose container this is."""
    for one in pair.state.containers or ():
        mine = labels(one)
        if name_of(one) == container and mine.get(PROJECT) == pair.desired.name:
            return mine.get(SERVICE)
    for name in pair.desired.services:
        base = pair.desired.container_name(name, 1)
        if container == base or (container.startswith(base.removesuffix("1")) and base[-1:] == "1"):
            return name
    return None


def _hosts(pair: Pair) -> Changes:
    before = sorted(one.replace(":", "=", 1) for one in pair.host.get("ExtraHosts") or ())
    yield from members(
        ("extra_hosts",), before, pair.service.get("extra_hosts") or [], ordered=False
    )


def _names(pair: Pair) -> Changes:
    said = pair.service.get("hostname")
    before = pair.config.get("Hostname") or ""
    apart = str(pair.host.get("NetworkMode") or "") != "host" and not pair.host.get("UTSMode")
    joined = str(pair.host.get("NetworkMode") or "").startswith("container:")
    if said is not None:
        for change in differing(("hostname",), before, said):
            yield change._replace(before=None if before == pair.id[:SHORT] else before)
    elif apart and not joined and before and before != pair.id[:SHORT]:
        yield Change(("hostname",), before, None)
    yield from _container_name(pair)


def _container_name(pair: Pair) -> Changes:
    before, number = made_as(pair), _number(pair)
    now = pair.desired.container_name(pair.name, number)
    plain = f"{pair.desired.name}-{pair.name}-{number}"
    if before and before != now and not before.startswith(f"{pair.id[:SHORT]}_"):
        said = pair.service.get("container_name")
        if said is not None or before != plain:
            yield Change(("container_name",), None if before == plain else before, said)


def _asked(found: dict[str, Any], pair: Pair) -> str | None:
    """The address of an attachment, if somebody asked for it: engines before 28 make one of the
    address of IP where nobody did, and only when the container starts."""
    address, ip = found.get("MacAddress") or None, found.get("IPAddress") or ""
    if address is None or not ip:
        return address
    _, _, minor = str((pair.state.engine or {}).get("api_version", "")).partition(".")
    if not minor.isdecimal() or int(minor) >= _OWN_MAC or ip.count(".") != _DOTS:
        return None
    made = ":".join(("02", "42", *(f"{int(part):02x}" for part in ip.split("."))))
    return None if address.lower() == made else address


def _mac(pair: Pair) -> Changes:
    """Engines keep the address with the container or with its network."""
    kept = pair.config.get("MacAddress") or None
    said = pair.service.get("mac_address")
    there = (pair.inspected.get("NetworkSettings") or {}).get("Networks") or {}
    of_network = {
        key: (settings or {}).get("mac_address")
        for key, settings in (pair.service.get("networks") or {}).items()
    }
    path: tuple[str, ...] = ("mac_address",)
    for key, address in of_network.items():
        if said is None and address is not None:
            said, path = address, ("networks", key, "mac_address")
    if said is None:
        asked = [kept, *(_asked(found or {}, pair) for found in there.values())]
        yield from differing(path, next(filter(None, asked), None), None)
        return
    known = [kept, *((found or {}).get("MacAddress") for found in there.values())]
    if said.lower() not in [str(one).lower() for one in known if one] and (kept or any(known)):
        was = [kept, *(_asked(found or {}, pair) for found in there.values())]
        yield Change(path, next(filter(None, was), None), said)
    elif kept is None and not any(known) and _tells_addresses(pair):
        yield Change(path, None, said)


def _tells_addresses(pair: Pair) -> bool:
    """One that has stopped has lost the address that it was asked to take."""
    state = pair.inspected.get("State") or {}
    return bool(state.get("Running")) or state.get("Status") == "created"
