"""Volumes, folders of the host, memory as a folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..container import Container
from ..quoting import csv
from ..records import Part
from .plain import Make, each


def _volumes(value: Any, container: Container) -> Iterator[Part]:
    for index, mount in enumerate(value):
        kind, field = mount.get("type", "volume"), f"volumes[{index}]"
        if kind == "bind":
            yield _bind(mount, field, container)
        elif kind == "volume":
            yield _volume(mount, field, container)
        elif kind == "tmpfs":
            yield _long(mount, *_tmpfs(mount.get("tmpfs") or {}))
        elif kind == "image":
            container.needs(field, "Docker Engine 28 or newer (a mount of an image)")
            subpath = (mount.get("image") or {}).get("subpath")
            yield _long(mount, *([f"image-subpath={subpath}"] if subpath else []))
        else:
            yield _long(mount)


def _bind(mount: dict[str, Any], field: str, container: Container) -> Part:
    """--volume where the folder may be made if missing, as only that does it."""
    bind = mount.get("bind") or {}
    source, target = mount.get("source", ""), mount.get("target", "")
    recursive, propagation = bind.get("recursive"), bind.get("propagation")
    if bind.get("create_host_path", True) and not recursive:
        modes = ["ro"] if mount.get("read_only") else []
        modes += [mode for mode in (bind.get("selinux"), propagation) if mode]
        return ("--volume", ":".join([source, target, *([",".join(modes)] if modes else [])]))
    if bind.get("selinux"):
        container.not_covered(f"{field}.bind.selinux", "--mount cannot say it")
    if recursive:
        container.needs(f"{field}.bind.recursive", "Docker Engine 25 or newer")
        if bind.get("create_host_path", True):
            container.needs(f"{field}.source", "the folder on the host: --mount makes none")
    fields = [f"bind-propagation={propagation}"] if propagation else []
    return _long(mount, *fields, *([f"bind-recursive={recursive}"] if recursive else []))


def _volume(mount: dict[str, Any], field: str, container: Container) -> Part:
    options, key = mount.get("volume") or {}, mount.get("source", "")
    name = container.desired.volumes[key]["name"] if key in container.desired.volumes else key
    if name and not options:
        return ("--volume", f"{name}:{mount['target']}{':ro' if mount.get('read_only') else ''}")
    fields = ["volume-nocopy"] if options.get("nocopy") else []
    if options.get("subpath"):
        container.needs(f"{field}.volume.subpath", "Docker Engine 26 or newer")
        fields.append(f"volume-subpath={options['subpath']}")
    fields += [f"volume-label={key}={value}" for key, value in options.get("labels", {}).items()]
    return _long({**mount, "source": name}, *fields)


def _tmpfs(options: dict[str, Any]) -> Iterator[str]:
    if int(options.get("size") or 0):
        yield f"tmpfs-size={options['size']}"
    if options.get("mode"):
        yield f"tmpfs-mode={int(options['mode']):o}"


def _long(mount: dict[str, Any], *options: str) -> Part:
    fields = [f"type={mount.get('type', 'volume')}"]
    if mount.get("source"):
        fields.append(f"source={mount['source']}")
    fields.append(f"target={mount.get('target', '')}")
    if mount.get("read_only"):
        fields.append("readonly")
    if mount.get("consistency"):
        fields.append(f"consistency={mount['consistency']}")
    return ("--mount", csv(*fields, *options))


def _from(value: Any, container: Container) -> Iterator[Part]:
    """Whole, whatever the entry says after the name (seen with Docker Compose 5.6.1)."""
    for entry in value:
        service, _, rest = entry.partition(":")
        if service == "container":
            yield ("--volumes-from", rest.partition(":")[0])
        else:
            yield ("--volumes-from", container.first_of(service))


TABLE: dict[str, Make] = {
    "volumes": _volumes,
    "tmpfs": each("--tmpfs"),
    "volumes_from": _from,
}
