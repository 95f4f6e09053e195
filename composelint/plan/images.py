"""Which image of the engine a name stands for."""

from __future__ import annotations

from typing import Any

from ..state import State

_SHORTEST_ID = 4
_HUB = ("docker.io/library/", "docker.io/", "index.docker.io/library/", "index.docker.io/")


def image_ids(state: State) -> dict[str, str] | None:
    """The ids of the engine's images by all their names, as it writes them; None: not known."""
    if state.images is None or state.image_ids is not None:
        return state.image_ids
    found = state.image_ids = {}
    for image in state.images:
        for names in (image.get("RepoTags"), image.get("RepoDigests")):
            for name in names or ():
                found.setdefault(str(name), str(image.get("Id", "")))
    return found


def image_id(name: str, ids: dict[str, str]) -> str | None:
    """The id of the image that a service names; None where the engine has none."""
    found = ids.get(engine_name(name))
    if found is not None:
        return found
    return next((id_ for id_ in ids.values() if _is_id(name, id_)), None)


def engine_name(name: str) -> str:
    """A name as the engine lists it: without the Docker Hub, with a tag."""
    for prefix in _HUB:
        if name.startswith(prefix):
            name = name.removeprefix(prefix)
            break
    if "@" in name:
        # A tag beside a digest counts for nothing.
        before, _, digest = name.partition("@")
        return f"{_untagged(before)}@{digest}"
    return name if _untagged(name) != name else f"{name}:latest"


def _untagged(name: str) -> str:
    folder, slash, last = name.rpartition("/")
    return folder + slash + last.partition(":")[0]


def _is_id(name: str, id_: str) -> bool:
    digits = name.removeprefix("sha256:")
    if len(digits) < _SHORTEST_ID or digits.strip("0123456789abcdef"):
        return False
    return id_.removeprefix("sha256:").startswith(digits)


def listed_image(id_: str, state: State) -> dict[str, Any] | None:
    """What the engine lists of an image."""
    return next((one for one in state.images or () if one.get("Id") == id_), None)
