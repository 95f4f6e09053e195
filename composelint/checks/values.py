"""Values that have a syntax and break it: CL103, beyond what the attribute table says.

What is `refused` was seen with Docker Compose 5.6.1 and 2.40.3; the rest `config` accepts, and
the engine refuses it when the container is made, or the project cannot work as written.
"""

from __future__ import annotations

from ..finding import Report
from ..node import Mapping, Path
from ..project import Project
from .judge import Check, Judge, mappings
from .value_commands import (
    build,
    command,
    develop,
    env_file,
    environment,
    extra_hosts,
    healthcheck,
    hooks,
)
from .value_limits import (
    any_duration,
    any_size,
    block_io,
    cpus,
    cpuset,
    deploy,
    device_requests,
    memory,
    restart,
    swappiness,
    ulimits,
)
from .value_mounts import cgroup_rules, devices, tmpfs_mounts, volumes
from .value_names import (
    capabilities,
    container_name,
    image,
    ipc,
    isolation,
    platform,
    security_options,
    stop_signal,
    working_dir,
)
from .value_networks import dns, ipam, mac_address, networks
from .value_numbers import each_whole, grants, storage_options
from .value_ports import expose, ports

#: What looks into each attribute of a service, of a job and of a `pre_start` container.
SERVICE: dict[str, Check] = {
    "blkio_config": block_io,
    "build": build,
    "cap_add": capabilities,
    "cap_drop": capabilities,
    "command": command,
    "configs": grants,
    "container_name": container_name,
    "cpus": cpus,
    "cpuset": cpuset,
    "deploy": deploy,
    "develop": develop,
    "device_cgroup_rules": cgroup_rules,
    "devices": devices,
    "dns": dns,
    "entrypoint": command,
    "env_file": env_file,
    "environment": environment,
    "expose": expose,
    "extra_hosts": extra_hosts,
    "gpus": device_requests,
    "group_add": each_whole,
    "healthcheck": healthcheck,
    "image": image,
    "ipc": ipc,
    "isolation": isolation,
    "mac_address": mac_address,
    "mem_limit": memory,
    "mem_reservation": memory,
    "mem_swappiness": swappiness,
    "memswap_limit": any_size,
    "networks": networks,
    "platform": platform,
    "ports": ports,
    "post_start": hooks,
    "pre_stop": hooks,
    "restart": restart,
    "secrets": grants,
    "security_opt": security_options,
    "shm_size": any_size,
    "stop_grace_period": any_duration,
    "stop_signal": stop_signal,
    "storage_opt": storage_options,
    "tmpfs": tmpfs_mounts,
    "ulimits": ulimits,
    "volumes": volumes,
    "working_dir": working_dir,
}


def check_values(project: Project, report: Report) -> None:
    """Report every value of a known syntax that is not of it."""
    judge = Judge(project, report)
    for name, _, service in project.services():
        judge.enter(service)
        container(judge, service, ("services", name))
        hooked = service.get("pre_start")
        for hook, path in mappings(hooked, ("services", name, "pre_start")):
            container(judge, hook, path)
    for name, (_, job) in project.section("jobs").items():
        if type(job) is Mapping:
            judge.enter(job, job=True)
            container(judge, job, ("jobs", name))
    for name, (_, network) in project.section("networks").items():
        if type(network) is Mapping:
            ipam(judge, network, ("networks", name))


def container(judge: Judge, service: Mapping, path: Path) -> None:
    """Judge the values of a service, or of what is written like one."""
    get = SERVICE.get
    for key, (_, value) in service.entries.items():
        check = get(key)
        if check is not None:
            check(judge, value, (*path, key))
