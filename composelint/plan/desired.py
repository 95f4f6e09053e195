"""What a project wants to be there, as far as one run of `up` is about it."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from ..hashes import network_hash, service_hash, volume_hash
from ..nearest import nearest
from ..project import Project
from ..resolved import model, used_networks, used_volumes
from .joins import CONTAINER, SERVICE, joins
from .options import Options


class NoSuchService(ValueError):
    """A service was asked for by name that the project, or this run, does not have; the message
    says so."""


class Desired:
    """The canonical project, cut down to the services that are asked for.

    `services`, `networks` and `volumes` are entries of the canonical model (resolved.model, no
    `$` doubled); networks and volumes are those that these services and their dependencies use.
    `others` are the services of the file that this run is not about: off by profile, or not asked
    for. Their containers are no orphans. `named` are the services that were asked for by name, all
    of `services` where none was: what else is there is so as a dependency of these.

    Raises NoSuchService.
    """

    __slots__ = (
        "model",
        "name",
        "named",
        "networks",
        "options",
        "others",
        "project",
        "services",
        "volumes",
    )

    def __init__(self, project: Project, options: Options) -> None:
        project = with_profiles_of(project, options.services)
        self.project = project
        self.options = options
        self.name = project.name
        self.model: dict[str, Any] = model(project)
        everything: dict[str, dict[str, Any]] = self.model["services"]
        chosen = _chosen(everything, options)
        for name, _ in options.scale:
            if name not in chosen:
                raise NoSuchService(f"--scale {name}: it is not among the services of this run")
        self.services = {name: everything[name] for name in sorted(chosen)}
        self.named = frozenset(options.services or self.services)
        self.others = frozenset(name for name, _, _ in project.services()) - chosen
        # --no-deps leaves out services, and not what they use (seen with Docker Compose 5.6.1).
        within = _chosen(everything, options._replace(no_deps=False))
        users = {name: everything[name] for name in within}
        self.networks = _part(self.model, "networks", used_networks(users))
        self.volumes = _part(self.model, "volumes", used_volumes(users))

    @property
    def remove_orphans(self) -> bool:
        """By its option, or the variable that stands for it (seen with Docker Compose 5.6.1)."""
        said = self.project.environment.get("COMPOSE_REMOVE_ORPHANS", "").strip().lower()
        return self.options.remove_orphans or said in ("1", "t", "true", "y")

    def scale(self, name: str) -> int:
        """How many containers a service is to have."""
        asked = dict(self.options.scale).get(name)
        if asked is not None:
            return asked
        service = self.services[name]
        replicas = service.get("deploy", {}).get("replicas")
        found = service.get("scale", 1 if replicas is None else replicas)
        return int(found)

    def container_name(self, name: str, number: int) -> str:
        own = self.services[name].get("container_name")
        return str(own) if own else f"{self.name}-{name}-{number}"

    def image_name(self, name: str) -> str:
        """What its containers are made of; what is built without a name gets one of its own."""
        return str(self.services[name].get("image") or f"{self.name}-{name}")

    def dependencies(self, name: str) -> dict[str, dict[str, Any]]:
        """The dependencies that this run is about as well."""
        found: dict[str, dict[str, Any]] = self.services[name].get("depends_on", {})
        return {key: value for key, value in found.items() if key in self.services}

    def network_hash(self, key: str) -> str:
        return network_hash(self.networks[key])

    def volume_hash(self, key: str) -> str:
        return volume_hash(self.volumes[key])

    def service_hash(self, name: str, containers: dict[str, str]) -> str:
        """The hash that Docker Compose would compare; `containers` are the ids that services are
        referred to by, as in `network_mode: service:db`."""
        return service_hash(with_references(self.services[name], containers))


def with_profiles_of(project: Project, names: Iterable[str]) -> Project:
    """The project with the profiles turned on that the named services have: to ask for a service
    is to want its profiles (seen with Docker Compose 5.6.1). Raises NoSuchService."""
    services = {name: service for name, _, service in project.services()}
    wanted = list(project.profiles)
    for name in names:
        if name not in services:
            near = nearest(name, services)
            meant = "" if near is None else f"; did you mean {near}?"
            raise NoSuchService(f"no such service: {name}{meant}")
        if not project.enabled(services[name]):
            wanted += project.profiles_of(services[name])
    if wanted == list(project.profiles):
        return project
    chosen = copy.copy(project)
    chosen.profiles = tuple(dict.fromkeys(wanted))
    return chosen


def with_references(service: dict[str, Any], containers: dict[str, str]) -> dict[str, Any]:
    """The service with services it refers to replaced by their containers, as they are when
    Docker Compose writes the hash (5.6.1); those that have no container stay."""
    changed = dict(service)
    if "volumes_from" in service:
        changed["volumes_from"] = list(service["volumes_from"])
    for attribute, place, kind, target in joins(service):
        if place is not None:
            # The mode (`:ro`) is lost on the way.
            named = target if kind == CONTAINER else containers.get(target)
            changed[attribute][place] = changed[attribute][place] if named is None else named
        elif kind == SERVICE and target in containers:
            changed[attribute] = f"{CONTAINER}:{containers[target]}"
    return changed


def _chosen(services: dict[str, dict[str, Any]], options: Options) -> set[str]:
    """The services asked for, with their dependencies unless --no-deps."""
    if not options.services:
        return set(services)
    chosen: set[str] = set()
    left = [name for name in options.services if name in services]
    while left:
        name = left.pop()
        if name not in chosen:
            chosen.add(name)
            if not options.no_deps:
                left += [key for key in services[name].get("depends_on", ()) if key in services]
    return chosen


def _part(shown: dict[str, Any], section: str, used: set[str]) -> dict[str, dict[str, Any]]:
    everything: dict[str, dict[str, Any]] = shown.get(section, {})
    return {key: everything[key] for key in sorted(everything) if key in used}
