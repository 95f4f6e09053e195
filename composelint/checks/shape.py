"""The walk that judges a project's shape by the attribute table: CL101 to CL106."""

from __future__ import annotations

from ..finding import Report
from ..project import Project
from ..schema.table import Table, load, load_format
from ..schema.walk import walk


def shape(project: Project, report: Report) -> None:
    """Report what the target's schema refuses: profiles do not count for it.

    It is held against every stage of the merge, so that what a later file would put right is
    refused all the same (see Project.stages).
    """
    table = table_of(project)
    judge = walk
    if project.validator == "jsonschema":
        from ..schema.validate import validate as judge
    for stage in project.stages:
        judge(stage, table, report)


def table_of(project: Project) -> Table:
    """What the project's target takes: a release of Docker Compose, or a legacy file format."""
    return load_format(project.format) if project.format else load(project.target.release)
