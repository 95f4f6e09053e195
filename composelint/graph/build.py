"""The graph of one or several projects."""

from __future__ import annotations

from collections.abc import Sequence

from ..checks.edges import services_and_jobs
from ..project import Project
from ..reach.networks import Topology, topology
from .facts import service_facts, text_of
from .records import JOB, SERVICE, Graph, Node
from .shared import join_shared


class Builder:
    """Builds the part of one project into a graph. `prefix` stands before the ids of what is the
    project's own, so that several projects can stand in one graph."""

    def __init__(self, graph: Graph, project: Project, prefix: str, chosen: bool) -> None:
        self.graph = graph
        self.project = project
        self.prefix = prefix
        self.chosen = chosen
        self.topology: Topology = topology(project)
        #: The ports that have been joined to who can use them.
        self.entered: set[tuple[str, str]] = set()

    def own(self, kind: str, name: str) -> str:
        """The id of something that is this project's own."""
        return f"{self.prefix}{kind}:{name}"

    def service_id(self, name: str) -> str | None:
        """The id of a service or job; None where there is no such."""
        for kind in (SERVICE, JOB):
            if self.own(kind, name) in self.graph.nodes:
                return self.own(kind, name)
        return None

    def build(self) -> None:
        from .data import add_data
        from .networks import add_networks
        from .relations import add_relations

        for section, name, key, service in services_and_jobs(self.project):
            if self.chosen and not self.project.enabled(service):
                continue
            kind = SERVICE if section == "services" else JOB
            self.graph.add(
                Node(
                    self.own(kind, name),
                    kind,
                    name,
                    text_of(service, "labels", "composelint.title") or name,
                    self.project.name,
                    service_facts(self.project, service),
                    self.project.profiles_of(service),
                    key.span,
                    (section, name),
                )
            )
        add_networks(self)
        add_data(self)
        add_relations(self)


def graph_of(
    projects: Sequence[Project], *, chosen: bool = False, prefixes: Sequence[str] | None = None
) -> Graph:
    """The graph of some projects, joined by what they share on one host.

    It holds the services of all profiles, or those that the chosen ones bring in. `prefixes`
    stand before the ids of each project's own nodes, where prefix_of is not to say them.

    The order is that of the projects and their files, never that of a set: equal projects give
    equal graphs.
    """
    graph = Graph([project.name for project in projects])
    for number, project in enumerate(projects):
        prefix = prefix_of(projects, number) if prefixes is None else prefixes[number]
        Builder(graph, project, prefix, chosen).build()
    if len(projects) > 1:
        join_shared(graph)
    return graph


def prefix_of(projects: Sequence[Project], number: int) -> str:
    """What stands before the ids of a project's own nodes: nothing where it is the only one."""
    if len(projects) < 2:
        return ""
    name = projects[number].name
    same = [other.name for other in projects[:number]].count(name)
    return f"{name}~{same + 1}/" if same else f"{name}/"
