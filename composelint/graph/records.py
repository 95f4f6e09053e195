"""What a graph is made of: typed nodes, and typed edges between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ..node import Path
from ..source import Span

# --- kinds of nodes

SERVICE, JOB = "service", "job"
NETWORK, VOLUME, SECRET, CONFIG, MODEL = "network", "volume", "secret", "config", "model"
#: A path of the host that is mounted; a port of the host; a device of the host; an env file.
BIND, PORT, DEVICE, ENV_FILE = "bind", "port", "device", "env_file"
#: Whoever comes through a port that is open to other machines, or to this one only.
OUTSIDE, HOST = "outside", "host"
#: A service of another file that is extended, a container or service that is not of the project.
BASE, FOREIGN = "base", "foreign"

# --- kinds of edges, with what their facts hold

#: A service waits for another: condition, required, restart, implied (the attribute that makes
#: the dependency where depends_on does not).
DEPENDS_ON = "depends_on"
#: A service is on a network: aliases, ipv4_address, ipv6_address.
ATTACHED = "attached"
#: A service mounts a volume or a path of the host: target, read_only.
MOUNTS = "mounts"
#: A service gets a secret or config: target. At build: build.
READS = "reads"
#: A port of the host leads to a service: published, target, protocol, host_ip.
PUBLISHES = "publishes"
#: Who can use a port of the host.
ENTERS = "enters"
#: A service names another in its environment or commands: names, ports, networks, where.
TALKS_TO = "talks_to"
#: alias.
LINK = "link"
#: read_only.
VOLUMES_FROM = "volumes_from"
#: A service takes over what another says: file ("" for its own).
EXTENDS = "extends"
#: A service uses the network, ipc, pid or uts of another: what.
SHARES = "shares"
USES_MODEL = "uses_model"
USES_DEVICE = "uses_device"
READS_FILE = "reads_file"


class Node(NamedTuple):
    """`id` is unique in a graph and says the same in every run: `service:web`, with the project in
    front where there are several (`shop/service:web`). Things that projects share by their real
    name (external networks and volumes, paths and ports of the host) have one node for all.

    `name` is what the file calls it and `title` what people are to read. `facts` are plain data
    (text, numbers, lists, mappings). `labels` are those that begin with `composelint.`.
    """

    id: str
    kind: str
    name: str
    title: str
    project: str
    facts: dict[str, Any]
    profiles: tuple[str, ...] = ()
    span: Span | None = None
    path: Path = ()

    @property
    def external(self) -> bool:
        return bool(self.facts.get("external"))


class Edge(NamedTuple):
    """From `source` to `target` (ids), with the place that says so."""

    kind: str
    source: str
    target: str
    facts: dict[str, Any]
    span: Span | None = None
    path: Path = ()


class Graph:
    """`nodes` by id, in the order of the files; `edges` in the order of the files.

    `projects` are the names of the projects in it.
    """

    __slots__ = ("edges", "nodes", "projects")

    def __init__(self, projects: Iterable[str] = ()) -> None:
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self.projects = list(projects)

    def add(self, node: Node) -> Node:
        """The node of this id: the one that is there, or else the new one."""
        return self.nodes.setdefault(node.id, node)

    def join(
        self,
        kind: str,
        source: str,
        target: str,
        facts: dict[str, Any] | None = None,
        span: Span | None = None,
        path: Path = (),
    ) -> None:
        self.edges.append(Edge(kind, source, target, facts or {}, span, path))

    def of_kind(self, *kinds: str) -> Iterator[Node]:
        return (node for node in self.nodes.values() if node.kind in kinds)

    def edges_of(self, *kinds: str) -> Iterator[Edge]:
        return (edge for edge in self.edges if edge.kind in kinds)

    def kept(self, nodes: Iterable[str], edges: Iterable[Edge] | None = None) -> Graph:
        """The part of it with these nodes, in the same order, and the edges between them."""
        wanted = set(nodes)
        part = Graph(self.projects)
        part.nodes = {id_: node for id_, node in self.nodes.items() if id_ in wanted}
        part.edges = [
            edge
            for edge in (self.edges if edges is None else edges)
            if edge.source in part.nodes and edge.target in part.nodes
        ]
        return part
