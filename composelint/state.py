"""What an engine has, as saved in a file: its own objects, so that a check needs no engine.

The file is JSON: `{"version": 1, "networks": […], "volumes": […], "secrets": […], "configs": […],
"containers": […], …}` with the objects of the engine's API (GET /networks, `Volumes` of GET
/volumes, /secrets, /configs, /containers/json?all=1, /images/json, /services, /nodes, /tasks). A
list that is missing was not asked for: nothing is known of its things. Keys that are not known
here are passed over. Beside the lists, all of them optional:

`engine`    what the engine says of itself: {"name", "version", "api_version", "swarm": bool, "os",
            "architecture", "runtimes", "network_drivers", "volume_drivers", "log_drivers": lists of
            names, "local": bool}; "manager": whether it is a manager of its swarm; also "product",
            "id", "default_runtime", "log_driver", "cgroup_version", "address_pools", "rootless",
            "cpus": the number of its processors
`inspected` {id: GET /containers/ID/json} of the containers whose fields may be asked for
`image_details` {id: GET /images/ID/json}
`listening` [{"address", "port", "protocol"}]: ports of the host that other programs have
`notes`     sentences on what the engine would not tell
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Look = Callable[[str, str], "dict[str, Any] | None"]

#: The only layout of the file so far.
VERSION = 1

#: Where the name of an object of each list stands.
_NAMES: dict[str, tuple[str, ...]] = {
    "networks": ("Name",),
    "volumes": ("Name",),
    "secrets": ("Spec", "Name"),
    "configs": ("Spec", "Name"),
    "containers": ("Names",),
    "images": ("Id",),
    "services": ("Spec", "Name"),
    "nodes": ("ID",),
    "tasks": ("ID",),
}

#: The names of the lists.
LISTS = tuple(_NAMES)

#: Which project of Docker Compose a container belongs to.
PROJECT_LABEL = "com.docker.compose.project"

#: An engine takes the beginning of an id for the id, from so many digits on as good as surely.
_SHORT_ID = 12


class InvalidState(ValueError):
    """A saved state that is none; the message is one line and tells what is wrong with it."""


class TakenPort(NamedTuple):
    """A port of the host that a running container has. `host` is the address as the engine gives
    it, `project` the container's project, "" for none."""

    host: str
    port: int
    protocol: str
    container: str
    project: str


class State:
    """The objects of an engine, by list; None for a list that was not asked for.

    `look(kind, id)` asks the engine for one container ("containers") or image ("images"), where
    there is one to ask; its answers are kept.
    """

    __slots__ = (
        "_names",
        "configs",
        "containers",
        "engine",
        "image_details",
        "image_ids",
        "images",
        "inspected",
        "listening",
        "look",
        "networks",
        "nodes",
        "notes",
        "secrets",
        "services",
        "tasks",
        "volumes",
    )

    networks: list[dict[str, Any]] | None
    volumes: list[dict[str, Any]] | None
    secrets: list[dict[str, Any]] | None
    configs: list[dict[str, Any]] | None
    containers: list[dict[str, Any]] | None
    images: list[dict[str, Any]] | None
    services: list[dict[str, Any]] | None
    nodes: list[dict[str, Any]] | None
    tasks: list[dict[str, Any]] | None

    def __init__(
        self,
        lists: dict[str, list[dict[str, Any]]],
        engine: dict[str, Any] | None = None,
        look: Look | None = None,
        notes: list[str] | None = None,
    ) -> None:
        self.images = lists.get("images")
        self.services = lists.get("services")
        self.nodes = lists.get("nodes")
        self.tasks = lists.get("tasks")
        self.listening = lists.get("listening")
        self.engine = engine
        self.look = look
        self.notes = [] if notes is None else notes
        self.inspected: dict[str, dict[str, Any]] = {}
        self.image_details: dict[str, dict[str, Any]] = {}
        #: The ids of images by all their names, once they were asked for (plan.images).
        self.image_ids: dict[str, str] | None = None
        self.networks = lists.get("networks")
        self.volumes = lists.get("volumes")
        self.secrets = lists.get("secrets")
        self.configs = lists.get("configs")
        self.containers = lists.get("containers")
        self._names: dict[str, frozenset[str]] = {}

    def container(self, id_: str) -> dict[str, Any] | None:
        """What the engine says of one container in full; None where it cannot be asked."""
        return self._looked(self.inspected, "containers", id_)

    def image(self, id_: str) -> dict[str, Any] | None:
        """What the engine says of one image in full, by its id; None where it has none, or cannot
        be asked."""
        return self._looked(self.image_details, "images", id_)

    def _looked(
        self, known: dict[str, dict[str, Any]], kind: str, id_: str
    ) -> dict[str, Any] | None:
        if id_ not in known and self.look is not None:
            found = self.look(kind, id_)
            if found is not None:
                known[id_] = found
        return known.get(id_)

    def names(self, section: str) -> frozenset[str] | None:
        """The names of the networks, volumes, secrets or configs; None where they are not known."""
        found: list[dict[str, Any]] | None = getattr(self, section)
        if found is None:
            return None
        if section not in self._names:
            self._names[section] = frozenset(_name(section, one) for one in found)
        return self._names[section]

    def has(self, section: str, name: str) -> bool | None:
        """Whether the engine has a thing of a name, or a network of an id; None: not known."""
        names = self.names(section)
        if names is None or name in names:
            return None if names is None else True
        if section != "networks" or len(name) < _SHORT_ID:
            return False
        return any(str(one.get("Id", "")).startswith(name) for one in self.networks or ())

    def taken_ports(self) -> list[TakenPort]:
        """The ports of the host that the running containers have."""
        taken = []
        for one in self.containers or ():
            labels = one.get("Labels")
            project = labels.get(PROJECT_LABEL, "") if isinstance(labels, dict) else ""
            ports = one.get("Ports")
            for port in ports if isinstance(ports, list) else ():
                public = port.get("PublicPort") if isinstance(port, dict) else None
                if type(public) is int and public:
                    host, kind = str(port.get("IP", "")), str(port.get("Type", "tcp"))
                    taken.append(TakenPort(host, public, kind, _container(one), str(project)))
        return taken


def read_state(text: str) -> State:
    """A saved state; raises InvalidState."""
    import json

    from .state_shapes import SHAPES, misshapen

    try:
        data = json.loads(text)
    except ValueError as error:
        raise InvalidState(f"no JSON: {_first_line(error)}") from None
    except RecursionError:
        raise InvalidState("no JSON: nested too deeply") from None
    if not isinstance(data, dict):
        raise InvalidState("a JSON object was expected")
    version = data.get("version")
    if type(version) is not int:
        raise InvalidState("`version` is missing, or is no number")
    if version != VERSION:
        raise InvalidState(f"version {version} is not known here, only {VERSION}")
    for part, shape in SHAPES.items():
        wrong = misshapen(data.get(part), shape, part)
        if wrong is not None:
            raise InvalidState(wrong)
    lists = {section: _list(section, data[section]) for section in _NAMES if section in data}
    if data.get("listening") is not None:
        lists["listening"] = data["listening"]
    state = State(lists, data.get("engine"), notes=data.get("notes"))
    state.inspected = _looked_at(data, "inspected")
    state.image_details = _looked_at(data, "image_details")
    return state


def _looked_at(data: dict[str, Any], part: str) -> dict[str, dict[str, Any]]:
    return {id_: one for id_, one in (data.get(part) or {}).items() if one is not None}


def _list(section: str, value: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    for index, one in enumerate(value or ()):  # null is the engine's own way to write an empty list
        if section != "containers" and not _name(section, one):
            raise InvalidState(f"{section}[{index}] has no {'.'.join(_NAMES[section])}")
    return value or []


def _name(section: str, one: Any) -> str:
    for key in _NAMES[section]:
        one = one.get(key) if isinstance(one, dict) else None
    return one if isinstance(one, str) else ""


def _container(one: dict[str, Any]) -> str:
    """The name of a container, which the engine writes with a slash before it, or its id."""
    names = one.get("Names")
    first = names[0] if isinstance(names, list) and names else one.get("Id", "")
    return str(first).removeprefix("/")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
