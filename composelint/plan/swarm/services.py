"""The services of a stack as `docker stack deploy` sends them to a swarm.

    specs(project, stack) -> {key: the body of POST /services/create}

Networks, secrets and configs are named, where the engine wants their ids in the end. Proved with
what the Docker CLI 28.2.2 sends for the files of the corpus (tests/plan/swarm).
"""

from __future__ import annotations

from typing import Any

from ...model.casts import label_map
from ...model.services import named_entries
from ...node import Mapping, Node
from ...project import Project
from . import deploy as of
from .container import container
from .namespace import IMAGE, NAMESPACE, is_user_defined
from .nodes import child, clean, text, texts
from .ports import endpoint
from .sections import named

Spec = dict[str, Any]


def specs(project: Project, stack: str) -> dict[str, Spec]:
    return {name: spec(project, stack, name, node) for name, _, node in project.services()}


def spec(project: Project, stack: str, name: str, service: Mapping) -> Spec:
    deploy = child(service, "deploy")
    made: Spec = {
        "Name": f"{stack}_{name}",
        "Labels": _labels(stack, service, deploy),
        "TaskTemplate": _task(project, stack, name, service),
        "Mode": of.mode(deploy),
        "EndpointSpec": endpoint(child(service, "ports"), child(deploy, "endpoint_mode")),
    }
    for key, word in (("update_config", "UpdateConfig"), ("rollback_config", "RollbackConfig")):
        config = of.update_config(child(deploy, key))
        if config is not None:
            made[word] = config
    return made


def _labels(stack: str, service: Mapping, deploy: Node | None) -> dict[str, str]:
    own = child(deploy, "labels")
    image = text(child(service, "image"))
    return {**({} if own is None else label_map(own)), NAMESPACE: stack, IMAGE: image}


def _task(project: Project, stack: str, name: str, service: Mapping) -> Spec:
    deploy = child(service, "deploy")
    task: Spec = {
        "ContainerSpec": container(project, stack, name, service),
        "Resources": of.resources(child(deploy, "resources")),
        "Placement": of.placement(child(deploy, "placement")),
        "Networks": attachments(project, stack, name, service),
        "ForceUpdate": 0,
    }
    restart = of.restart_policy(child(deploy, "restart_policy"), text(child(service, "restart")))
    if restart is not None:
        task["RestartPolicy"] = restart
    logging = child(service, "logging")
    if type(logging) is Mapping:
        options = child(logging, "options")
        pairs = label_map(options) if type(options) is Mapping else {}
        task["LogDriver"] = clean(
            {"Name": text(child(logging, "driver")), "Options": pairs or None}
        )
    return task


def networks_of(service: Mapping) -> dict[str, Node | None]:
    """The networks that a service is on by key; `default` where it names none."""
    node = child(service, "networks")
    return (named_entries(node) if node is not None else {}) or {"default": None}


def attachments(project: Project, stack: str, name: str, service: Mapping) -> list[Spec]:
    found = []
    for key, own in networks_of(service).items():
        target, _ = named(stack, key, child(project.root, "networks", key))
        aliases = texts(child(own, "aliases"))
        if is_user_defined(target):
            aliases.append(name)
        options = child(own, "driver_opts")
        pairs = label_map(options) if type(options) is Mapping else {}
        found.append(clean({"Target": target, "Aliases": aliases, "DriverOpts": pairs or None}))
    return sorted(found, key=lambda one: str(one["Target"]).encode())
