"""What would make `docker stack deploy` fail on this swarm, as findings with the rules' pages."""

from __future__ import annotations

from typing import Any

from ...finding import Finding, Problem, Report
from ...node import Mapping, Node, Path, Scalar, Sequence
from ...source import Span
from ..world import World
from .stack import Stack

#: Rules that speak of the file alone, and of what deploying it then meets.
_STATIC = (
    *("refused-by-target", "ignored-by-target", "missing-external", "missing-source-file"),
    *("undefined-network", "undefined-volume", "undefined-secret", "undefined-config"),
)


def findings(stack: Stack, world: World) -> list[Finding]:
    return world.judge(stack.project, [*_static(stack), *problems(stack, world)])


def problems(stack: Stack, world: World) -> list[Problem]:
    """What only the swarm's state tells."""
    from . import contents, places_taken, tasks

    found: list[Problem] = []
    for part in (places_taken.names, places_taken.ports, contents.changed, tasks.placeable):
        part(stack, world, found.append)
    return found


def _static(stack: Stack) -> list[Problem]:
    from ...engine import across, run
    from ...selection import select

    project, chosen = stack.project, select(select=_STATIC)
    chosen.options = project.options
    given, project.state = project.state, stack.state
    found: list[Problem] = []
    try:
        run(project, chosen, found.append)
        across([project], chosen, lambda _, problem: found.append(problem))
    finally:
        project.state = given
    # An external volume is made by the node that needs it: nobody asks for it before.
    return [
        one
        for one in found
        if one.rule in _STATIC
        and not (one.rule == "missing-external" and one.path[:1] == ("volumes",))
    ]


def at(stack: Stack, *path: str | int) -> Span:
    """Where a value is written, or the key of the nearest thing around it."""
    node: Node | None = stack.project.root
    found = Span(stack.project.root.source, stack.project.root.start, stack.project.root.start)
    for step in path:
        key: Scalar | None = None
        if type(node) is Mapping:
            key, node = node.key(str(step)), node.get(str(step))
        elif type(node) is Sequence and type(step) is int and step < len(node.items):
            node = node.items[step]
        else:
            break
        if node is None:
            break
        single = type(node) is Scalar and node.value is not None
        found = key.span if key is not None and not single else node.span
    return found


def tell(
    stack: Stack,
    report: Report,
    rule: str,
    variant: str,
    path: Path,
    fields: dict[str, Any],
    severity: str = "",
) -> None:
    report(Problem(rule, at(stack, *path), path, variant, fields, severity=severity))
