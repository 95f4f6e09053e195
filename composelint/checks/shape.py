"""The walk that judges a project's shape by the attribute table: CL101 to CL106."""

from __future__ import annotations

from ..finding import Report
from ..project import Project
from ..schema.table import load
from ..schema.walk import walk


def shape(project: Project, report: Report) -> None:
    """Report what Docker Compose's schema refuses: profiles do not count for it.

    It is held against every stage of the merge, so that what a later file would put right is
    refused all the same (see Project.stages).
    """
    table = load(project.target.release)
    for stage in project.stages:
        walk(stage, table, report)
