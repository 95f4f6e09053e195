"""Where the data lives, and what a backup must hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..graph.records import BIND, MOUNTS, VOLUME, Edge, Node
from ..node import Mapping, Scalar
from ..reach.stores import STORES, runs
from . import markdown as md
from .subject import Subject

_HEAD = ("Data", "Used by", "What it is")
_MOST = 8

#: Paths of the host that belong to it, and are no data of the project.
_SYSTEM = (
    *("/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sbin", "/sys", "/tmp"),
    *("/usr", "/var/log", "/var/run"),
)
_ENGINE = tuple(
    f"{top}/{name}"
    for top in ("/run", "/var/run")
    for name in ("docker.sock", "podman/podman.sock")
)
#: Servers whose images keep what is in them in a folder that has to be mounted to last.
_LASTING = frozenset("postgres mysql mongo mssql".split())
#: How to get a copy of a database that runs.
_DUMPS = {"postgres": "pg_dumpall", "mysql": "mysqldump", "mongo": "mongodump"}
_KEPT_BY = frozenset(("volumes", "volumes_from", "tmpfs"))
_NOT_KEPT = "is a database and mounts nothing: what is in it goes with its container."
_RUNNING = (
    "is a database: a copy of its files is whole only while it stands still; "
    "`{dump}` copies it while it runs."
)


class Held(NamedTuple):
    """A volume or a path of the host, and its mounts. `written`: one of them may write to it."""

    node: Node
    mounts: list[Edge]

    @property
    def written(self) -> bool:
        return any(not edge.facts.get("read_only") for edge in self.mounts)


def section(subject: Subject) -> list[str]:
    held = _held(subject)
    rows = [_row(subject, one) for one in held if _is_data(subject, one)]
    blocks = [md.table(_HEAD, rows)] if rows else []
    notes = [*_backup(subject, held), *_others(subject, held)]
    return [*blocks, *([md.bullets(notes)] if notes else [])]


def _held(subject: Subject) -> list[Held]:
    graph = subject.graph
    mounts: dict[str, list[Edge]] = {}
    for edge in graph.edges_of(MOUNTS):
        mounts.setdefault(edge.target, []).append(edge)
    return [
        Held(node, mounts[node.id]) for node in graph.of_kind(VOLUME, BIND) if node.id in mounts
    ]


def _is_data(subject: Subject, one: Held) -> bool:
    return one.node.kind == VOLUME or (
        one.written and not _is_system(one) and not _is_source(subject, one)
    )


def _is_system(one: Held) -> bool:
    path = str(one.node.facts.get("path", ""))
    below = path == "/" or any(path == top or path.startswith(f"{top}/") for top in _SYSTEM)
    return one.node.kind == BIND and below


def _is_source(subject: Subject, one: Held) -> bool:
    """Whether a path is the repository's own: what is written there, git sees."""
    path = _absolute(subject, one)
    return bool(path) and subject.where.kept(path)


def _absolute(subject: Subject, one: Held) -> str:
    from ..loading.paths import resolve

    written = str(one.node.facts.get("path", ""))
    if not written or written[0] in "/~" or "$" in written or md.OPEN in written:
        return ""
    span = one.node.span
    directory = subject.project.directory if span is None else span.source.directory
    return resolve(directory, written)


# --- the table


def _row(subject: Subject, one: Held) -> tuple[str, ...]:
    node = one.node
    name = subject.linked(node.name, node.span) or "(no name)"
    alike: dict[tuple[str, bool], list[Edge]] = {}
    for edge in one.mounts:
        at = (str(edge.facts.get("target", "")), bool(edge.facts.get("read_only")))
        alike.setdefault(at, []).append(edge)
    users = [_mount(subject, *at, edges) for at, edges in alike.items()]
    return name, "; ".join(users), _what(node)


def _mount(subject: Subject, target: str, read_only: bool, edges: list[Edge]) -> str:
    names = md.codes((subject.graph.nodes[edge.source].name for edge in edges), _MOST)
    shown = f"{names} at {subject.linked(target, edges[0].span)}" if target else names
    return f"{shown} (reads only)" if read_only else shown


def _what(node: Node) -> str:
    if node.kind == BIND:
        return "path of the host"
    if node.facts.get("anonymous"):
        return "volume without a name: a new one after each `down`"
    if node.external:
        return "volume, made outside"
    real = str(node.facts.get("real_name", ""))
    driver = str(node.facts.get("driver", ""))
    kind = "volume" if driver in ("", "local") else f"volume of the driver {md.code(driver)}"
    return f"{kind}, on the host {md.code(real)}" if real and real != node.name else kind


# --- what a backup must hold


def _backup(subject: Subject, held: list[Held]) -> Iterator[str]:
    kept = [one for one in held if _is_data(subject, one) and not one.node.facts.get("anonymous")]
    volumes = [one.node.name for one in kept if one.node.kind == VOLUME and not one.node.external]
    outside = [one.node.title for one in kept if one.node.external]
    paths = [one.node.title for one in kept if one.node.kind == BIND]
    parts = []
    if volumes:
        parts.append(f"the volume{'s' * (len(volumes) > 1)} {md.codes(volumes)}")
    if paths:
        parts.append(f"what lies in {md.codes(paths)}")
    if outside:
        parts.append(f"{md.codes(outside)}, unless whoever made that does")
    if parts:
        yield f"**A backup must hold** {'; '.join(parts)}."
    yield from _databases(subject)


def _databases(subject: Subject) -> Iterator[str]:
    for _, name, _, node in subject.runners:
        kind = _database(node)
        if not kind:
            continue
        if _KEPT_BY.isdisjoint(node.entries):
            yield f"{subject.service(name)} {_NOT_KEPT}"
        elif kind in _DUMPS:
            yield f"{subject.service(name)} {_RUNNING.format(dump=_DUMPS[kind])}"


def _database(node: Mapping) -> str:
    """The name of the database that a service runs, "" for none."""
    image = node.get("image")
    if type(image) is not Scalar:
        return ""
    for store in STORES:
        found = sorted(store.words & _LASTING)
        if found and runs(store, image.text) and "bouncer" not in image.text:
            return found[0]
    return ""


# --- what is no data


def _others(subject: Subject, held: list[Held]) -> Iterator[str]:
    binds = [one for one in held if one.node.kind == BIND and not _is_data(subject, one)]
    read = [one for one in binds if not _is_system(one) and not one.written]
    source = [one for one in binds if not _is_system(one) and one.written]
    system = [one for one in binds if _is_system(one)]
    engine = [one for one in system if one.node.facts.get("path") in _ENGINE]
    for said, ones in (
        ("Only read", read),
        ("Of this repository, written to", source),
        ("Of the host itself", [one for one in system if one not in engine]),
    ):
        if ones:
            yield f"{said}: {', '.join(_by(subject, one) for one in ones)}"
    for one in engine:
        users = md.codes(_users(subject, one), _MOST)
        yield f"{md.code(one.node.name)} gives {users} the rule over Docker, and so over the host."


def _by(subject: Subject, one: Held) -> str:
    users = md.codes(_users(subject, one), _MOST)
    return f"{subject.linked(one.node.name, one.node.span)} ({users})"


def _users(subject: Subject, one: Held) -> list[str]:
    return list(dict.fromkeys(subject.graph.nodes[edge.source].name for edge in one.mounts))
