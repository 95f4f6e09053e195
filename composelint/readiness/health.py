"""Whether a service has a healthcheck, where it says so, and with what times."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..model.bad import BadValue
from ..model.casts import boolean, whole_number
from ..model.durations import parse_duration
from ..node import UNKNOWN, Mapping, Node, Scalar, Sequence
from ..project import Project
from ..source import Span
from . import times
from .images import brings_none

if TYPE_CHECKING:
    from ..dockerfile import Healthcheck, Image

#: In the Compose file; in the Dockerfile of a service that is built here; switched off (by the
#: Compose file or the Dockerfile); none at all; or the image may have one.
HERE, IMAGE, OFF, NONE, UNKNOWN_HEALTH = "here", "image", "off", "none", "unknown"

_SECOND = 1_000_000_000


class Health(NamedTuple):
    """`kind` as above; `span` is where a healthcheck is said or switched off, or else the image
    that brings none; `image` is the name of that image.

    `seconds` is the worst case until the healthcheck has decided; None without one, and where its
    times are not known.
    """

    kind: str
    span: Span | None = None
    image: str = ""
    seconds: float | None = None


def health_of(project: Project, service: Mapping) -> Health:
    """The healthcheck that the container of a service will have."""
    check = service.get("healthcheck")
    if type(check) is Mapping:
        off = _off(check)
        if off is not None:
            return Health(OFF, off)
        test = check.get("test")
        if test is not None and _says_something(test):
            return Health(HERE, test.span, seconds=_seconds(project, service, check))
    elif type(check) is Scalar and check.value is not None:
        return Health(UNKNOWN_HEALTH)
    return _of_image(project, service, check if type(check) is Mapping else None)


def _off(check: Mapping) -> Span | None:
    """Where a healthcheck is switched off."""
    disable = check.get("disable")
    if type(disable) is Scalar and disable.known and disable.value is not None:
        try:
            if boolean(disable):
                return disable.span
        except BadValue:
            pass
    test = check.get("test")
    first = test.items[0] if type(test) is Sequence and test.items else None
    if type(first) is Scalar and first.text == "NONE":
        return first.span
    return None


def _says_something(test: Node) -> bool:
    if type(test) is Sequence:
        return bool(test.items)
    return type(test) is Scalar and bool(test.text)


def _of_image(project: Project, service: Mapping, check: Mapping | None) -> Health:
    if "provider" in service.entries:
        return Health(UNKNOWN_HEALTH)
    if "build" in service.entries:
        return _of_build(project, service, check)
    image = service.get("image")
    if type(image) is Scalar and brings_none(image.text):
        return Health(NONE, image.span, image.text)
    return Health(UNKNOWN_HEALTH)


def _of_build(project: Project, service: Mapping, check: Mapping | None) -> Health:
    image = _built(project, service)
    if image is None:
        return Health(UNKNOWN_HEALTH)
    said = image.healthcheck
    if said is None:
        none = image.base == "scratch" or brings_none(image.base)
        return Health(NONE, image.base_span, image.base) if none else Health(UNKNOWN_HEALTH)
    if not said.command:
        return Health(OFF, said.span)
    return Health(IMAGE, said.span, seconds=_seconds(project, service, check))


def _built(project: Project, service: Mapping) -> Image | None:
    from ..dockerfile import image_of

    return image_of(project, service)


def _seconds(project: Project, service: Mapping, check: Mapping | None) -> float | None:
    """The worst case by the times of the Compose file, else of the Dockerfile, else the engine's:
    so the engine puts them together (seen with 20.10.24)."""
    said: Healthcheck | None = None
    if "build" in service.entries and not _all_here(check):
        image = _built(project, service)
        said = image.healthcheck if image is not None else None
    chosen: list[float] = []
    for name, default in (
        ("interval", times.INTERVAL),
        ("timeout", times.TIMEOUT),
        ("start_period", times.START_PERIOD),
        ("start_interval", times.START_INTERVAL),
        ("retries", times.RETRIES),
    ):
        node = check.get(name) if check is not None else None
        amount = _amount(node) if node is not None else 0
        if amount is None:
            return None
        chosen.append(amount or getattr(said, name, None) or default)
    interval, timeout, period, start_interval, retries = chosen
    return times.worst_case(interval, timeout, period, start_interval, int(retries))


def _all_here(check: Mapping | None) -> bool:
    """Whether the Compose file says all that the worst case needs."""
    needed = ("interval", "timeout", "start_period", "retries")
    return check is not None and all(name in check.entries for name in needed)


def _amount(node: Node) -> float | None:
    """Seconds of a duration, or a count; None where it is not known, or is none."""
    if type(node) is not Scalar or UNKNOWN in node.text:
        return None
    try:
        if type(node.value) is str and not node.text.isdigit():
            nanoseconds = parse_duration(node.text)
            return None if nanoseconds is None or nanoseconds < 0 else nanoseconds / _SECOND
        count = whole_number(node)
        return count if count >= 0 else None
    except BadValue:
        return None
