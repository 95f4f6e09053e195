"""What an image was built from and has changed since: without --build it is not built again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from ..gitignore import Ignores
from ..node import Mapping
from ..state import State
from .desired import Desired
from .history import files_of
from .images import image_id, image_ids, listed_image
from .moments import Moments, day
from .places import Places
from .records import Unnoticed
from .world import World

#: So many files are looked at in one build context.
_MOST_FILES = 2000
#: What belongs to tools, and hardly ever into an image.
_TOOLS = frozenset((".git", ".hg", ".svn", ".idea", ".vscode", "node_modules", "__pycache__"))


def inputs(
    name: str,
    desired: Desired,
    state: State,
    world: World,
    places: Places,
    moments: Moments,
) -> Iterator[Unnoticed]:
    """The first input of a service's build that is newer than its image, and other arguments."""
    ids = image_ids(state) or {}
    id_ = image_id(desired.image_name(name), ids)
    image = None if id_ is None else listed_image(id_, state)
    if image is None or id_ is None:
        return
    build = desired.services[name]["build"]
    created = float(image.get("Created") or 0)
    place = places.of("services", name, "build")
    newer = _newer(name, desired, moments, id_, created) if moments.local else None
    if newer is not None:
        path, changed = newer
        yield Unnoticed(
            name,
            "build",
            f"{path} was changed ({day(changed)}) after the image was built: up does not build it "
            "again without --build",
            *place,
        )
    earlier = world.at(moments.image_made(id_, created))
    then = None if earlier is None else earlier.model.get("services", {}).get(name, {}).get("build")
    if then is None or earlier is None:
        return
    revision = moments.revision(earlier, "the image was built")
    for key in ("args", "target", "dockerfile", "dockerfile_inline", "context"):
        if then.get(key) != build.get(key):
            yield Unnoticed(
                name,
                f"build.{key}",
                f"build.{key} is no longer that of {revision}: up does not build it again without "
                "--build",
                *places.of("services", name, "build", key),
            )


def newer_input(name: str, desired: Desired, state: State, world: World) -> str | None:
    """A file of a service's build that is newer than its image; None where there is none, or where
    the files of another machine count."""
    id_ = image_id(desired.image_name(name), image_ids(state) or {})
    image = None if id_ is None else listed_image(id_, state)
    moments = Moments(state, world)
    if image is None or id_ is None or not moments.local:
        return None
    newer = _newer(name, desired, moments, id_, float(image.get("Created") or 0))
    return None if newer is None else newer[0]


def _newer(
    name: str, desired: Desired, moments: Moments, id_: str, created: float
) -> tuple[str, float] | None:
    """(path, when it was changed) of a file that is newer than the image and in it."""
    build, project = desired.services[name]["build"], desired.project
    context = str(build.get("context", ""))
    if not os.path.isabs(context):
        return None
    dockerfile = os.path.normpath(os.path.join(context, str(build.get("dockerfile", "Dockerfile"))))
    made: float | None = None
    counts: Callable[[str], bool] | None = None
    for path in [dockerfile, *_files(context, project.entries, project.read)]:
        changed = moments.modified(path)
        if changed is None or changed <= created:
            continue
        if made is None:
            made = moments.image_made(id_, created)
        if changed <= made:
            continue
        if path == dockerfile:
            return path, changed
        if counts is None:
            counts = _counts(name, desired)
        if counts(os.path.relpath(path, context)):
            return path, changed
    return None


def _counts(name: str, desired: Desired) -> Callable[[str], bool]:
    """Reading a Dockerfile is dear: only done where something is newer."""
    from .build_sources import copied

    project = desired.project
    node = project.section("services")[name][1]
    if type(node) is not Mapping:
        return lambda path: True
    context = str(desired.services[name]["build"].get("context", ""))
    own = {os.path.relpath(path, context) for path in files_of(project)}
    in_image = copied(project, node)
    return lambda path: path not in own and in_image(path)


def _files(
    context: str,
    entries: Callable[[str], list[tuple[str, bool]]],
    read: Callable[[str], bytes],
) -> Iterator[str]:
    """The files of a build context that .dockerignore leaves in it, the nearest first."""
    ignores = Ignores().reading(context, read, ".dockerignore")
    folders, seen = [context], 0
    while folders and seen < _MOST_FILES:
        folder = folders.pop(0)
        try:
            found = entries(folder)
        except OSError:
            continue
        for name, is_folder in found:
            path = os.path.join(folder, name)
            if name in _TOOLS or name == ".dockerignore" or ignores.ignored(path, is_folder):
                continue
            if is_folder:
                folders.append(path)
            else:
                seen += 1
                yield path
