"""The whole project as `config` prints it."""

from __future__ import annotations

from typing import Any

from ..loading.paths import resolve
from ..model.casts import string
from ..model.services import external_name
from ..node import Mapping, Node, Scalar
from ..project import Project
from ..source import Source
from .paths import path_of
from .service import resolved_service
from .values import (
    OMIT,
    Convert,
    fields,
    flag,
    is_null,
    known_flag,
    mapping_of,
    pairs,
    plain,
    sequence_of,
    text,
)


def resolved(project: Project) -> dict[str, Any]:
    """The project in canonical form as JSON values, as `config` prints it: with every `$` doubled,
    so that the result read again means the same. See `model`.
    """
    escaped: dict[str, Any] = _escaped(model(project))
    return escaped


def model(project: Project) -> dict[str, Any]:
    """The project in canonical form, as JSON values; problems go to `project.problems`.

    Only for a project that is not refused: what a check would find is passed over here.
    """
    shown: dict[str, Any] = {"name": project.name}
    services = {}
    for name, _, service in project.services():
        if project.enabled(service):
            services[name] = resolved_service(
                name,
                service,
                project.environment,
                project.directory,
                project.read,
                project.problems.append,
            )
    shown["services"] = services
    jobs = _jobs(project)
    if jobs:
        # What only jobs use counts as unused (seen with Docker Compose 5.6.1).
        shown["jobs"] = jobs
    for section, convert in _RESOURCES.items():
        used = _USED[section](services)
        resources = {
            name: convert(project, name, node)
            for name, (_, node) in project.section(section).items()
            if name in used
        }
        if section == "networks" and "default" in used and "default" not in resources:
            resources["default"] = _network(project, "default", None)
        if resources:
            shown[section] = resources
    for name, node in project.root.items():
        if name.startswith("x-"):
            shown[name] = plain(node)
    return shown


def _jobs(project: Project) -> dict[str, Any]:
    return {
        name: resolved_service(
            name, job, project.environment, project.directory, project.read, project.problems.append
        )
        for name, (_, job) in project.section("jobs").items()
        if type(job) is Mapping and project.enabled(job)
    }


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("$", "$$")
    if isinstance(value, dict):
        return {_escaped(name): _escaped(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    return value


def _named(project: Project, key: str, node: Node | None) -> dict[str, Any]:
    """`name` and `external`, which all resources have."""
    shown: dict[str, Any] = {"name": f"{project.name}_{key}"}
    if type(node) is Mapping:
        external, name = external_name(node)
        own = node.get("name")
        if type(own) is Scalar and own.value is not None:
            name = string(own)
        if external:
            shown["external"] = True
        if own is not None and not is_null(own) and not name:
            del shown["name"]
        else:
            shown["name"] = name or (key if external else shown["name"])
    return shown


_IPAM: dict[str, Convert] = {
    "driver": text,
    "options": pairs,
    "config": sequence_of(
        mapping_of({"subnet": text, "gateway": text, "ip_range": text, "aux_addresses": pairs})
    ),
}
_NETWORK: dict[str, Convert] = {
    "attachable": flag,
    "driver": text,
    "driver_opts": pairs,
    "enable_ipv4": known_flag,
    "enable_ipv6": known_flag,
    "internal": flag,
    "ipam": mapping_of(_IPAM),
    "labels": pairs,
}


def _network(project: Project, key: str, node: Node | None) -> dict[str, Any]:
    return {"ipam": {}, **_named(project, key, node), **fields(node, _NETWORK)}


def _volume(project: Project, key: str, node: Node | None) -> dict[str, Any]:
    shown = _named(project, key, node)
    shown.update(fields(node, {"driver": text, "driver_opts": pairs, "labels": pairs}))
    options = shown.get("driver_opts", {})
    if shown.get("driver") == "local" and options.get("o") == "bind" and "device" in options:
        source = _device_source(node)
        home = source.environment.get("HOME")
        options["device"] = resolve(source.directory, options["device"], home)
    return shown


def _device_source(node: Node | None) -> Source:
    """The file that names the device of a volume, which can be merged of several."""
    assert type(node) is Mapping
    options = node.get("driver_opts")
    device = options.get("device") if type(options) is Mapping else None
    return (device or node).source


_FILE_OBJECT: dict[str, Convert] = {
    "content": text,
    "driver": text,
    "driver_opts": pairs,
    "environment": text,
    "file": lambda node: path_of(node) if type(node) is Scalar and not is_null(node) else OMIT,
    "labels": pairs,
    "template_driver": text,
}


def _file_object(project: Project, key: str, node: Node | None) -> dict[str, Any]:
    return {**_named(project, key, node), **fields(node, _FILE_OBJECT)}


_RESOURCES = {
    "networks": _network,
    "volumes": _volume,
    "secrets": _file_object,
    "configs": _file_object,
}


def used_networks(services: dict[str, Any]) -> set[str]:
    """The keys of the networks that services of the model are on."""
    return {name for service in services.values() for name in service.get("networks", ())}


def used_volumes(services: dict[str, Any]) -> set[str]:
    """The keys of the volumes that services of the model mount."""
    return {
        mount["source"]
        for service in services.values()
        for mount in service.get("volumes", ())
        if mount["type"] == "volume" and "source" in mount
    }


def _used_secrets(services: dict[str, Any]) -> set[str]:
    used = {
        grant["source"] for service in services.values() for grant in service.get("secrets", ())
    }
    for service in services.values():
        build = service.get("build", {})
        used.update(grant["source"] for grant in build.get("secrets", ()))
    return used


def _used_configs(services: dict[str, Any]) -> set[str]:
    return {
        grant["source"] for service in services.values() for grant in service.get("configs", ())
    }


_USED = {
    "networks": used_networks,
    "volumes": used_volumes,
    "secrets": _used_secrets,
    "configs": _used_configs,
}
