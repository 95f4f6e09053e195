"""Every attribute of a service, and the one place where it is taken care of."""

from __future__ import annotations

from collections.abc import Iterator

from .container import Container
from .options import (
    blkio,
    devices,
    files,
    health,
    hosts,
    isolation,
    limits,
    logging,
    mounts,
    network,
    ports,
    process,
    restart,
)
from .options.plain import Make
from .records import Part

#: The modules with options, in the order in which they stand in a command.
MODULES = (
    *(process, network, ports, hosts, mounts, files, restart, health, limits, blkio, devices),
    *(isolation, logging),
)

#: The attribute -> the maker of its options.
MAKERS: dict[str, Make] = {key: make for module in MODULES for key, make in module.TABLE.items()}

#: Attributes that are no options, and the module that knows them.
ELSEWHERE = {
    "build": "build",
    "command": "program",
    "container_name": "container",
    "depends_on": "waits",
    "deploy": "attributes",
    "entrypoint": "program",
    "image": "images",
    "platform": "images",
    "post_start": "hooks",
    "pre_start": "hooks",
    "pull_policy": "images",
    "scale": "script",
}

#: What Docker Compose itself makes nothing of when it creates and starts containers detached, or
#: what the model has put in another attribute already.
WITHOUT_EFFECT = {
    "attach": "only for `up` with a terminal",
    "env_file": "part of environment",
    "extends": "merged",
    "label_file": "part of labels",
    "profiles": "which services there are",
    "pull_refresh_after": "for images that are there",
}

#: What no command of docker does for a container; told wherever it is said.
NOT_COVERED = {
    "cpu_count": "only for engines on Windows, and docker refuses it for others",
    "cpu_percent": "only for engines on Windows, and docker refuses it for others",
    "credential_spec": "only for containers of Windows",
    "develop": "docker has no watch",
    "models": "it needs Docker Model Runner",
    "pre_stop": "docker stop runs no hooks",
    "provider": "docker calls no provider: it is to be set up by hand",
    "triggers": "docker knows no triggers",
    "use_api_socket": "mount the socket and the credentials by hand",
}


def options(container: Container) -> Iterator[Part]:
    """The options of all attributes of a service, and notes on those that have none."""
    service = container.service
    for key, make in MAKERS.items():
        if service.get(key) is not None:
            yield from make(service[key], container)
    yield from network.mac_address(container)
    yield from _deployed(container)
    for key, reason in NOT_COVERED.items():
        if service.get(key):
            container.not_covered(key, reason)


def _deployed(container: Container) -> Iterator[Part]:
    """What `deploy` says is over what the service says."""
    deploy = container.service.get("deploy") or {}
    yield from restart.policy_of_deploy(deploy, container)
    yield from limits.limits_of_deploy(deploy, container)
    yield from devices.devices_of_deploy(deploy, container)
