"""The order in which Docker Compose writes the keys of a service, network or volume to hash them.

It is no order that one could work out: that of the fields in Docker Compose's own records, which
is not the order that `config --format json` prints them in. Proved key by key against Docker
Compose 5.6.1 (tests/hashes/): a single pair the other way round gives another hash.
"""

from __future__ import annotations

from typing import NamedTuple


class Shape(NamedTuple):
    """The keys of a mapping in their order, and the shapes of the values that have one.

    The shape of a list is that of its entries. Where `entries` is set, the keys are names that a
    user gave, which are sorted, and each value has that shape.
    """

    keys: tuple[str, ...] = ()
    within: dict[str, Shape] = {}  # noqa: RUF012  (a NamedTuple's default; nobody writes to it)
    entries: Shape | None = None


def _shape(keys: str, **within: Shape) -> Shape:
    return Shape(tuple(keys.split()), within)


def _named(keys: str, **within: Shape) -> Shape:
    return Shape(entries=_shape(keys, **within))


_WEIGHT = _shape("Path Weight")
_RATE = _shape("Path Rate")
_BLKIO = _shape(
    """
    weight weight_device device_read_bps device_read_iops device_write_bps device_write_iops
    """,
    weight_device=_WEIGHT,
    device_read_bps=_RATE,
    device_read_iops=_RATE,
    device_write_bps=_RATE,
    device_write_iops=_RATE,
)
_GRANT = _shape("source target uid gid mode")
_REQUEST = _shape("capabilities driver count device_ids options")
_UPDATE = _shape("parallelism delay failure_action monitor max_failure_ratio order")
_RESERVED = _shape(
    "cpus memory devices generic_resources",
    devices=_REQUEST,
    generic_resources=_shape("discrete_resource_spec", discrete_resource_spec=_shape("kind value")),
)
_DEPLOY = _shape(
    """
    mode replicas labels update_config rollback_config resources restart_policy placement
    endpoint_mode
    """,
    update_config=_UPDATE,
    rollback_config=_UPDATE,
    resources=_shape(
        "limits reservations", limits=_shape("cpus memory pids"), reservations=_RESERVED
    ),
    restart_policy=_shape("condition delay max_attempts window"),
    placement=_shape("constraints preferences max_replicas_per_node", preferences=_shape("spread")),
)
_HOOK = _shape("command user privileged working_dir environment")
_DEVELOP = _shape(
    "watch",
    watch=_shape("path action target exec include ignore initial_sync", exec=_HOOK),
)
_MOUNT = _shape(
    "type source target read_only consistency bind volume tmpfs image",
    bind=_shape("selinux propagation create_host_path recursive"),
    volume=_shape("labels nocopy subpath"),
    tmpfs=_shape("size mode"),
    image=_shape("subpath"),
)

_HEALTH = _shape("test timeout interval retries start_period start_interval disable")
_ATTACHMENT = _named(
    """
    aliases driver_opts gw_priority interface_name ipv4_address ipv6_address link_local_ips
    mac_address priority
    """
)
#: What a service and a pre_start hook both have.
_CONTAINER = {
    "blkio_config": _BLKIO,
    "configs": _GRANT,
    "credential_spec": _shape("config file registry"),
    "devices": _shape("source target permissions"),
    "gpus": _REQUEST,
    "logging": _shape("driver options"),
    "models": _named("endpoint_var model_var"),
    "networks": _ATTACHMENT,
    "secrets": _GRANT,
    "ulimits": _named("soft hard"),
    "volumes": _MOUNT,
}
#: A container of its own before the service's.
_PRE_START = _shape(
    """
    annotations blkio_config cap_add cap_drop cgroup_parent cgroup cpu_count cpu_percent
    cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares command configs
    credential_spec device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint
    environment env_file extra_hosts group_add gpus hostname image init ipc isolation labels
    label_file logging mem_limit mem_reservation memswap_limit mem_swappiness mac_address models
    network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform privileged
    pull_policy pull_refresh_after read_only runtime secrets security_opt shm_size
    stop_grace_period stop_signal storage_opt sysctls tmpfs ulimits use_api_socket user
    userns_mode uts volumes volumes_from working_dir per_replica
    """,
    env_file=_shape("path required format"),
    **_CONTAINER,
)

SERVICE = _shape(
    """
    annotations attach develop blkio_config cap_add cap_drop cgroup_parent cgroup cpu_count
    cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares command
    configs container_name credential_spec deploy device_cgroup_rules devices dns dns_opt
    dns_search domainname entrypoint provider environment expose extends external_links
    extra_hosts group_add gpus hostname healthcheck image init ipc isolation labels label_file
    links logging mem_limit mem_reservation memswap_limit mem_swappiness mac_address models
    network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform ports privileged
    read_only restart runtime secrets security_opt shm_size stdin_open stop_grace_period
    stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes
    volumes_from working_dir pre_start post_start pre_stop pull_refresh_after
    """,
    deploy=_DEPLOY,
    develop=_DEVELOP,
    extends=_shape("file service"),
    healthcheck=_HEALTH,
    ports=_shape("name mode host_ip target published protocol app_protocol"),
    post_start=_HOOK,
    pre_start=_PRE_START,
    pre_stop=_HOOK,
    provider=_shape("type options"),
    **_CONTAINER,
)

NETWORK = _shape(
    """
    name driver driver_opts ipam external internal attachable labels enable_ipv4 enable_ipv6
    """,
    ipam=_shape("driver config", config=_shape("subnet gateway ip_range aux_addresses")),
)

VOLUME = _shape("name driver driver_opts external labels")
