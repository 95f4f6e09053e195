"""The whole script: everything in the order in which it has to come."""

from __future__ import annotations

from collections.abc import Iterator

from ..plan.desired import Desired
from ..plan.order import in_dependency_order
from . import attributes, images
from .container import Container
from .create import connected, create
from .hooks import after, before
from .networks import networks
from .options.files import copies
from .records import NOT_COVERED, Note, Script, Section, Step, Unspeakable
from .volumes import volumes
from .waits import waits


def script(desired: Desired, directory: str) -> Script:
    """The commands for the services that `desired` is about; `directory` is the project's."""
    making = _Making(desired, directory)
    notes = making.notes
    common = {
        "Networks": networks(desired, notes),
        "Volumes": volumes(desired, notes),
        "Images": images.images(desired, directory, notes),
    }
    sections = [Section(title, None, tuple(steps)) for title, steps in common.items()]
    sections = [section for section in sections if section.steps]
    for name in in_dependency_order(desired):
        steps = tuple(making.service(name))
        sections.append(Section(_title(desired, name), name, steps))
    return Script(desired.name, tuple(sections), tuple(notes))


def _title(desired: Desired, name: str) -> str:
    scale = desired.scale(name)
    return name if scale == 1 else f"{name}: {scale} containers"


class _Making:
    """A script in the making. `waited` are the conditions that steps have waited for."""

    def __init__(self, desired: Desired, directory: str) -> None:
        self.desired = desired
        self.directory = directory
        self.notes: dict[Note, None] = {}
        self.waited: set[tuple[str, str]] = set()

    def service(self, name: str) -> list[Step]:
        """The steps of a service; none where a container of it cannot be made."""
        made: list[Step] = []
        try:
            for number in range(1, self.desired.scale(name) + 1):
                container = self._container(name, number)
                made += waits(container, self.waited) if number == 1 else ()
                made += _made(container)
        except Unspeakable as error:
            reason = f"{error.reason}; the service is left out"
            self.notes[Note(NOT_COVERED, name, error.field, reason)] = None
            return []
        return made

    def _container(self, name: str, number: int) -> Container:
        container = Container(self.desired, self.directory, name, number, self.notes)
        if "provider" in container.service:
            raise Unspeakable("provider", attributes.NOT_COVERED["provider"])
        return container


def _made(container: Container) -> Iterator[Step]:
    """One container: by `docker run` where nothing has to happen between making and starting."""
    between = [*connected(container), *copies(container)]
    if container.number == 1:
        between += before(container)
    if between and container.service.get("stdin_open"):
        container.not_covered(
            "stdin_open",
            "standard input closes when the first who attaches leaves: only docker run --detach "
            "keeps it open, and this container is not made by it",
        )
    yield create(container, run=not between)
    yield from between
    name = container.own_name
    if between:
        yield Step("start", name, container.name, (("docker", "start", name),))
    yield from after(container)
