"""What the panel tells of each node: labels with values, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ...graph import records as kinds
from ...graph.build import prefix_of
from ...graph.records import Edge, Graph, Node
from ...node import Mapping, Scalar
from ...node import Sequence as Items
from ...project import Project
from ...readiness.health import HERE, IMAGE, NONE, OFF
from ...readiness.model import Member, readiness
from ...readiness.show import state
from ..parts import notes
from ..words import condition, port
from .excerpt import masked

#: What a fact is called and its values.
Fact = tuple[str, list[str]]

_HEALTH = {
    HERE: "in the Compose file",
    IMAGE: "in the Dockerfile",
    OFF: "switched off",
    NONE: "none",
}
#: Facts of the graph that are shown as they are, in this order.
_PLAIN = (
    *("command", "replicas", "restart", "user", "container_name", "hostname", "network_mode"),
    *("platform", "cgroup_parent"),
)
_FLAGS = ("privileged", "read_only")


class Known(NamedTuple):
    """What the projects know beyond the graph, by the id of a node."""

    services: dict[str, Mapping]
    members: dict[str, Member]


def known(projects: Sequence[Project]) -> Known:
    services: dict[str, Mapping] = {}
    members: dict[str, Member] = {}
    for number, project in enumerate(projects):
        prefix = prefix_of(projects, number)
        for kind, section in ((kinds.SERVICE, "services"), (kinds.JOB, "jobs")):
            for name, (_, service) in project.section(section).items():
                if type(service) is Mapping:
                    services[f"{prefix}{kind}:{name}"] = service
        for member in readiness(project).members:
            members[f"{prefix}{kinds.SERVICE}:{member.name}"] = member
    return Known(services, members)


class Facts:
    """Facts of every node of a graph, by id."""

    def __init__(self, graph: Graph, projects: Sequence[Project]) -> None:
        self.graph = graph
        self.known = known(projects)
        self.out: dict[str, list[Edge]] = {}
        self.into: dict[str, list[Edge]] = {}
        for edge in graph.edges:
            self.out.setdefault(edge.source, []).append(edge)
            self.into.setdefault(edge.target, []).append(edge)

    def of(self, node: Node) -> list[Fact]:
        """What is to be told of a node; nothing that is not said."""
        if node.kind not in (kinds.SERVICE, kinds.JOB):
            return [_split(note) for note in notes(node)]
        found = [*self._what(node), *self._start(node), *self._around(node), *self._rest(node)]
        return [(label, values) for label, values in found if values]

    def _what(self, node: Node) -> Iterator[Fact]:
        facts = node.facts
        yield ("About", _some(facts.get("description")))
        yield ("Image", _some(facts.get("image")))
        build = facts.get("build")
        if isinstance(build, dict):
            more = [f"{name} {build[name]}" for name in ("dockerfile", "target") if name in build]
            yield ("Built from", [", ".join([str(build["context"]), *more])])
        if "provider" in facts:
            yield ("Provider", [str(facts["provider"] or "…")])
        yield ("Profiles", list(node.profiles))

    def _start(self, node: Node) -> Iterator[Fact]:
        yield ("Healthcheck", _some(_HEALTH.get(str(node.facts.get("health")), "")))
        member = self.known.members.get(node.id)
        if member is not None:
            yield ("At worst", [state(member)])

    def _around(self, node: Node) -> Iterator[Fact]:
        out, into = self.out.get(node.id, []), self.into.get(node.id, [])
        yield ("Ports", [port(edge) for edge in into if edge.kind == kinds.PUBLISHES])
        yield ("Networks", [self._network(e) for e in out if e.kind == kinds.ATTACHED])
        yield ("Mounts", [self._mount(edge) for edge in out if edge.kind == kinds.MOUNTS])
        for label, kind in (("Secrets", kinds.SECRET), ("Configs", kinds.CONFIG)):
            read = [e for e in out if e.kind == kinds.READS and self._target(e).kind == kind]
            yield (label, [self._grant(edge) for edge in read])
        yield ("Variables", _variables(self.known.services.get(node.id)))
        files = [self._target(e).title for e in out if e.kind == kinds.READS_FILE]
        yield ("Env files", files)
        yield ("Devices", [self._target(e).title for e in out if e.kind == kinds.USES_DEVICE])
        yield ("Models", [self._target(e).title for e in out if e.kind == kinds.USES_MODEL])

    def _rest(self, node: Node) -> Iterator[Fact]:
        for name in _PLAIN:
            if node.facts.get(name) not in (None, ""):
                yield (name.replace("_", " ").capitalize(), [masked(str(node.facts[name]))])
        yield ("Flags", [name.replace("_", " ") for name in _FLAGS if node.facts.get(name)])

    def _target(self, edge: Edge) -> Node:
        return self.graph.nodes[edge.target]

    def _network(self, edge: Edge) -> str:
        said = [edge.facts[key] for key in ("ipv4_address", "ipv6_address") if key in edge.facts]
        aliases = edge.facts.get("aliases", [])
        said += [f"as {', '.join(aliases)}"] if aliases else []
        title = self._target(edge).title
        return f"{title} ({'; '.join(said)})" if said else title

    def _mount(self, edge: Edge) -> str:
        read_only = " (read only)" if edge.facts.get("read_only") else ""
        target, where = self._target(edge), edge.facts.get("target", "")
        if target.facts.get("anonymous"):
            return f"{where} (anonymous){read_only}"
        return f"{target.title}{f' → {where}' if where else ''}{read_only}"

    def _grant(self, edge: Edge) -> str:
        at_build = " (at build)" if edge.facts.get("build") else ""
        target = f" → {edge.facts['target']}" if "target" in edge.facts else ""
        return f"{self._target(edge).title}{target}{at_build}"


def _some(text: object) -> list[str]:
    return [str(text)] if text else []


def _split(note: str) -> Fact:
    label, colon, value = note.partition(": ")
    return (label.capitalize(), [masked(value)] if colon else ["yes"])


def _variables(service: Mapping | None) -> list[str]:
    """How many variables a service sets, of which so many are taken from the shell."""
    node = None if service is None else service.get("environment")
    if type(node) is Mapping:
        values = [value for _, value in node.items()]
        count = len(values)
        taken = sum(type(value) is Scalar and value.value is None for value in values)
    elif type(node) is Items:
        texts = [item.text for item in node.items if type(item) is Scalar]
        count = len(texts)
        taken = sum("=" not in text for text in texts)
    else:
        return []
    if not count:
        return []
    return [f"{count}, {taken} of them passed through" if taken else str(count)]


# --- relations

#: What an edge says of its source, and of its target.
RELATIONS = {
    kinds.DEPENDS_ON: ("waits for", "is waited for by"),
    kinds.TALKS_TO: ("names in its settings", "is named by"),
    kinds.LINK: ("is linked to", "is linked from"),
    kinds.VOLUMES_FROM: ("has the volumes of", "lends its volumes to"),
    kinds.SHARES: ("shares a namespace of", "shares a namespace with"),
    kinds.ATTACHED: ("is on", "connects"),
    kinds.MOUNTS: ("mounts", "is mounted by"),
    kinds.READS: ("reads", "is read by"),
    kinds.PUBLISHES: ("leads to", "is published at"),
    kinds.ENTERS: ("can use", "is open to"),
    kinds.USES_MODEL: ("uses", "is used by"),
    kinds.USES_DEVICE: ("uses", "is used by"),
    kinds.READS_FILE: ("reads variables from", "gives variables to"),
    kinds.EXTENDS: ("extends", "is extended by"),
}


def detail(edge: Edge) -> str:
    """What a relation has to say beside its kind, in a few words; "" for nothing."""
    facts = edge.facts
    if edge.kind == kinds.DEPENDS_ON:
        return condition(edge)
    if edge.kind == kinds.PUBLISHES:
        return port(edge)
    if edge.kind == kinds.MOUNTS:
        return f"{facts.get('target', '')}{', read only' if facts.get('read_only') else ''}"
    if edge.kind == kinds.SHARES:
        return str(facts.get("what", ""))
    if edge.kind == kinds.TALKS_TO:
        numbers = [f":{number}" for number in facts.get("ports", [])]
        return ", ".join([*numbers, *_where(facts)])
    return str(facts.get("alias") or facts.get("target") or "")


def _where(facts: dict[str, Any]) -> list[str]:
    """The variables or attributes that name the other, three at most."""
    where = [str(one) for one in facts.get("where", [])]
    return where if len(where) <= 3 else [*where[:2], f"and {len(where) - 2} more"]
