"""Docker Compose 1.29.2, the last release of the Python program (`docker-compose`).

Its schema is that of the Compose Specification of spring 2021 for every file but those of format
1, whatever version they declare; what it demands beyond the schema is in `services` and `values`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...finding import Problem, Report
from ...loading.dialect import ONE, Dialect
from ...node import Mapping
from ...project import Project
from ...source import Span
from .dotenv import parse
from .extends import apply_extends
from .merge import merge_files
from .read import FORMAT_1, read
from .yaml11 import PYTHON

if TYPE_CHECKING:
    from ...loading.load import Loader

__all__ = ["DIALECT", "PASSED_OVER", "refusals"]


def _finish(loader: Loader, root: Mapping) -> Mapping:
    result = apply_extends(loader, root)
    project = loader.project
    _check_empty(loader)
    if project.format == FORMAT_1:
        # The checks find services under `services`; the schema of format 1 has them at the top.
        stages = (stage.get("services") for stage in project.stages)
        project.stages = [stage for stage in stages if type(stage) is Mapping]
    return result


def _check_empty(loader: Loader) -> None:
    """Every file must have something in it."""
    project = loader.project
    read = {stage.source.path for stage in project.stages}
    told = {problem.span.source.path for problem in project.problems if problem.refused}
    for path in project.files:
        source = project.sources.get(path)
        if source is not None and path not in read and path not in told:
            span = Span(source, 0, min(1, len(source.text)))
            loader.report(Problem("not-a-compose-file", span, (), "empty", refused=True))


DIALECT = Dialect(
    yaml=PYTHON,
    documents=ONE,
    read=read,
    merge=merge_files,
    finish=_finish,
    extends=False,
    include=False,
    resets=False,
    unique=False,
    judges_merge=False,
    refuses_empty=False,
    names=False,
    profiles=False,
    dotenv=parse,
    sets_pwd=False,
    default_names=(
        "docker-compose.yml",
        "docker-compose.yaml",
        "compose.yml",
        "compose.yaml",
    ),
    override_names=(
        "docker-compose.override.yml",
        "docker-compose.override.yaml",
        "compose.override.yml",
        "compose.override.yaml",
    ),
)


#: Checks that speak of later programs: what is out of date for them was in use then, and env
#: files were read in another way.
PASSED_OVER = frozenset(("checks.deprecated.deprecated", "checks.files.named_files"))


def refusals(project: Project, report: Report) -> None:
    """What 1.29.2 refuses beyond its schema, once the files are merged."""
    from .services import services
    from .values import values

    values(project, report)
    services(project, report)
