"""Secrets and configs: where each comes from, and who gets it. What is in them is not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from ..checks.presence import host_path
from ..graph.records import CONFIG, READS, SECRET, Edge, Node
from ..model.grants import SECRETS_FOLDER
from ..node import Mapping, Scalar
from . import markdown as md
from .subject import Subject, written

_HEAD = ("Name", "Kind", "Comes from", "Who gets it")
_MOST = 8


def section(subject: Subject) -> list[str]:
    users: dict[str, list[Edge]] = {}
    for edge in subject.graph.edges_of(READS):
        users.setdefault(edge.target, []).append(edge)
    rows = [
        _row(subject, node, users.get(node.id, []))
        for node in subject.graph.of_kind(SECRET, CONFIG)
    ]
    return [md.table(_HEAD, rows)] if rows else []


def _row(subject: Subject, node: Node, users: list[Edge]) -> tuple[str, ...]:
    shown = [_user(subject, node, edge) for edge in users]
    more = f" and {len(shown) - _MOST} more" if len(shown) > _MOST else ""
    return (
        subject.linked(node.name, node.span),
        node.kind,
        _origin(subject, node),
        ", ".join(shown[:_MOST]) + more or "nobody",
    )


def _origin(subject: Subject, node: Node) -> str:
    if node.span is None:
        return "nowhere: it is not declared"
    if node.external:
        return f"outside, as {md.code(node.title)}"
    declared = _declared(subject, node)
    file = _file(declared)
    if file is not None:
        path = host_path(file, file.text)
        known = path is not None and subject.is_there(path)
        target = subject.target(path) if known and path is not None else ""
        return f"the file {md.link(md.code(written(file)), target)}"
    variable = written(declared.get("environment")) if declared is not None else ""
    if variable:
        return f"the variable {md.code(variable)}"
    if node.facts.get("content"):
        return "the Compose file itself"
    driver = str(node.facts.get("driver", ""))
    return f"the driver {md.code(driver)}" if driver else ""


def _user(subject: Subject, node: Node, edge: Edge) -> str:
    name = md.code(subject.graph.nodes[edge.source].name)
    if edge.facts.get("build"):
        return f"{name} while it is built"
    target = str(edge.facts.get("target", ""))
    if node.kind == SECRET:
        target = target or node.name
        target = target if target.startswith("/") else SECRETS_FOLDER + target
    else:
        target = target or f"/{node.name}"
    return f"{name} at {subject.linked(target, edge.span)}"


def _declared(subject: Subject, node: Node) -> Mapping | None:
    section, name = "secrets" if node.kind == SECRET else "configs", node.name
    entry = subject.project.section(section).get(name)
    return entry[1] if entry is not None and type(entry[1]) is Mapping else None


def _file(declared: Mapping | None) -> Scalar | None:
    file = declared.get("file") if declared is not None else None
    return file if type(file) is Scalar and file.text else None


def files(subject: Subject) -> Iterator[str]:
    """The absolute paths of the files that the secrets and configs in use come from."""
    used = {edge.target for edge in subject.graph.edges_of(READS)}
    for node in subject.graph.of_kind(SECRET, CONFIG):
        file = _file(_declared(subject, node))
        path = host_path(file, file.text) if file is not None and node.id in used else None
        if path is not None:
            yield path


def external(subject: Subject) -> Iterator[tuple[str, str]]:
    """(kind, name) of those that are made outside."""
    used = {edge.target for edge in subject.graph.edges_of(READS)}
    for node in subject.graph.of_kind(SECRET, CONFIG):
        if node.external and node.id in used:
            yield node.kind, node.title
