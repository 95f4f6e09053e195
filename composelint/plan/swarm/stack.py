"""A stack: what its file wants, and what the swarm has of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ...errors import CannotLook
from ...project import Project
from ...state import State
from ..labels import labels
from ..places import Places
from .namespace import NAMESPACE, scoped
from .sections import Thing, contents, networks
from .services import Spec, networks_of, specs
from .stored import not_kept

Listed = dict[str, Any]


class Stack:
    """`specs` are the services by key, as the CLI would send them; `dropped` what the engine is
    too old for, by key. `kept` are the stack's services on the swarm by name."""

    def __init__(self, project: Project, state: State, *, prune: bool = False) -> None:
        if state.services is None:
            raise CannotLook(
                "the engine is no manager of a swarm: `docker swarm init` makes it one of its own, "
                "or ask a manager with --engine"
            )
        self.project = project
        self.state = state
        self.name = project.name
        self.prune = prune
        self.places = Places(project)
        self.specs: dict[str, Spec] = specs(project, self.name)
        self.dropped = {key: not_kept(spec, self.api) for key, spec in self.specs.items()}
        self.kept: dict[str, Listed] = {
            str(one["Spec"]["Name"]): one
            for one in state.services
            if labels(one["Spec"]).get(NAMESPACE) == self.name
        }

    @property
    def api(self) -> tuple[int, int]:
        """The version of the API that is spoken: not known, the oldest that has all of this."""
        written = str((self.state.engine or {}).get("api_version", ""))
        major, _, minor = written.partition(".")
        return (int(major), int(minor)) if major.isdigit() and minor.isdigit() else (1, 41)

    @cached_property
    def networks(self) -> list[Thing]:
        used = [key for _, _, service in self.project.services() for key in networks_of(service)]
        return networks(self.project, self.name, list(dict.fromkeys(used)))

    @cached_property
    def secrets(self) -> list[Thing]:
        return contents(self.project, self.name, "secrets")

    @cached_property
    def configs(self) -> list[Thing]:
        return contents(self.project, self.name, "configs")

    @cached_property
    def network_keys(self) -> dict[str, str]:
        return {thing.name: thing.key for thing in self.networks}

    def service(self, key: str) -> Listed | None:
        """The service of the stack that the swarm has under a key."""
        return self.kept.get(scoped(self.name, key))

    def removed(self) -> dict[str, Listed]:
        """The stack's services that the file does not have (any more), by name."""
        wanted = {spec["Name"] for spec in self.specs.values()}
        return {name: one for name, one in sorted(self.kept.items()) if name not in wanted}

    def listed(self, section: str, name: str) -> Listed | None:
        """A network, secret or config by name."""
        for one in getattr(self.state, section) or ():
            if (one.get("Name") or (one.get("Spec") or {}).get("Name")) == name:
                found: Listed = one
                return found
        return None

    def tasks(self, service_id: str) -> list[Listed]:
        return [one for one in self.state.tasks or () if one.get("ServiceID") == service_id]

    def nodes_of(self, service_id: str) -> list[Listed] | None:
        """The nodes on which tasks of a service run; None where that is not known."""
        if self.state.tasks is None or self.state.nodes is None:
            return None
        names = {
            one.get("NodeID")
            for one in self.tasks(service_id)
            if one.get("DesiredState") == "running" and one.get("NodeID")
        }
        return [one for one in self.state.nodes if one.get("ID") in names]

    def content(self, thing: Thing) -> bytes | None:
        """What lies in the file of a secret or config, None where it cannot be read."""
        try:
            return self.project.read(thing.file) if thing.file else None
        except OSError:
            return None
