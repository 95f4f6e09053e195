"""What an engine has, asked once: a State.

Each list is one request, and none that makes the engine count or measure (system/df, stats). GET
/networks tells no containers: which are on a network stands in the containers' own
NetworkSettings.Networks.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..errors import CannotLook
from ..state import PROJECT_LABEL, Look, State
from ..state_shapes import ONE, SHAPES, misshapen
from .facts import engine_facts
from .reader import Forbidden, NotThere, Reader

#: The API that composelint knows: from that of Docker Engine 20.10 to that of 28.
OLDEST, NEWEST = (1, 41), (1, 51)


class Wish(NamedTuple):
    """Which lists to ask for, and those without which there is nothing to say."""

    lists: tuple[str, ...]
    needed: frozenset[str]


_PLAN = ("containers", "networks", "volumes", "images")
_SWARM = ("services", "tasks", "nodes", "secrets", "configs")

#: What a plan of `up` needs.
FOR_PLAN = Wish(_PLAN, frozenset(_PLAN))
#: What a plan of `docker stack deploy` needs.
FOR_SWARM = Wish(
    (*_PLAN, *_SWARM), frozenset({"networks", "volumes", "services", "secrets", "configs"})
)
#: What the rules of `check` may ask for.
FOR_CHECK = Wish(("containers", "networks", "volumes", "images", "secrets", "configs"), frozenset())

_PATHS: dict[str, tuple[str, dict[str, str]]] = {
    "containers": ("/containers/json", {"all": "1"}),
    "networks": ("/networks", {}),
    "volumes": ("/volumes", {}),
    "images": ("/images/json", {}),
    **{name: (f"/{name}", {}) for name in _SWARM},
}


def observe(reader: Reader, wish: Wish = FOR_PLAN) -> State:
    """What the engine has; raises CannotLook.

    A list that is forbidden and not needed is None in the state, and `notes` tells so. The lists
    of a swarm are asked for at its managers only.
    """
    notes: list[str] = []
    version = _negotiated(reader)
    info = _allowed(reader, "/info", {}, notes)
    engine = engine_facts(version, info, reader)
    lists = {}
    for name in wish.lists:
        if name in _SWARM and not engine["manager"] and info is not _UNKNOWN:
            continue
        found = _list(reader, name, wish, notes)
        if found is not None:
            lists[name] = found
    if engine["local"]:
        from .listening import listening

        heard = listening(lists.get("containers", []), lists.get("services", []), reader.peer())
        if heard is not None:
            lists["listening"] = heard
    return State(lists, engine, _look(reader, notes), notes)


def _negotiated(reader: Reader) -> dict[str, Any]:
    """What GET /version says; sets the API's version for all that follows."""
    said = reader.get("/version")
    if not isinstance(said, dict) or not isinstance(said.get("ApiVersion"), str):
        raise CannotLook(
            f"{reader.endpoint} is no Docker Engine: GET /version tells no ApiVersion; see "
            "--engine URL"
        )
    pinned = reader.endpoint.api_version
    theirs = _numbers(said["ApiVersion"], f"{reader.endpoint}: ApiVersion")
    asked = min(theirs, _numbers(pinned, "DOCKER_API_VERSION")) if pinned else theirs
    if asked < OLDEST:
        if theirs >= OLDEST:
            raise CannotLook(f"DOCKER_API_VERSION={pinned}: composelint needs 1.41 or newer")
        raise CannotLook(
            f"the engine at {reader.endpoint} is too old: it has API {said['ApiVersion']} (engine "
            f"{said.get('Version', 'unknown')}); composelint needs 1.41, which is Docker 20.10"
        )
    least = _numbers(str(said.get("MinAPIVersion") or "1.0"), f"{reader.endpoint}: MinAPIVersion")
    if least > NEWEST:
        raise CannotLook(
            f"the engine at {reader.endpoint} is too new: it has no API older than "
            f"{least[0]}.{least[1]}, and composelint knows 1.41 to {NEWEST[0]}.{NEWEST[1]}"
        )
    asked = min(asked, NEWEST)
    reader.version = f"/v{asked[0]}.{asked[1]}"
    return said


def _numbers(text: str, what: str) -> tuple[int, int]:
    major, _, minor = text.partition(".")
    if not (major.isdecimal() and minor.isdecimal()) or len(text) > 9:
        raise CannotLook(f"{what} is {text!r}, and should be as 1.41")
    return int(major), int(minor)


def _allowed(reader: Reader, path: str, query: dict[str, str], notes: list[str]) -> Any:
    """What is at a path; _UNKNOWN, with a note, where it is forbidden."""
    try:
        return reader.get(path, **query)
    except (Forbidden, NotThere) as error:
        notes.append(f"{error}; nothing is known of its {_WHAT.get(path, path.strip('/'))}")
        return _UNKNOWN


_WHAT = {
    "/info": "drivers, runtimes and swarm",
    "/containers/json": "containers",
    "/images/json": "images",
}

#: JSON has a null of its own.
_UNKNOWN = object()


def _list(reader: Reader, name: str, wish: Wish, notes: list[str]) -> list[dict[str, Any]] | None:
    path, query = _PATHS[name]
    if name in wish.needed:
        found = reader.get(path, **query)
    else:
        found = _allowed(reader, path, query, notes)
    if found is _UNKNOWN:
        return None
    if name == "volumes" and isinstance(found, dict):
        found = found.get("Volumes")
    found = [] if found is None else found  # the engine's own way to write an empty list
    listed: list[dict[str, Any]] = _shaped(reader, path, found, SHAPES[name], name)
    return listed


def _shaped(reader: Reader, path: str, found: Any, shape: Any, place: str) -> Any:
    """What was found, which is as the engine's API has it; raises CannotLook."""
    wrong = misshapen(found, shape, place)
    if wrong is not None:
        raise CannotLook(
            f"the engine at {reader.endpoint} answers GET {path} in a way that is not that of the "
            f"Docker Engine API: {wrong}"
        )
    return found


def _look(reader: Reader, notes: list[str]) -> Look:
    """Asks for one container or image, when a planner wants to know more of it."""
    forbidden: set[str] = set()

    def look(kind: str, id_: str) -> dict[str, Any] | None:
        if kind in forbidden or not id_:
            return None
        path = f"/{kind}/{id_}/json"
        try:
            found = reader.get(path)
        except NotThere:
            return None
        except Forbidden as error:
            forbidden.add(kind)
            notes.append(f"{error}; less is known of its {kind}")
            return None
        one: dict[str, Any] | None = _shaped(reader, path, found, ONE[kind], kind.removesuffix("s"))
        return one

    return look


def inspect_all(state: State, project: str | None = None) -> None:
    """Look at all that a planner may ask of a saved state: the containers of a project, of all
    projects for None, and the images."""
    for one in state.containers or ():
        labels = one.get("Labels")
        owner = labels.get(PROJECT_LABEL) if isinstance(labels, dict) else None
        if project is None or owner == project:
            state.container(str(one.get("Id", "")))
            # It may have lost its name, and then is in no list.
            state.image(str(one.get("ImageID", "")))
    for one in state.images or ():
        state.image(str(one.get("Id", "")))
