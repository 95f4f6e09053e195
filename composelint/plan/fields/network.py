"""How a container is reached and what it reaches: ports, networks, names, addresses."""

from __future__ import annotations

from typing import Any

from ..labels import PROJECT, labels
from .change import Change, differing, members, paired, within
from .models import port_key
from .names import own_names
from .pair import Changes, Pair

#: What the engine calls a container that is on no network of the file.
_MODES = ("host", "none", "bridge", "default")


def changes(pair: Pair) -> Changes:
    yield from _ports(pair)
    yield from _mode(pair)
    yield from _networks(pair)


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
        gone = (kept in _MODES and kept != "default") or kept.startswith("container:")
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
    keys = {name: _key(pair, name) for name in there if name not in wanted.values()}
    # A network that was only given another name is none that the service lost.
    renamed = {key: name for name, key in keys.items() if _by_compose(pair, there[name] or {})}
    for key, name in wanted.items():
        said = (pair.service.get("networks") or {}).get(key) or {}
        if name in there or key in renamed:
            found = there[name if name in there else renamed[key]]
            yield from _attachment(pair, key, found or {}, said)
        else:
            yield Change(("networks", key), None, said)
    for key in renamed:
        if key not in wanted and (key != "default" or wanted):
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
    own = own_names(pair)
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
