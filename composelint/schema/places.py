"""Where a stray attribute belongs, or which one was meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..nearest import nearest
from ..node import Mapping, Node, Path, Scalar, show_path
from .attribute import Attribute
from .table import Table

#: What people write for what Docker Compose calls otherwise, by the path of the owner. Only names
#: whose spelling alone does not lead there.
MEANT: dict[str, dict[str, str]] = {
    "services.*": {
        "name": "container_name",
        "cmd": "command",
        "env": "environment",
        "envs": "environment",
        "env_vars": "environment",
        "variables": "environment",
        "mounts": "volumes",
        "net": "network_mode",
        "restart_policy": "restart",
        "mem": "mem_limit",
        "memory": "mem_limit",
        "cpu": "cpus",
        "cwd": "working_dir",
        "workdir": "working_dir",
        "host": "hostname",
        "needs": "depends_on",
        "requires": "depends_on",
        "log_driver": "logging",
        "log_opt": "logging",
        "healthchecks": "healthcheck",
    },
    "services.*.build": {"file": "dockerfile", "path": "context", "build_args": "args"},
    "services.*.healthcheck": {"command": "test", "cmd": "test", "retry": "retries"},
    "services.*.volumes.[]": {"destination": "target", "src": "source", "dst": "target"},
    "services.*.ports.[]": {"host": "published", "container": "target", "port": "target"},
    "": {
        "service": "services",
        "network": "networks",
        "volume": "volumes",
        "include_files": "include",
    },
}
#: Names that mean something else in every place: standing alone they tell nothing.
_COMMON = frozenset(
    ("name", "type", "path", "file", "source", "target", "driver", "options", "labels", "mode")
)
_DEEPEST = 4
_SERVICE = "services.*"
_SIGNS = ("image", "build")


class Place(NamedTuple):
    """Where an attribute belongs: `place` as people write it; `sure` where the name alone, or
    what stands under it, leaves no other reading."""

    variant: str
    place: str
    sure: bool


class Places:
    """Looks names up in one table; remembers what it found, since mistakes come in crowds."""

    __slots__ = ("_inside", "_near", "table")

    def __init__(self, table: Table) -> None:
        self.table = table
        self._near: dict[tuple[str, str], str] = {}
        self._inside: dict[tuple[str, str], tuple[Path, Attribute] | None] = {}

    def near(self, attribute: Attribute, name: str) -> str:
        """The attribute of the same owner that was probably meant; "" for none."""
        key = (attribute.path, name)
        if key not in self._near:
            self._near[key] = self._find_near(attribute, name)
        return self._near[key]

    def _find_near(self, attribute: Attribute, name: str) -> str:
        children = attribute.expand()
        meant = MEANT.get(attribute.path, {}).get(name.lower(), "")
        if meant in children:
            return meant
        if attribute.extensions and name[:2] == "x_":
            return "x-" + name[2:]
        return self.nearest(name, children)

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """The known name that is spelled most like another; "" for none."""
        return nearest(name, known) or ""

    def belongs(self, attribute: Attribute, path: Path, value: Node) -> Place | None:
        """Where the key at the end of a path belongs, by name and by what stands under it.

        Variants: service-at-top (a whole service), service-in-service, up (an owner further up
        has it: indented too far), down (it belongs into something inside the owner), and "" for
        a service's attribute at the top level.
        """
        name = str(path[-1])
        if len(path) == 1:
            return self._at_top(name, value)
        in_service = len(path) == 3 and path[0] == "services"
        if in_service and self._is_service(value):
            return Place("service-in-service", "services", True)
        return self._above(path, value) or self._below(attribute, path, value)

    def _at_top(self, name: str, value: Node) -> Place | None:
        service = self.table.at(_SERVICE)
        if service is None:
            return None
        known = service.expand()
        if name in known:
            return Place("", "a service", True)
        if type(value) is Mapping and len(value) and all(key in known for key in value):
            return Place("service-at-top", "services", self._is_service(value))
        return None

    def _is_service(self, value: Node) -> bool:
        """Whether a mapping says what to run, as every service does."""
        return type(value) is Mapping and any(sign in value for sign in _SIGNS)

    def _above(self, path: Path, value: Node) -> Place | None:
        """The nearest owner further up that has an attribute of that name."""
        name = str(path[-1])
        for length in range(len(path) - 2, -1, -1):
            owner = self.table.find(path[:length])
            if owner is None or isinstance(path[length], int):
                continue
            found = owner.expand().get(name)
            if found is not None:
                place = show_path(path[:length])
                return Place("up" if place else "top", place, _is_sure(name, found, value))
        return None

    def _below(self, attribute: Attribute, path: Path, value: Node) -> Place | None:
        """The nearest attribute inside the owner that has one of that name."""
        key = (attribute.path, str(path[-1]))
        if key not in self._inside:
            self._inside[key] = _search(attribute, key[1])
        inside = self._inside[key]
        if inside is None:
            return None
        steps, found = inside
        place = show_path((*path[:-1], *steps))
        return Place("down", place, _is_sure(key[1], found, value))


def _search(attribute: Attribute, name: str) -> tuple[Path, Attribute] | None:
    """The steps down to what has an attribute of a name, and that attribute."""
    level: list[tuple[Attribute, Path]] = [(attribute, ())]
    for _ in range(_DEEPEST):
        deeper: list[tuple[Attribute, Path]] = []
        for owner, steps in level:
            below: list[tuple[str | int, Attribute]] = [*owner.expand().items()]
            if steps:
                below += [("*", owner.wildcard)] if owner.wildcard else []
                below += [(0, owner.item)] if owner.item else []
            for step, child in below:
                found = child.expand().get(name)
                if found is not None:
                    return (*steps, step), found
                deeper.append((child, (*steps, step)))
        level = deeper
    return None


def is_meant(attribute: Attribute, name: str) -> bool:
    """Whether people are known to write that name for one of the same owner."""
    return name.lower() in MEANT.get(attribute.path, ())


def is_plural(one: str, other: str) -> bool:
    """Whether two names differ by an s at the end only: then that is what went wrong."""
    return one != other and one.removesuffix("s") == other.removesuffix("s")


def _is_sure(name: str, attribute: Attribute, value: Node) -> bool:
    """Whether a name means only one thing, and the value is one that it takes there."""
    kind = type(value.value) if type(value) is Scalar else type(value)
    return name not in _COMMON and kind in attribute.kinds
