"""A service or job as `config` prints it, attribute by attribute."""

from __future__ import annotations

import re
from typing import Any

from ..loading.paths import is_remote, resolve
from ..model.casts import label_map, string, text_list, variable_map
from ..model.devices import canonical_device, canonical_requests
from ..model.grants import canonical_grant, canonical_secret
from ..model.hosts import canonical_hosts
from ..model.limits import canonical_ulimits
from ..model.mounts import canonical_mount
from ..model.ports import canonical_ports
from ..model.services import (
    additional_contexts,
    canonical_dependencies,
    canonical_healthcheck,
    named_entries,
    ssh_keys,
)
from ..node import Mapping, Node, Scalar, Sequence
from .values import (
    OMIT,
    Convert,
    command,
    duration,
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
    size,
    text,
    texts,
    words,
)

#: `C:\\data`, `\\\\.\\pipe\\x`: paths of another system stay as they are.
_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")


def path_of(node: Scalar) -> str:
    """A path in a Compose file, absolute: relative to the folder that its file reads from."""
    source = node.source
    return resolve(source.directory, string(node), source.environment.get("HOME"))


def path(node: Node) -> Any:
    return path_of(node) if type(node) is Scalar and node.value is not None else OMIT


def context_of(node: Scalar, text: str) -> str:
    """A build context: a folder, or what is fetched from elsewhere, as it stands."""
    if "://" in text or is_remote(text) or text.startswith("service:"):
        return text
    source = node.source
    return resolve(source.directory, text, source.environment.get("HOME"))


def _ports(node: Node) -> Any:
    """Ports spread out, a later one of the same key in the place of the earlier."""
    if type(node) is not Sequence:
        return OMIT
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for item, one in zip(node.items, _each(node), strict=True):
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


def sequence_of(convert: Convert) -> Convert:
    """A list, each entry by `convert`; an empty one, or what is no list, is left out."""

    def convert_list(node: Node) -> Any:
        if type(node) is not Sequence:
            return OMIT
        return [convert(item) for item in node.items if not is_null(item)] or OMIT

    return convert_list


def _ulimits(node: Node) -> Any:
    return canonical_ulimits(node) or OMIT if type(node) is Mapping else OMIT


def _hosts(node: Node) -> Any:
    return OMIT if is_null(node) else canonical_hosts(node) or OMIT


def _contexts(node: Node) -> Any:
    if is_null(node):
        return OMIT
    shown = {}
    for one in _each(node):
        for name, value in additional_contexts(one).items():
            # Each is relative to the file that it comes from.
            owner = one.get(name) if type(one) is Mapping else one
            place = Scalar((owner or one).source, 0, 0, "", "", "", True)
            shown[name] = context_of(place, value)
    return shown or OMIT


def _each(node: Node) -> list[Node]:
    """The items of a list, each as a list of its own; anything else as it is."""
    if type(node) is not Sequence:
        return [node]
    return [Sequence(item.source, item.start, item.end, "", [item]) for item in node.items]


def _args(node: Node) -> Any:
    """Build arguments; one without a value takes it from the environment, or is left out."""
    if is_null(node):
        return OMIT
    environment = node.source.environment
    shown = {}
    for name, value in variable_map(node).items():
        if value is None:
            value = environment.get(name)
        if value is not None:
            shown[name] = value
    return shown or OMIT


def _context(node: Node) -> Any:
    return context_of(node, string(node)) if type(node) is Scalar else OMIT


def _ssh(node: Node) -> Any:
    keys = ssh_keys(node) if not is_null(node) else {}
    return [f"{name}={value}" if value else name for name, value in keys.items()] or OMIT


_BUILD: dict[str, Convert] = {
    "additional_contexts": _contexts,
    "args": _args,
    "cache_from": texts,
    "cache_to": texts,
    "context": _context,
    "dockerfile": text,
    "dockerfile_inline": text,
    "entitlements": texts,
    "extra_hosts": _hosts,
    "isolation": text,
    "labels": pairs,
    "network": text,
    "no_cache": flag,
    "no_cache_filter": texts,
    "platforms": texts,
    "privileged": flag,
    "provenance": text,
    "pull": flag,
    "sbom": text,
    "secrets": sequence_of(canonical_grant),
    "shm_size": size,
    "ssh": _ssh,
    "tags": texts,
    "target": text,
    "ulimits": _ulimits,
}


def build(node: Node) -> Any:
    if type(node) is Scalar:
        if node.value is None:
            return OMIT
        shown = {"context": context_of(node, string(node))}
    else:
        shown = fields(node, _BUILD)
    inline = node.get("dockerfile_inline") if type(node) is Mapping else None
    if "dockerfile" not in shown and is_null(inline):
        shown["dockerfile"] = "Dockerfile"
    return shown


_LIMITS: dict[str, Convert] = {"cpus": fraction, "memory": size, "pids": number}


def _generic_resource(node: Node) -> Any:
    return mapping_of(
        {"discrete_resource_spec": mapping_of({"kind": text, "value": known_number})}
    )(node)


_RESERVATIONS: dict[str, Convert] = {
    **_LIMITS,
    "devices": lambda node: canonical_requests(node) or OMIT,
    "generic_resources": sequence_of(_generic_resource),
}


_UPDATE: dict[str, Convert] = {
    "parallelism": known_number,
    "delay": lambda node: _nonzero(duration(node)),
    "failure_action": text,
    "monitor": lambda node: _nonzero(duration(node)),
    "max_failure_ratio": fraction,
    "order": text,
}


def _nonzero(shown: Any) -> Any:
    return OMIT if shown == "0s" else shown


_DEPLOY: dict[str, Convert] = {
    "mode": text,
    "replicas": known_number,
    "labels": pairs,
    "update_config": mapping_of(_UPDATE),
    "rollback_config": mapping_of(_UPDATE),
    "resources": mapping_of(
        {"limits": mapping_of(_LIMITS), "reservations": mapping_of(_RESERVATIONS)}
    ),
    "restart_policy": mapping_of(
        {
            "condition": text,
            "delay": duration,
            "max_attempts": known_number,
            "window": duration,
        }
    ),
    "placement": mapping_of(
        {
            "constraints": texts,
            "preferences": sequence_of(mapping_of({"spread": text})),
            "max_replicas_per_node": number,
        }
    ),
    "endpoint_mode": text,
}


def _deploy(node: Node) -> Any:
    if is_null(node):
        return OMIT
    return {"resources": {}, "placement": {}, **fields(node, _DEPLOY)}


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
    "deploy": _deploy,
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
    "extra_hosts": _hosts,
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
    "ulimits": _ulimits,
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
