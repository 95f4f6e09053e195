"""Configs and secrets: files of the host are mounted, texts are put into the container.

Docker Compose mounts files for reading only, and copies what the project itself says (`content`,
`environment`) into the container before it starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..container import Container
from ..quoting import csv, quote
from ..records import Part, Step, Unspeakable
from .plain import Make

#: The shell's function that puts a text into a container as a file.
PUT = "put"

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_ROOTS = {"secrets": "/run/secrets/", "configs": "/"}


def _mounted(section: str) -> Make:
    def make(value: Any, container: Container) -> Iterator[Part]:
        # A volume on the same target is what Docker Compose mounts there.
        taken = {mount.get("target") for mount in container.service.get("volumes") or ()}
        files = {}
        for grant in value:
            source, target = _definition(section, grant, container), _target(section, grant)
            if not _written(source) and target not in taken:
                files[target] = source.get("file", "")
        for target, file in files.items():
            fields = ("type=bind", f"source={file}", f"target={target}", "readonly")
            yield ("--mount", csv(*fields))

    return make


def _definition(section: str, grant: dict[str, Any], container: Container) -> dict[str, Any]:
    found: dict[str, Any] = container.desired.model.get(section, {}).get(grant["source"], {})
    refused = [key for key in ("external", "driver", "template_driver") if found.get(key)]
    if refused:
        raise Unspeakable(
            f"{section}.{grant['source']}",
            f"it is {refused[0]}, which needs a swarm"
            if refused[0] == "external"
            else f"Docker Compose refuses its {refused[0]}",
        )
    return found


def _written(source: dict[str, Any]) -> bool:
    """Whether the project says the text itself."""
    return bool(source.get("content") or source.get("environment"))


def _target(section: str, grant: dict[str, Any]) -> str:
    target = str(grant.get("target") or grant["source"])
    return target if target.startswith("/") else _ROOTS[section] + target


def copies(container: Container) -> Iterator[Step]:
    """A step for each file that is put into the container once it is made."""
    for section in ("secrets", "configs"):
        for grant in container.service.get(section) or ():
            source = _definition(section, grant, container)
            if _written(source):
                if container.service.get("read_only"):
                    raise Unspeakable(
                        section, "Docker Compose puts no text into a read_only container"
                    )
                yield _copy(section, grant, source, container)


def _copy(
    section: str, grant: dict[str, Any], source: dict[str, Any], container: Container
) -> Step:
    target, mode = _target(section, grant), str(grant.get("mode") or "0444")
    owner, group = str(grant.get("uid") or "0"), str(grant.get("gid") or "0")
    words = (container.own_name, target, mode, owner, group)
    shell = " ".join([PUT, _text(grant, source, container), *map(quote, words)])
    return Step("copy", container.own_name, container.name, (), shell, PUT)


def _text(grant: dict[str, Any], source: dict[str, Any], container: Container) -> str:
    """The text as a word; a variable's value is taken when the script runs, not written down."""
    name = source.get("environment")
    if source.get("content"):
        return quote(source["content"])
    if not _VARIABLE.fullmatch(name or ""):
        raise Unspeakable(grant["source"], f"{name!r} is no variable of a shell")
    return f'"${{{name}?is not set}}"'


TABLE: dict[str, Make] = {"configs": _mounted("configs"), "secrets": _mounted("secrets")}
