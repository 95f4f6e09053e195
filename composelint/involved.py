"""Which findings have to do with the files that were asked for."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterable, Iterator

from .finding import Finding
from .node import Mapping, Node, Scalar, Sequence
from .project import Project
from .source import Source


def concerning(project: Project, only: Iterable[str]) -> Callable[[Finding], bool]:
    """Whether a finding is about the files of `only`, those that they include or extend, or
    anything that is no Compose file (an env file, say). Its related places count too."""
    others = project.sources.keys() - _involved(project, only)

    def concerns(finding: Finding) -> bool:
        places = (finding.span, *(related.span for related in finding.related))
        return any(place.source.path not in others for place in places)

    return concerns


def _involved(project: Project, only: Iterable[str]) -> set[str]:
    """The files themselves and all that they bring in, at any depth."""
    waiting = list(only)
    known = set(waiting)
    if project.sources.keys() <= {*project.files}:
        return known  # nothing was brought in by any of them
    while waiting:
        source = project.sources.get(waiting.pop())
        for path in () if source is None else _brought_by(source):
            if path in project.sources and path not in known:
                known.add(path)
                waiting.append(path)
    return known


def _brought_by(source: Source) -> Iterator[str]:
    """The paths that a file names in `include` and `extends`, made absolute."""
    from .syntax import compose

    directory = source.directory or os.path.dirname(source.path)
    for root in compose(source, lambda problem: None):
        if isinstance(root, Mapping):
            for text in (*_included(root.get("include")), *_extended(root.get("services"))):
                yield os.path.normpath(os.path.join(directory, text))


def _included(node: Node | None) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _included(item)
    elif isinstance(node, Mapping):
        yield from _included(node.get("path"))


def _extended(services: Node | None) -> Iterator[str]:
    if not isinstance(services, Mapping):
        return
    for _, service in services.items():
        extends = service.get("extends") if isinstance(service, Mapping) else None
        file = extends.get("file") if isinstance(extends, Mapping) else None
        if isinstance(file, Scalar):
            yield file.text
