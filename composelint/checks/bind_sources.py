"""CL212: files and folders of the host that are mounted, where they are not there.

Docker makes an empty folder in their place, owned by root. For data that is as it should be. Where
a file was meant, the container does not start (`not a directory: Are you trying to mount a
directory onto a file`) or does without it. With `create_host_path: false` the engine refuses the
container: `bind source path does not exist` (seen with Docker Compose 5.6.1, Engine 28.2).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from ..finding import ERROR, WARNING, Problem, Report
from ..model.bad import BadValue
from ..model.casts import boolean
from ..model.mounts import Mount, parse_long, parse_short
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..source import Span
from ..target import SWARM
from .edges import services_and_jobs
from .presence import MISSING, awaited, host_path, kind_of, knows_folders
from .profiles import condition

#: Endings of files that people write, and put into a repository.
_WRITTEN = frozenset(
    (
        *("bash", "cfg", "cnf", "conf", "config", "css", "csv", "graphql", "hcl", "html", "ini"),
        *("js", "json", "json5", "jsonnet", "lua", "md", "mjs", "php", "properties", "py", "rb"),
        *("river", "rules", "sh", "sql", "template", "tmpl", "toml", "tpl", "ts", "vcl", "xml"),
        *("yaml", "yml"),
    )
)
#: In names of files that programs write, or that are kept out of repositories.
_KEPT_OUT = (
    *("acme", "auth", "cert", "credential", "htpasswd", "key", "passw", "private", "secret"),
    *("state", "token", "user"),
)
#: Folders whose files an image runs or reads as they are.
_OF_FILES = ("/docker-entrypoint-initdb.d/", "/docker-entrypoint.d/")


class _Bind(NamedTuple):
    """A mount of a folder or file of the host; `node` is its place, `span` that of the source,
    `created` whether Docker makes a folder where there is nothing."""

    service: Mapping
    where: Path
    node: Scalar
    span: Span
    mount: Mount
    path: str
    created: bool


def sources(project: Project, report: Report) -> None:
    """Report what is mounted and is not there, each path once: all that is relative in an exact
    reading, else what is evidently meant to be a file."""
    if project.target.kind == SWARM:
        return
    told: set[str] = set()
    # What others make at their start comes too late for one that must find it when it is created.
    for bind in sorted(_binds(project), key=lambda b: (_needed(project, b) is not None, b.created)):
        if bind.path in told:
            continue
        told.add(bind.path)
        file = _is_file(bind.mount)
        if not (file or project.exact or not bind.created):
            continue
        if kind_of(project, bind.path) != MISSING or (
            not file and not knows_folders(project, bind.node.source.directory)
        ):
            continue
        if not awaited(project, bind.node, bind.mount.source or "", bind.path):
            report(_problem(project, bind, file))


def _problem(project: Project, bind: _Bind, file: bool) -> Problem:
    needed = _needed(project, bind)
    variant = "" if not file else "file"
    if not bind.created:
        variant = "not-created"
    fields = {"source": bind.mount.source, "target": bind.mount.target, "service": bind.where[1]}
    return Problem(
        "missing-bind-source",
        bind.span,
        bind.where,
        variant,
        fields,
        severity=WARNING if bind.created or needed is not None else ERROR,
        profiles=None if needed is None else tuple(sorted(needed)),
    )


def _needed(project: Project, bind: _Bind) -> frozenset[str] | None:
    return condition(project, bind.service)


def _binds(project: Project) -> Iterator[_Bind]:
    """The mounts of relative paths of the host that are known."""
    for section, name, _, service in services_and_jobs(project):
        volumes = service.get("volumes")
        if type(volumes) is not Sequence or (project.exact and not project.enabled(service)):
            continue
        for index, item in enumerate(volumes.items):
            if type(item) is Scalar:
                if not project.exact and not _is_written(item.text.partition(":")[0]):
                    continue
                read = _short(item)
            else:
                read = _long(item)
            if read is None:
                continue
            node, span, mount, created = read
            if mount.type != "bind" or not mount.source or not mount.source.startswith("."):
                continue
            path = host_path(node, mount.source)
            if path is not None and "\\" not in path:
                where: Path = (section, name, "volumes", index)
                yield _Bind(service, where, node, span, mount, path, created)


_Read = tuple[Scalar, Span, Mount, bool]


def _short(node: Scalar) -> _Read | None:
    if not node.text.startswith("."):
        return None
    try:
        mount = parse_short(node.text)
    except BadValue:
        return None
    return node, node.part(*mount.source_at), mount, True


def _long(node: Node) -> _Read | None:
    source = node.get("source") if type(node) is Mapping else None
    if type(node) is not Mapping or type(source) is not Scalar:
        return None
    mount = parse_long(node)
    if mount.source and not mount.source.startswith((".", "/", "~")):
        # Of the long form `conf/nginx.conf` is a path as well.
        mount = mount._replace(source=f"./{mount.source}")
    return source, source.span, mount, _created(node)


def _created(node: Mapping) -> bool:
    options = node.get("bind")
    create = options.get("create_host_path") if type(options) is Mapping else None
    try:
        return type(create) is not Scalar or not create.known or boolean(create)
    except BadValue:
        return True


def _is_file(mount: Mount) -> bool:
    """Whether both ends of a mount are evidently files, of the kind that a repository holds."""
    source, target = mount.source or "", mount.target or ""
    if target.endswith("/") or not _is_written(source):
        return False
    if any(word in source.lower() for word in _KEPT_OUT):
        return False
    return bool(_ending(posixpath.basename(target))) or target.startswith(_OF_FILES)


def _is_written(path: str) -> bool:
    return _ending(posixpath.basename(path)) in _WRITTEN


def _ending(name: str) -> str:
    """nginx.conf → conf; "" for .env and for conf.d, which is a folder."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem and ending != "d" else ""
