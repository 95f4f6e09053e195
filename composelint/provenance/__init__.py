"""Where a value of the merged project comes from: `composelint explain services.web.image`.

Loading keeps what lost to each value and how it got there (Mapping.history, Sequence.replaced,
Project.bridges, Project.layers, Project.variables); here it is read back.
"""

from __future__ import annotations

from ..node import Path
from ..project import Project
from .explain import Explainer
from .paths import PathError, show
from .record import Part, Provenance, Step, Use

__all__ = ["Explainer", "Part", "PathError", "Provenance", "Step", "Use", "explain", "show"]


def explain(project: Project, path: str | Path) -> Provenance:
    """Where the value at a path comes from; raises PathError where there is nothing.

    The project is read exactly (LoadOptions.exact); what Docker Compose refuses is explained as
    far as it was merged.
    """
    explainer = Explainer(project, model_of(project))
    return explainer.explain(explainer.path(path) if isinstance(path, str) else path)


def model_of(project: Project) -> dict[str, object] | None:
    """What `config` prints of a project; None where Docker Compose refuses it."""
    from ..engine import check
    from ..resolved import resolved
    from ..selection import select
    from ..target import COMPOSE

    if project.target.kind != COMPOSE.kind:
        return None
    if any(finding.refused for finding in check(project, select(["strict"]))):
        return None
    return resolved(project)
