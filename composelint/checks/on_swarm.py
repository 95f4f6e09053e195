"""What a swarm's state says of an exact project that is read for it: CL830 and above.

The planner's own preflight says it (plan.swarm). It is imported only where a state is given.
"""

from __future__ import annotations

from ..finding import Report
from ..project import Project
from ..target import SWARM


def on_swarm(project: Project, report: Report) -> None:
    """Report what would make `docker stack deploy` fail on the swarm; nothing where the engine is
    none."""
    state = project.state
    if not project.exact or project.target.kind != SWARM or state is None:
        return
    if state.services is None or not project.format.startswith("3."):
        return
    from ..plan.swarm.preflight import problems
    from ..plan.swarm.stack import Stack
    from ..plan.world import World

    for problem in problems(Stack(project, state), World()):
        if problem.rule != "refused-by-target":
            report(problem)
