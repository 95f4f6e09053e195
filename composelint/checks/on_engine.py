"""What an engine's state says of an exact project, as though all its services were started now:
CL801 and above.

The planner's own preflight says it (plan.preflight). It is imported only where a state is given.
"""

from __future__ import annotations

from ..finding import Report
from ..project import Project
from ..target import COMPOSE


def on_engine(project: Project, report: Report) -> None:
    """Report what would make `docker compose up` fail on the engine; nothing of a project that
    Docker Compose refuses, and of which it never asks an engine."""
    if project.state is None or not project.exact or project.target.kind != COMPOSE.kind:
        return
    if _refused(project):
        return
    from ..plan import up
    from ..plan.desired import Desired
    from ..plan.options import Options
    from ..plan.preflight import on_engine
    from ..plan.preflight.outlook import Outlook
    from ..plan.world import World

    desired = Desired(project, Options())
    outlook = Outlook(desired, project.state, up.moves(desired, project.state, World()))
    for problem in on_engine(outlook):
        report(problem)


def _refused(project: Project) -> bool:
    from ..engine import check
    from ..selection import select

    rules = select(["strict"], ignore=["engine"])
    return any(finding.refused for finding in check(project, rules))
