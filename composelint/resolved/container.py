"""A service or job as `config` prints it, attribute by attribute."""

from __future__ import annotations

import re
from typing import Any

from ..loading.paths import resolve
from ..model.casts import label_map, text_list, variable_map
from ..model.devices import canonical_device, canonical_requests
from ..model.grants import canonical_grant, canonical_secret
from ..model.mounts import canonical_mount
from ..model.ports import canonical_ports
from ..model.services import canonical_dependencies, canonical_healthcheck, named_entries
from ..node import Mapping, Node, Scalar, Sequence
from .build import build, hosts, ulimits
from .deploy import deploy
from .paths import path, path_of
from .values import (
    OMIT,
    Convert,
    command,
    duration,
    each,
    fields,
    flag,
    fraction,
    is_null,
    known_flag,
    known_number,
    mapping_of,
    number,
    pairs,
    plain,
    sequence_of,
    size,
    text,
    texts,
    words,
)

#: `C:\\data`, `\\\\.\\pipe\\x`: paths of another system stay as they are.
_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")


def _ports(node: Node) -> Any:
    """Ports spread out, a later one of the same key in the place of the earlier."""
    if type(node) is not Sequence:
        return OMIT
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for item, one in zip(node.items, each(node), strict=True):
        published = item.get("published") if type(item) is Mapping else None
        # Docker Compose takes a published port that is a number for another than its text.
        kind = type(published.value) if type(published) is Scalar else str
        assert type(one) is Sequence
        for port in canonical_ports(one):
            key = (
                port.get("host_ip", "0.0.0.0"),
                port.get("published", ""),
                port.get("target"),
                port.get("protocol", "tcp"),
                kind,
            )
            seen[key] = port
    return list(seen.values()) or OMIT


def _mount(node: Node) -> dict[str, Any]:
    mount = canonical_mount(node)
    source = mount.get("source")
    if mount.get("type") == "bind" and source is not None and not _WINDOWS.match(source):
        owner = node
        if type(node) is Mapping:
            owner = node.get("source") or node
        mount["source"] = resolve(
            owner.source.directory, source, owner.source.environment.get("HOME")
        )
    return mount


def _volumes(node: Node) -> Any:
    if type(node) is not Sequence:
        return OMIT
    mounts: dict[str, dict[str, Any]] = {}
    for item in node.items:
        if not is_null(item):
            mount = _mount(item)
            mounts[str(mount.get("target"))] = mount
    return list(mounts.values()) or OMIT


def _device(name: str, convert: Convert, zero: Any) -> Convert:
    def convert_entry(node: Node) -> Any:
        # Go prints these two by the names of their fields, and always.
        shown = {"path": "", name: zero, **fields(node, {"path": text, name: convert})}
        return {key.capitalize(): found for key, found in shown.items()}

    return convert_entry


_RATE = sequence_of(_device("rate", size, "0"))
_BLKIO: dict[str, Convert] = {
    "weight": number,
    "weight_device": sequence_of(_device("weight", number, 0)),
    "device_read_bps": _RATE,
    "device_read_iops": _RATE,
    "device_write_bps": _RATE,
    "device_write_iops": _RATE,
}


def _variables(node: Node) -> Any:
    return OMIT if is_null(node) else variable_map(node) or OMIT


_HOOK: dict[str, Convert] = {
    "command": words,
    "user": text,
    "privileged": flag,
    "working_dir": text,
    "environment": _variables,
}


def _watch(node: Node) -> dict[str, Any]:
    shown = fields(
        node,
        {
            "path": path,
            "action": text,
            "target": text,
            "ignore": texts,
            "include": texts,
            "initial_sync": flag,
            "exec": mapping_of({"command": command, **{k: _HOOK[k] for k in _HOOK_REST}}),
        },
    )
    execution = shown.setdefault("exec", {})
    execution.setdefault("command", None)
    return shown


_HOOK_REST = ("user", "privileged", "working_dir", "environment")


def _options(node: Node) -> Any:
    """A provider's options: each a list of texts."""
    if type(node) is not Mapping:
        return OMIT
    return {name: found for name, value in node.items() if (found := text_list(value))} or OMIT


_ATTACHMENT: dict[str, Convert] = {
    "aliases": texts,
    "driver_opts": pairs,
    "gw_priority": number,
    "interface_name": text,
    "ipv4_address": text,
    "ipv6_address": text,
    "link_local_ips": texts,
    "mac_address": text,
    "priority": number,
}


def _networks(node: Node) -> Any:
    if is_null(node):
        return OMIT
    entries = named_entries(node)
    return {
        name: None if value is None else fields(value, _ATTACHMENT)
        for name, value in entries.items()
    } or OMIT


def _models(node: Node) -> Any:
    if is_null(node):
        return OMIT
    table: dict[str, Convert] = {"endpoint_var": text, "model_var": text}
    return {
        name: None if value is None else fields(value, table)
        for name, value in named_entries(node).items()
    } or OMIT


def _pull_policy(node: Node) -> Any:
    found = text(node)
    return "missing" if found == "if_not_present" else found


def _label_files(node: Node) -> Any:
    items = node.items if type(node) is Sequence else [node]
    return [path_of(item) for item in items if type(item) is Scalar] or OMIT


def _storage(node: Node) -> Any:
    return label_map(node) or OMIT if type(node) is Mapping else OMIT


CONTAINER: dict[str, Convert] = {
    "annotations": pairs,
    "attach": known_flag,
    "blkio_config": mapping_of(_BLKIO),
    "build": build,
    "cap_add": texts,
    "cap_drop": texts,
    "cgroup": text,
    "cgroup_parent": text,
    "command": command,
    "configs": sequence_of(canonical_grant),
    "container_name": text,
    "cpu_count": number,
    "cpu_percent": fraction,
    "cpu_period": number,
    "cpu_quota": number,
    "cpu_rt_period": number,
    "cpu_rt_runtime": number,
    "cpu_shares": number,
    "cpus": fraction,
    "cpuset": text,
    "credential_spec": mapping_of({"config": text, "file": text, "registry": text}),
    "depends_on": lambda node: OMIT if is_null(node) else canonical_dependencies(node) or OMIT,
    "deploy": deploy,
    "develop": mapping_of({"watch": sequence_of(_watch)}),
    "device_cgroup_rules": texts,
    "devices": sequence_of(canonical_device),
    "dns": texts,
    "dns_opt": texts,
    "dns_search": texts,
    "domainname": text,
    "entrypoint": command,
    "expose": texts,
    "external_links": texts,
    "extra_hosts": hosts,
    "gpus": lambda node: canonical_requests(node) or OMIT,
    "group_add": texts,
    "healthcheck": lambda node: canonical_healthcheck(node) if type(node) is Mapping else OMIT,
    "hostname": text,
    "image": text,
    "init": known_flag,
    "ipc": text,
    "isolation": text,
    "label_file": _label_files,
    "labels": pairs,
    "links": texts,
    "logging": mapping_of({"driver": text, "options": pairs}),
    "mac_address": text,
    "mem_limit": size,
    "mem_reservation": size,
    "mem_swappiness": size,
    "memswap_limit": size,
    "models": _models,
    "network_mode": text,
    "networks": _networks,
    "oom_kill_disable": flag,
    "oom_score_adj": number,
    "pid": text,
    "pids_limit": number,
    "platform": text,
    "ports": _ports,
    "post_start": sequence_of(mapping_of(_HOOK)),
    "pre_stop": sequence_of(mapping_of(_HOOK)),
    "privileged": flag,
    "profiles": texts,
    "provider": mapping_of({"type": text, "options": _options}),
    "pull_policy": _pull_policy,
    "pull_refresh_after": text,
    "read_only": flag,
    "restart": text,
    "runtime": text,
    "scale": known_number,
    "secrets": sequence_of(canonical_secret),
    "security_opt": texts,
    "shm_size": size,
    "stdin_open": flag,
    "stop_grace_period": duration,
    "stop_signal": text,
    "storage_opt": _storage,
    "sysctls": pairs,
    "tmpfs": texts,
    "triggers": plain,
    "tty": flag,
    "ulimits": ulimits,
    "use_api_socket": flag,
    "user": text,
    "userns_mode": text,
    "uts": text,
    "volumes": _volumes,
    "volumes_from": texts,
    "working_dir": text,
}


#: What a pre_start hook takes over from its service where it does not say so itself; mounts come
#: by another way (seen with Docker Compose 5.6.1).
INHERITED = frozenset(
    """
    annotations blkio_config cap_add cap_drop cgroup cgroup_parent command configs
    cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares
    cpus cpuset credential_spec device_cgroup_rules devices dns dns_opt dns_search
    domainname entrypoint env_file environment extra_hosts gpus group_add hostname image
    init ipc isolation label_file labels logging mac_address mem_limit mem_reservation
    mem_swappiness memswap_limit models network_mode networks oom_kill_disable
    oom_score_adj pid pids_limit platform privileged pull_policy pull_refresh_after
    read_only runtime secrets security_opt shm_size stop_grace_period stop_signal
    storage_opt sysctls tmpfs ulimits use_api_socket user userns_mode uts volumes_from
    working_dir
    """.split()
)
