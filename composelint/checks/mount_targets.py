"""CL312: two mounts on one path of a container, of which one is dropped without a word.

Of two volumes the last one counts, and so it is of two secrets and of two configs. A volume goes
before a secret, a secret before a config (seen with Docker Compose 5.6.1 on Docker Engine 28.2).
A tmpfs beside another mount is refused (CL110).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..finding import Problem, Related, Report
from ..model.bad import BadValue
from ..model.mounts import clean_path, read_mount
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..source import Span
from ..target import COMPOSE

#: The lists that mount, by what goes before what.
_LISTS = ("volumes", "secrets", "configs")
#: Where a secret or config goes whose target is no absolute path, or is not said.
_FOLDERS = {"secrets": "/run/secrets", "configs": "/"}


class _Mounted(NamedTuple):
    """What one entry mounts; `says` is the whole of it, to tell one that is but repeated."""

    section: str
    target: str
    name: str
    says: Any
    span: Span
    path: Path


def duplicates(project: Project, report: Report) -> None:
    """Report each mount that meets another one of the same service in the same file.

    What an override or an extends mounts on a path replaces what was there, on purpose.
    """
    if project.target.kind != COMPOSE.kind:
        # Elsewhere the engine may refuse: `Duplicate mount point`.
        return
    seen: set[tuple[str, int, int]] = set()
    for document in project.documents:
        for section in ("services", "jobs"):
            services = document.get(section)
            for name, service in services.items() if type(services) is Mapping else ():
                if type(service) is Mapping:
                    for problem in _of_service((section, name), service):
                        span = problem.span
                        place = (span.source.path, span.start, span.end)
                        # A merge key or an alias brings the same to many services.
                        if place not in seen:
                            seen.add(place)
                            report(problem)


def _of_service(path: Path, service: Mapping) -> Iterator[Problem]:
    if _clearly_apart(service):
        return
    taken: dict[str, _Mounted] = {}
    for mounted in _all(path, service):
        first = taken.setdefault(mounted.target, mounted)
        if first is mounted or first.says == mounted.says or first.span == mounted.span:
            continue
        fields = {"target": mounted.target, "name": mounted.name, "service": path[-1]}
        fields["kind"] = mounted.section[:-1]
        variant = "" if first.section == mounted.section else first.section
        words = "it is taken here first" if not variant else "this one is mounted"
        related = (Related(first.span, words),)
        yield Problem(
            "duplicate-mount-target", mounted.span, mounted.path, variant, fields, related=related
        )


def _clearly_apart(service: Mapping) -> bool:
    """A cheap look, which most services pass: volumes alone, on paths of different letters."""
    if "secrets" in service.entries or "configs" in service.entries:
        return False
    items = _items(service.get("volumes"))
    targets = set()
    for item in items:
        if type(item) is not Scalar:
            return len(items) == 1
        target = item.text.split(":", 2)[1 if ":" in item.text else 0]
        if "/." in target or "//" in target:
            return False
        targets.add(target.rstrip("/"))
    return len(targets) == len(items)


def _items(node: Node | None) -> list[Node]:
    return (node.written or node.items) if type(node) is Sequence else []


def _all(path: Path, service: Mapping) -> Iterator[_Mounted]:
    for section in _LISTS:
        for index, item in enumerate(_items(service.get(section))):
            where = (*path, section, index)
            if section == "volumes":
                mounted = _volume(item, where)
            else:
                mounted = _grant(section, item, where)
            if mounted is not None:
                yield mounted


def _volume(item: Node, path: Path) -> _Mounted | None:
    try:
        mount = read_mount(item)
    except BadValue:
        return None
    if not mount.target:
        return None
    target = item.get("target") if type(item) is Mapping else None
    span = item.span if target is None else target.span
    says = (mount.type, mount.source, mount.options) if mount.source is not None else item
    return _Mounted("volumes", clean_path(mount.target), mount.source or "", says, span, path)


def _grant(section: str, item: Node, path: Path) -> _Mounted | None:
    source = item.get("source") if type(item) is Mapping else item
    target = item.get("target") if type(item) is Mapping else None
    place = target if type(target) is Scalar and target.text else source
    if type(source) is not Scalar or type(place) is not Scalar or UNKNOWN in place.text:
        return None
    where = posixpath.join(_FOLDERS[section], place.text)
    return _Mounted(section, clean_path(where), source.text, source.text, place.span, path)
