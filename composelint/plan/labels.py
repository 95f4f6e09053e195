"""The labels that Docker Compose puts on what it makes (seen with 5.6.1)."""

from __future__ import annotations

from typing import Any

_PREFIX = "com.docker.compose."

PROJECT = _PREFIX + "project"
SERVICE = _PREFIX + "service"
NUMBER = _PREFIX + "container-number"
ONE_OFF = _PREFIX + "oneoff"
HASH = _PREFIX + "config-hash"
IMAGE = _PREFIX + "image"
IMAGE_VOLUMES = _PREFIX + "image-volume-digest"
DEPENDS_ON = _PREFIX + "depends_on"
NETWORK = _PREFIX + "network"
VOLUME = _PREFIX + "volume"
RELEASE = _PREFIX + "version"
FOLDER = _PREFIX + "project.working_dir"
FILES = _PREFIX + "project.config_files"


def labels(one: dict[str, Any]) -> dict[str, str]:
    """The labels of a container, network, volume as listed; the engine writes null for none."""
    found = one.get("Labels")
    return found if isinstance(found, dict) else {}


def of_project(listed: list[dict[str, Any]] | None, project: str) -> list[dict[str, Any]]:
    """Those of a list that belong to a project."""
    return [one for one in listed or () if labels(one).get(PROJECT) == project]


def name_of(container: dict[str, Any]) -> str:
    """A listed container's own name: the engine writes a slash before it, and may list the names
    that links give it, with a slash within."""
    names = container.get("Names") or [container.get("Id", "")]
    own = [name for name in names if "/" not in str(name).removeprefix("/")]
    return str((own or names)[0]).removeprefix("/")
