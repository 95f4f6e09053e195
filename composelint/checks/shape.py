"""The walk that judges a project's shape by the attribute table: CL101 to CL106."""

from __future__ import annotations

from ..finding import Report
from ..project import Project
from ..schema.table import load
from ..schema.walk import walk


def shape(project: Project, report: Report) -> None:
    """Report what Docker Compose's schema refuses, of the whole project: profiles do not count."""
    walk(project.root, load(project.target.release), report)
