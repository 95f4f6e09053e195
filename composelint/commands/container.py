"""One container in the making: what the options are made from, and where notes go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..plan.desired import Desired
from ..resolved.deploy import deployed
from .records import NEEDS, NOT_COVERED, Note, Part


class Container:
    """Container `number` of the service `name`. `directory` is the project's folder.

    `notes` are shared by the containers of a service: each note is made once.
    """

    __slots__ = ("desired", "directory", "name", "notes", "number", "service")

    def __init__(
        self, desired: Desired, directory: str, name: str, number: int, notes: dict[Note, None]
    ) -> None:
        self.desired = desired
        self.directory = directory
        self.name = name
        self.number = number
        self.notes = notes
        self.service: dict[str, Any] = desired.services[name]

    @property
    def own_name(self) -> str:
        return self.desired.container_name(self.name, self.number)

    @property
    def alias(self) -> str:
        """Its name on its networks, beside that of the service."""
        return self.own_name

    @property
    def image(self) -> str:
        return str(self.service.get("image") or self.desired.image_name(self.name))

    def first_of(self, service: str) -> str:
        """The container that stands for another service: Docker Compose takes its first."""
        return self.desired.container_name(service, 1)

    def deployed(self, *path: str) -> Any:
        """A value below `deploy`, None where it is not said."""
        return deployed(self.service, *path)

    def not_covered(self, field: str, reason: str) -> None:
        self.notes[Note(NOT_COVERED, self.name, field, reason)] = None

    def needs(self, field: str, what: str) -> None:
        self.notes[Note(NEEDS, self.name, field, what)] = None

    def pairs(self, option: str, field: str, values: Mapping[str, str]) -> Iterator[Part]:
        """An option for each of `key=value`; a key with `=` in it would be read as a shorter."""
        for key, value in values.items():
            if "=" in key or not key:
                self.not_covered(field, f"the key {key!r} cannot be said: `=` ends a key")
            else:
                yield (option, f"{key}={value}")


class Hook(Container):
    """The container of a pre_start hook, which is like that of its service but for what the hook
    says. Docker Compose 5.6.1 numbers it 0 on its networks."""

    __slots__ = ("index",)

    def __init__(self, container: Container, index: int) -> None:
        super().__init__(container.desired, container.directory, container.name, 0, container.notes)
        self.index = index
        self.service = container.service["pre_start"][index]

    @property
    def own_name(self) -> str:
        return f"{self.desired.name}-{self.name}-pre_start-{self.index}"

    @property
    def alias(self) -> str:
        return self.desired.container_name(self.name, 0)
