"""What `up` gets before anything else: images that it pulls or builds."""

from __future__ import annotations

import re

from ..state import State
from .causes import ABSENT_IMAGE, BUILD_ASKED, NOT_PULLED, PULL_POLICY
from .desired import Desired
from .images import image_id, image_ids
from .making import Making
from .moments import seconds_of
from .records import BUILD, IMAGE, PULL, Cause
from .unnoticed_build import newer_input
from .world import World

#: Policies that pull again after a time, in seconds.
_TIMES = {"daily": 86_400, "weekly": 604_800}
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def plan_images(making: Making, desired: Desired, state: State, world: World) -> None:
    """The moves for the images of all services, each image once."""
    ids = image_ids(state)
    for name, service in desired.services.items():
        image = desired.image_name(name)
        if "provider" in service or image in making.images:
            continue
        there = None if ids is None else image_id(image, ids)
        if _builds(name, desired) and _policy(desired, name) == "build":
            cause = Cause(BUILD_ASKED, {"image": image})
            making.images[image] = making.add(BUILD, IMAGE, image, [cause], id_=there or "")
            if there is not None and newer_input(name, desired, state, world) is not None:
                making.rebuilt.add(image)
        elif ids is not None or _policy(desired, name) == "always":
            _plan_image(making, name, there, desired, state, world)
        for mount in service.get("volumes", ()):
            _plan_mounted(making, mount, ids)


def _plan_image(
    making: Making,
    name: str,
    there: str | None,
    desired: Desired,
    state: State,
    world: World,
) -> None:
    """What is absent and can be built is pulled nevertheless where it has a name of its own, and
    built where that fails (seen with Docker Compose 5.6.1)."""
    image, policy, why = desired.image_name(name), _policy(desired, name), None
    if "image" in desired.services[name] and policy not in ("never", "build"):
        why = _pulled(image, policy, there, state, world)
    if why is not None:
        making.images[image] = making.add(PULL, IMAGE, image, [why], id_=there or "")
    if there is None and _builds(name, desired):
        cause = Cause(ABSENT_IMAGE if why is None else NOT_PULLED, {"image": image})
        needs = [] if why is None else [making.images[image]]
        making.images[image] = making.add(BUILD, IMAGE, image, [cause], needs=needs)


def _builds(name: str, desired: Desired) -> bool:
    return "build" in desired.services[name] and not desired.options.no_build


def _policy(desired: Desired, name: str) -> str:
    service = desired.services[name]
    if desired.options.build and "build" in service:
        return "build"
    policy: str = desired.options.pull or service.get("pull_policy", "")
    return policy


def _pulled(image: str, policy: str, there: str | None, state: State, world: World) -> Cause | None:
    if policy == "always" or (there is not None and _is_stale(there, policy, state, world)):
        return Cause(PULL_POLICY, {"image": image, "policy": policy})
    return Cause(ABSENT_IMAGE, {"image": image}) if there is None else None


def _plan_mounted(making: Making, mount: dict[str, object], ids: dict[str, str] | None) -> None:
    """An image that is mounted has to be there too."""
    image = str(mount.get("source", ""))
    if mount.get("type") != "image" or ids is None or image in making.images:
        return
    if image_id(image, ids) is None:
        cause = Cause(ABSENT_IMAGE, {"image": image})
        making.images[image] = making.add(PULL, IMAGE, image, [cause])


def _is_stale(id_: str, policy: str, state: State, world: World) -> bool:
    """Whether an image was last tagged longer ago than the policy likes it."""
    seconds = _seconds(policy)
    if seconds is None or world.now is None:
        return False
    details = state.image(id_) or {}
    tagged = seconds_of(str((details.get("Metadata") or {}).get("LastTagTime", "")))
    return tagged is not None and tagged + seconds < world.now


def _seconds(policy: str) -> int | None:
    if policy in _TIMES:
        return _TIMES[policy]
    if not policy.startswith("every_"):
        return None
    parts = re.findall(r"(\d+)([smhdw])", policy.removeprefix("every_"))
    return sum(int(number) * _UNITS[unit] for number, unit in parts) or None
