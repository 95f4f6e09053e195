"""Paints findings on the boxes that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..finding import SEVERITIES, Finding
from ..graph.build import prefix_of
from ..graph.records import Graph
from ..project import Project
from .picture import Box, Picture

_SECTIONS = {
    "services": "service",
    "jobs": "job",
    "networks": "network",
    "volumes": "volume",
    "secrets": "secret",
    "configs": "config",
    "models": "model",
}


def by_box(
    graph: Graph, projects: Sequence[Project], findings: Iterable[Finding]
) -> dict[str, list[Finding]]:
    """The findings about each node: those whose path lies in it."""
    found: dict[str, list[Finding]] = {}
    # What is made elsewhere has one node for all projects.
    shared = {(node.kind, node.name): node.id for node in graph.nodes.values() if node.external}
    for finding in findings:
        kind = _SECTIONS.get(str(finding.path[0])) if len(finding.path) > 1 else None
        if kind is None:
            continue
        for number, project in enumerate(projects):
            if finding.file in project.sources:
                id_ = f"{prefix_of(projects, number)}{kind}:{finding.path[1]}"
                if id_ not in graph.nodes:
                    id_ = shared.get((kind, str(finding.path[1])), "")
                if id_:
                    found.setdefault(id_, []).append(finding)
    return found


def painted(picture: Picture, findings: dict[str, list[Finding]]) -> Picture:
    """The picture with the gravest finding of each box as its mark, and all of them as notes."""
    from .parts import legend

    boxes = tuple(_painted(box, findings.get(box.id, [])) for box in picture.boxes)
    words = legend(boxes, picture.arrows) if picture.legend else ()
    return picture._replace(boxes=boxes, legend=words)


def _painted(box: Box, findings: list[Finding]) -> Box:
    if not findings:
        return box
    gravest = max(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    notes = tuple(f"{finding.id}: {finding.message}" for finding in findings)
    return box._replace(mark=gravest.severity, notes=(*box.notes, *notes))
