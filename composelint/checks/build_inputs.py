"""CL211: what an image is to be built from, where it is not there.

Docker Compose looks when it builds, not when it reads: `unable to prepare context: path … not
found`, and `failed to read dockerfile` (seen with 5.6.1).
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..finding import WARNING, Problem, Report
from ..loading.paths import is_remote
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..source import Span
from ..target import SWARM
from .edges import services_and_jobs
from .presence import FILE, MISSING, awaited, host_path, kind_of, knows_folders
from .profiles import condition

RULE = "missing-build-input"
DOCKERFILE = "Dockerfile"

#: Takes the path that is missing, and reports the first problem of each.
Once = Callable[[str, Problem], None]

#: Other names that Dockerfiles have.
_OTHERS = ("Containerfile", "Dockerfile.dev", "Dockerfile.prod", "Dockerfile.production")


class _Build(NamedTuple):
    """A build of a service; `where` the path of its `build`, `context` its folder as an absolute
    path, which is written at `node` (None where nothing is written: it is the project's own)."""

    service: Mapping
    where: Path
    place: Node
    node: Scalar | None
    context: str


def inputs(project: Project, report: Report) -> None:
    """Report contexts and Dockerfiles that are not there, each once."""
    if project.target.kind == SWARM:
        return
    told: set[str] = set()

    def once(path: str, problem: Problem) -> None:
        if path not in told:
            told.add(path)
            report(problem)

    for build in sorted(_builds(project), key=lambda build: _needed(project, build) is not None):
        kind = kind_of(project, build.context)
        if kind == MISSING:
            _context(project, build, once)
        elif kind == FILE:
            fields = {"context": _text(build.node)}
            once(build.context, _problem(project, build, build.node, "file", fields))
        else:
            _dockerfile(project, build, once)
        for where, node, text in _additional(build):
            _additional_context(project, build, where, node, text, once)


def _builds(project: Project) -> Iterator[_Build]:
    for section, name, _, service in services_and_jobs(project):
        if project.exact and not project.enabled(service):
            continue
        place = service.get("build")
        node = place.get("context") if type(place) is Mapping else place
        if place is None or not (node is None or type(node) is Scalar):
            continue
        context: str | None = place.source.directory
        if type(node) is Scalar:
            context = _local(node, node.text) if type(node.value) is str else None
        if context is not None:
            yield _Build(service, (section, name, "build"), place, node, context)


def _local(node: Scalar, text: str) -> str | None:
    """A folder of this machine as an absolute path; None for what is fetched, and not known."""
    if is_remote(text) or "://" in text or "\\" in text or text[1:2] == ":":
        return None
    if text.startswith(("service:", "target:")):
        return None
    return host_path(node, text)


def _context(project: Project, build: _Build, once: Once) -> None:
    node = build.node
    if node is None or not knows_folders(project, node.source.directory):
        return
    if awaited(project, node, node.text, build.context):
        return
    once(build.context, _problem(project, build, node, "", {"context": node.text}))


def _dockerfile(project: Project, build: _Build, once: Once) -> None:
    """The Dockerfile of a context that is there. A `dockerfile` serves where none is named."""
    options = build.place if type(build.place) is Mapping else None
    if options is not None and "dockerfile_inline" in options:
        return
    node = options.get("dockerfile") if options is not None else None
    written = _text(node) or DOCKERFILE
    if UNKNOWN in written or "\\" in written or _is_list(node):
        return
    path = posixpath.normpath(posixpath.join(build.context, written))
    if kind_of(project, path) != MISSING:
        return
    if written == DOCKERFILE and kind_of(project, f"{build.context}/dockerfile") != MISSING:
        return
    place = node if type(node) is Scalar else build.node
    if place is not None and awaited(project, place, written, path):
        return
    near = _near(project, build, written)
    fields = {"context": _text(build.node) or ".", "dockerfile": written, "near": near}
    variant = "dockerfile" if near is None else "near"
    once(path, _problem(project, build, place, variant, fields))


def _near(project: Project, build: _Build, written: str) -> str | None:
    """Another Dockerfile that is there, as `dockerfile` would have to name it."""
    directory = build.place.source.directory
    name, service = posixpath.basename(written), build.where[1]
    names = [DOCKERFILE, *_OTHERS, f"{DOCKERFILE}.{service}", f"docker/{DOCKERFILE}"]
    candidates = [f"{build.context}/{each}" for each in names]
    if "/" in written:
        # Mostly it was counted from the folder of the Compose file.
        candidates[:0] = [f"{build.context}/{name}", f"{directory}/{written}"]
    for candidate in candidates:
        if kind_of(project, candidate) == FILE:
            return posixpath.relpath(candidate, build.context)
    return None


def _additional(build: _Build) -> Iterator[tuple[Path, Scalar, str]]:
    """(path, node, context) of each additional context."""
    node = build.place.get("additional_contexts") if type(build.place) is Mapping else None
    where: Path = (*build.where, "additional_contexts")
    if type(node) is Mapping:
        for name, value in node.items():
            if type(value) is Scalar and type(value.value) is str:
                yield (*where, name), value, value.text
    elif type(node) is Sequence:
        for index, item in enumerate(node.items):
            if type(item) is Scalar and type(item.value) is str:
                yield (*where, index), item, item.text.partition("=")[2]


def _additional_context(
    project: Project, build: _Build, where: Path, node: Scalar, text: str, once: Once
) -> None:
    path = _local(node, text)
    if not path or kind_of(project, path) != MISSING:
        return
    if not knows_folders(project, node.source.directory):
        return
    if awaited(project, node, text, path):
        return
    problem = _problem(project, build, node, "", {"context": text})
    begin = len(node.text) - len(text)
    once(path, problem._replace(path=where, span=node.part(begin, len(node.text))))


def _needed(project: Project, build: _Build) -> frozenset[str] | None:
    return condition(project, build.service)


def _problem(
    project: Project, build: _Build, node: Scalar | None, variant: str, fields: dict[str, Any]
) -> Problem:
    """An image that has a name may be pulled in place of being built."""
    needed = _needed(project, build)
    if node is None:
        key = build.service.key("build")
        span: Span = build.place.span if key is None else key.span
    else:
        span = node.span
    return Problem(
        RULE,
        span,
        build.where,
        variant,
        {**fields, "service": build.where[1]},
        severity=WARNING if needed is not None or "image" in build.service else "",
        profiles=None if needed is None else tuple(sorted(needed)),
    )


def _text(node: Node | None) -> str:
    return node.text if type(node) is Scalar and type(node.value) is str else ""


def _is_list(node: Node | None) -> bool:
    return node is not None and type(node) is not Scalar
