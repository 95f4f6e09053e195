"""An engine on which an earlier state of the project is up: what a branch is planned against.

Nothing is asked; containers, networks and volumes are as Docker Compose 5.6.1 would have made them
(labels and hashes as seen on an engine), all running. An image is taken to be the same as long as
its name is: nobody knows here what a tag points to.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ..state import State
from .desired import Desired
from .images import engine_name
from .labels import (
    DEPENDS_ON,
    FILES,
    FOLDER,
    HASH,
    IMAGE,
    NETWORK,
    NUMBER,
    ONE_OFF,
    PROJECT,
    RELEASE,
    SERVICE,
    VOLUME,
)

_RELEASE = "5.6.1"
#: Networks that every engine has.
_OF_ENGINE = ("bridge", "host", "none")


def state_of(before: Desired) -> State:
    """What an engine would have after `up` of that state."""
    ids = {
        name: _id("container", before.name, name, "1")
        for name in before.services
        if before.scale(name) > 0
    }
    networks = [_network(before, key) for key in before.networks]
    networks += [{"Name": name, "Id": _id("network", name), "Labels": {}} for name in _OF_ENGINE]
    return State(
        {
            "networks": networks,
            "volumes": [_volume(before, key) for key in before.volumes],
            "containers": [
                _container(before, name, number, ids)
                for name in before.services
                for number in range(1, before.scale(name) + 1)
            ],
            "images": _images(before),
        }
    )


def _id(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()


def image_id(name: str) -> str:
    """An id for an image of that name: the same for the same name."""
    return f"sha256:{_id('image', engine_name(name))}"


def _images(before: Desired) -> list[dict[str, Any]]:
    names = dict.fromkeys(before.image_name(name) for name in before.services)
    return [{"Id": image_id(name), "RepoTags": [engine_name(name)], "Labels": {}} for name in names]


def _network(before: Desired, key: str) -> dict[str, Any]:
    network = before.networks[key]
    name = str(network["name"])
    labels = _labels(before, network, NETWORK, key, before.network_hash(key))
    return {
        "Name": name,
        "Id": _id("network", name),
        "Driver": network.get("driver", "bridge"),
        "Labels": labels,
    }


def _volume(before: Desired, key: str) -> dict[str, Any]:
    volume = before.volumes[key]
    labels = _labels(before, volume, VOLUME, key, before.volume_hash(key))
    return {"Name": str(volume["name"]), "Driver": volume.get("driver", "local"), "Labels": labels}


def _labels(
    before: Desired, thing: dict[str, Any], label: str, key: str, digest: str
) -> dict[str, str]:
    """The labels of a network or volume; none for what is made elsewhere."""
    if thing.get("external"):
        return {}
    mine = {PROJECT: before.name, label: key, HASH: digest, RELEASE: _RELEASE}
    return {**thing.get("labels", {}), **mine}


def _container(before: Desired, name: str, number: int, ids: dict[str, str]) -> dict[str, Any]:
    service = before.services[name]
    image = before.image_name(name)
    return {
        "Id": _id("container", before.name, name, str(number)),
        "Names": [f"/{before.container_name(name, number)}"],
        "Image": image,
        "ImageID": image_id(image),
        "Created": number,
        "State": "running",
        "Labels": {
            **service.get("labels", {}),
            PROJECT: before.name,
            SERVICE: name,
            NUMBER: str(number),
            ONE_OFF: "False",
            HASH: before.service_hash(name, ids),
            IMAGE: image_id(image),
            DEPENDS_ON: _dependencies(before, name),
            RELEASE: _RELEASE,
            FOLDER: before.project.directory,
            FILES: ",".join(before.project.files),
        },
        "NetworkSettings": {"Networks": _attached(before, service)},
        "Mounts": _mounts(before, service),
    }


def _dependencies(before: Desired, name: str) -> str:
    """The label for what a service depends on, less what no profile brings in."""
    return ",".join(
        f"{other}:{about['condition']}:{str(bool(about.get('restart'))).lower()}"
        for other, about in sorted(before.dependencies(name).items())
    )


def _attached(before: Desired, service: dict[str, Any]) -> dict[str, Any]:
    names = [
        str(before.networks[key]["name"])
        for key in service.get("networks") or ()
        if key in before.networks
    ]
    mode = service.get("network_mode")
    if mode in _OF_ENGINE:
        names = [str(mode)]
    return {name: {"NetworkID": _id("network", name)} for name in names}


def _mounts(before: Desired, service: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for mount in service.get("volumes", ()):
        if mount["type"] == "volume":
            source = mount.get("source")
            # One that has no name got one of the engine.
            name = _id("anonymous", mount["target"])
            if source is not None:
                name = str(before.volumes.get(source, {}).get("name", source))
            found.append({"Type": "volume", "Name": name, "Destination": mount["target"]})
        else:
            found.append(
                {
                    "Type": mount["type"],
                    "Source": mount.get("source", ""),
                    "Destination": mount["target"],
                }
            )
    return found
