"""How a container is reached and what it reaches: ports, networks, names, addresses."""

from __future__ import annotations

from typing import Any

from ..labels import PROJECT, SERVICE, labels, name_of
from .change import Change, differing, members, paired, within
from .models import port_key
from .pair import Changes, Pair

_SHORT = 12
_DOTS = 3
#: From this minor version of the API on an engine takes addresses by chance.
_OWN_MAC = 48
#: What the engine calls a container that is on no network of the file.
_MODES = ("host", "none", "bridge", "default")


def changes(pair: Pair) -> Changes:
    yield from _ports(pair)
    yield from _mode(pair)
    yield from _networks(pair)
    yield from _links(pair)
    yield from _hosts(pair)
    yield from _names(pair)
    yield from _mac(pair)


def _ports(pair: Pair) -> Changes:
    before = []
    for key, bindings in (pair.host.get("PortBindings") or {}).items():
        target, _, protocol = key.partition("/")
        for binding in bindings or ():
            before.append(_port(binding.get("HostIp"), target, binding.get("HostPort"), protocol))
    now = [
        _port(one.get("host_ip"), one["target"], one.get("published"), one["protocol"])
        for one in pair.service.get("ports") or ()
    ]
    # A range of ports stays one where the engine chooses among them.
    yield from paired(("ports",), before, now, port_key, ordered=False)


def _port(host: Any, target: Any, published: Any, protocol: str) -> dict[str, Any]:
    port = {"target": int(target), "protocol": protocol}
    if published and str(published) != "0":
        port["published"] = str(published)
    if host:
        port["host_ip"] = str(host)
    return port


def on_file(pair: Pair) -> dict[str, str]:
    """The networks that the service is to be on: the engine's name by that of the file."""
    known = pair.desired.networks
    return {
        key: str(known.get(key, {}).get("name", key)) for key in pair.service.get("networks") or ()
    }


def _mode(pair: Pair) -> Changes:
    kept = str(pair.host.get("NetworkMode") or "")
    before = pair.shared(kept)
    said = pair.service.get("network_mode")
    if said is None:
        gone = (kept in _MODES and kept not in ("default", "bridge")) or kept.startswith(
            "container:"
        )
        if gone and kept not in on_file(pair).values() and pair.service.get("networks"):
            yield from differing(("network_mode",), before, None)
        return
    now = pair.wanted_sharing(str(said))
    if {str(before), now} <= {"bridge", "default"}:
        return
    own = kept not in _MODES and not kept.startswith("container:")
    for change in differing(("network_mode",), before, now):
        yield change._replace(before=None if own else change.before, now=said)


def _networks(pair: Pair) -> Changes:
    if "network_mode" in pair.service:
        return  # that it is on no network of the file any more is the same news
    there = (pair.inspected.get("NetworkSettings") or {}).get("Networks") or {}
    wanted = on_file(pair)
    ids = {str(one.get("Id")): str(one.get("Name")) for one in pair.state.networks or ()}
    there = {ids.get(name, name): found for name, found in there.items()}
    own = str(pair.host.get("NetworkMode") or "")
    if own in _MODES or own.startswith("container:"):
        there = {}
        if set(wanted) == {"default"}:
            return
    for key, name in wanted.items():
        said = (pair.service.get("networks") or {}).get(key) or {}
        if name in there:
            yield from _attachment(pair, key, there[name] or {}, said)
        else:
            yield Change(("networks", key), None, said)
    for name, found in there.items():
        if name not in wanted.values() and _by_compose(pair, found or {}):
            key = _key(pair, name)
            if key != "default" or wanted:
                yield Change(("networks", key), {}, None)
    yield from _priority(pair, wanted, there)


def _by_compose(pair: Pair, found: dict[str, Any]) -> bool:
    """Whether Docker Compose attached a container: it gives it the name of its service, which
    `docker network connect` does not."""
    return pair.name in (found.get("Aliases") or ())


def _key(pair: Pair, name: str) -> str:
    """What a file called a network of the engine."""
    prefix = f"{pair.desired.name}_"
    for key, network in pair.desired.model.get("networks", {}).items():
        if network.get("name") == name:
            return str(key)
    for one in pair.state.networks or ():
        if one.get("Name") == name and labels(one).get(PROJECT) == pair.desired.name:
            return labels(one).get("com.docker.compose.network", name)
    return name.removeprefix(prefix)


def _attachment(pair: Pair, key: str, found: dict[str, Any], said: dict[str, Any]) -> Changes:
    path = ("networks", key)
    own = _own_names(pair)
    aliases = [one for one in found.get("Aliases") or () if one not in own]
    wanted = [one for one in said.get("aliases") or () if one not in own]
    yield from members((*path, "aliases"), _once(aliases), _once(wanted), ordered=False)
    ipam = found.get("IPAMConfig") or {}
    for field, name in (("ipv4_address", "IPv4Address"), ("ipv6_address", "IPv6Address")):
        yield from differing((*path, field), ipam.get(name) or None, said.get(field))
    local = ipam.get("LinkLocalIPs") or []
    yield from members(
        (*path, "link_local_ips"), local, said.get("link_local_ips") or [], ordered=False
    )
    options = dict(found.get("DriverOpts") or {})
    interface = options.pop("com.docker.network.endpoint.ifname", None)
    yield from within((*path, "driver_opts"), options, said.get("driver_opts") or {})
    yield from differing((*path, "interface_name"), interface, said.get("interface_name"))
    if "GwPriority" in found:
        before, now = found["GwPriority"] or None, said.get("gw_priority") or None
        yield from differing((*path, "gw_priority"), before, now)


def _once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _own_names(pair: Pair) -> set[str]:
    """The names that a container has on each network without being given them."""
    name = str(pair.inspected.get("Name", "")).removeprefix("/")
    return {
        *(name, pair.name, pair.id[:_SHORT], pair.config.get("Hostname") or ""),
        *(made_as(pair), pair.desired.container_name(pair.name, _number(pair))),
    }


def _number(pair: Pair) -> int:
    mine = (pair.config.get("Labels") or {}).get("com.docker.compose.container-number", "1")
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


def _priority(pair: Pair, wanted: dict[str, str], there: dict[str, Any]) -> Changes:
    """The network of the highest priority comes first."""
    first = str(pair.host.get("NetworkMode") or "")
    settings = pair.service.get("networks") or {}
    ordered = sorted(wanted, key=lambda key: (-((settings[key] or {}).get("priority") or 0), key))
    if not ordered or first not in wanted.values() or set(wanted.values()) - set(there):
        return
    if wanted[ordered[0]] != first:
        key = next(key for key, name in wanted.items() if name == first)
        for one in (ordered[0], key):
            said = (settings[one] or {}).get("priority")
            if said is not None or one == key:
                yield Change(("networks", one, "priority"), None, said)
                return


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
        elif alias not in (target, f"{service}-1") and not alias.startswith(f"{service}-"):
            before["links"].add(f"{service}:{alias}")
        elif alias == target:
            before["links"].add(f"{service}:{service}")
    for field in ("links", "external_links"):
        said = {_link(text) for text in pair.service.get(field) or ()}
        known = before[field] - {text for text in before[field] if _implied(text, said)}
        if said - before[field] or known - said:
            was = sorted(_short(one) for one in known | (said & before[field]))
            yield Change((field,), was or None, pair.service.get(field))


def _link(text: str) -> str:
    return text if ":" in text else f"{text}:{text}"


def _short(text: str) -> str:
    target, _, alias = text.partition(":")
    return target if target == alias else text


def _implied(text: str, said: set[str]) -> bool:
    """A link under another name gives the plain name along."""
    target, _, alias = text.partition(":")
    return target == alias and any(one.partition(":")[0] == target for one in said)


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
            yield change._replace(before=None if before == pair.id[:_SHORT] else before)
    elif apart and not joined and before and before != pair.id[:_SHORT]:
        yield Change(("hostname",), before, None)
    yield from _container_name(pair)


def _container_name(pair: Pair) -> Changes:
    before, number = made_as(pair), _number(pair)
    now = pair.desired.container_name(pair.name, number)
    plain = f"{pair.desired.name}-{pair.name}-{number}"
    if before and before != now and not before.startswith(f"{pair.id[:_SHORT]}_"):
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
    elif kept is None and not any(known) and pair.inspected.get("State", {}).get("Running"):
        yield Change(path, None, said)
