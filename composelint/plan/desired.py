"""What a project wants to be there, as far as one run of `up` is about it."""

from __future__ import annotations

from typing import Any

from ..hashes import network_hash, service_hash, volume_hash
from ..project import Project
from ..resolved import model
from .options import Options


class Desired:
    """The canonical project, cut down to the services that are asked for.

    `services`, `networks` and `volumes` are entries of the canonical model (resolved.model, no
    `$` doubled); networks and volumes are those that these services use. `others` are the
    services of the file that this run is not about: off by profile, or not asked for. Their
    containers are no orphans.
    """

    __slots__ = (
        "model",
        "name",
        "networks",
        "options",
        "others",
        "project",
        "services",
        "volumes",
    )

    def __init__(self, project: Project, options: Options) -> None:
        self.project = project
        self.options = options
        self.name = project.name
        self.model: dict[str, Any] = model(project)
        self.services: dict[str, dict[str, Any]] = self.model["services"]
        self.networks: dict[str, dict[str, Any]] = self.model.get("networks", {})
        self.volumes: dict[str, dict[str, Any]] = self.model.get("volumes", {})
        self.others = frozenset(name for name, _, _ in project.services()) - self.services.keys()

    def service_hash(self, name: str) -> str:
        return service_hash(self.services[name])

    def network_hash(self, key: str) -> str:
        return network_hash(self.networks[key])

    def volume_hash(self, key: str) -> str:
        return volume_hash(self.volumes[key])
