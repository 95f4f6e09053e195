"""Services that need each other: circles (CL207), and needs that profiles leave out (CL208)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from ..finding import Problem, Related, Report
from ..node import Mapping
from ..project import Project
from .edges import Edge, contexts, decisive, edges, services_and_jobs
from .profiles import condition

#: As many circles are named; a knot of services has more of them than anybody reads.
MAX_CYCLES = 20
#: A message names so many services of a circle; the places of all its steps go with it.
_LONGEST_WAY = 12

Graph = dict[str, dict[str, Edge]]


def cycles(project: Project, report: Report) -> None:
    """Report every circle of dependencies once, with the place of each step.

    Every kind of edge counts, also one with `required: false`; jobs are not looked at, nor is
    what no profile brings in (seen with Docker Compose 5.6.1).
    """
    report_cycles(project, _graph(project), report)


def report_cycles(project: Project, graph: Graph, report: Report) -> None:
    """Report the circles of a graph: services by name, with an edge for each that they need."""
    if not any(graph.values()) or not _has_cycle(graph):
        return
    for way in islice(_elementary(graph), MAX_CYCLES):
        report(_cycle(project, graph, way))


def _graph(project: Project) -> Graph:
    present = {
        name: service
        for name, _, service in project.services()
        if not project.exact or project.consistent(service)
    }
    return {
        name: {
            edge.target: edge
            for edge in decisive(edges("services", name, service))
            if edge.target in present
        }
        for name, service in present.items()
    }


def _has_cycle(graph: Graph) -> bool:
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return True
    return False


def _elementary(graph: Graph) -> Iterator[list[str]]:
    """Each circle as the names on its way, from the one that stands first in the file."""
    import networkx

    # Numbers hash the same in every run, names do not, and the order of the circles hangs on it.
    names = list(graph)
    number = {name: position for position, name in enumerate(names)}
    directed: networkx.DiGraph[int] = networkx.DiGraph()
    directed.add_nodes_from(range(len(names)))
    directed.add_edges_from(
        (number[name], number[target]) for name, needs in graph.items() for target in needs
    )
    for way in networkx.simple_cycles(directed):
        begin = way.index(min(way))
        yield [names[position] for position in way[begin:] + way[:begin]]


def _cycle(project: Project, graph: Graph, way: list[str]) -> Problem:
    steps = [graph[name][target] for name, target in zip(way, way[1:] + way[:1], strict=True)]
    first, *rest = steps
    profiles = _profiles_for(project, way)
    related = tuple(Related(e.span, f"{e.name} needs {e.target} ({e.attribute})") for e in rest)
    shown = way if len(way) <= _LONGEST_WAY else [*way[:_LONGEST_WAY], "…"]
    fields = {"way": [*shown, way[0]], "service": way[0], "attribute": first.attribute}
    variant = "" if rest else "self"
    return Problem(
        "dependency-cycle", first.span, first.path, variant, fields, True, related, "", profiles
    )


def _profiles_for(project: Project, names: Iterable[str]) -> tuple[str, ...] | None:
    """A small set of profiles that brings all of these services in; None where it takes none."""
    services = project.section("services")
    chosen: set[str] = set()
    for name in names:
        service = services[name][1]
        needed = condition(project, service) if type(service) is Mapping else None
        if needed is not None and needed.isdisjoint(chosen):
            chosen.add(min(needed))
    return tuple(sorted(chosen)) or None


def off_by_profile(project: Project, report: Report) -> None:
    """Report each need that no profile brings in where it brings in who needs it.

    Docker Compose refuses the project unless depends_on says `required: false`; of a service,
    one through network_mode even so. Being needed does not bring a service in (5.6.1).
    """
    off = {
        name: needed
        for section in ("services", "jobs")
        for name, (_, node) in project.section(section).items()
        if type(node) is Mapping and (needed := condition(project, node)) is not None
    }
    if not off:
        return
    # 2.33.1 to 2.40.3 want the services of additional contexts there, 2.30.3 and 5.6.1 do not.
    target = project.target
    strict_contexts = target.at_least(2, 33) and not target.at_least(5)
    for section, name, _, service in services_and_jobs(project):
        needs = _firm(edges(section, name, service), section)
        if strict_contexts:
            needs += contexts(section, name, service)
        for edge in needs:
            needed = off.get(edge.target)
            if needed is not None:
                _left_out(project, edge, off.get(name), needed, report)


def _firm(found: list[Edge], section: str) -> list[Edge]:
    """One edge for each service that cannot be done without."""
    firm = []
    for edge in decisive(found):
        if edge.required:
            firm.append(edge)
        elif section == "services":
            shared = (e for e in found if e.attribute == "network_mode")
            firm.extend(e for e in shared if e.target == edge.target)
    return firm


def _left_out(
    project: Project,
    edge: Edge,
    mine: frozenset[str] | None,
    needed: frozenset[str],
    report: Report,
) -> None:
    """One problem for the smallest choices of profiles that bring in who needs, and not what."""
    fields = {
        "service": edge.name,
        "name": edge.target,
        "attribute": edge.attribute,
        "needed": sorted(needed),
    }
    if mine is None:
        chosen = project.profiles
        variant = "chosen" if chosen else ""
        fields["profiles"] = chosen
        failing = chosen
    else:
        alone = sorted(mine - needed)
        if not alone:
            return
        variant = "profiles"
        fields["profiles"] = alone
        failing = (*project.profiles, alone[0])
    report(
        Problem(
            "dependency-off-by-profile",
            edge.span,
            edge.path,
            variant,
            fields,
            refused=True,
            profiles=failing,
        )
    )
