"""What all views are made of: boxes for nodes, fewer arrows, groups, and what they mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..graph.records import (
    ATTACHED,
    DEPENDS_ON,
    ENTERS,
    FOREIGN,
    JOB,
    NETWORK,
    OUTSIDE,
    PUBLISHES,
    SERVICE,
    TALKS_TO,
    Edge,
    Graph,
    Node,
)
from .picture import Arrow, Box, Group, Legend
from .wanted import Wanted
from .words import image_lines, image_of, wrapped

RUNNING = (SERVICE, JOB)

#: How many ports, volumes … one arrow or box names before it only counts.
MOST = 4


def box(node: Node, wanted: Wanted, more: Iterable[str] = ()) -> Box:
    """The box of a node: a service with its image, everything with its facts for who points."""
    lines: list[str] = []
    if node.kind in RUNNING:
        if wanted.images and image_of(node):
            lines += image_lines(image_of(node))
        lines += wrapped(str(node.facts["description"])) if "description" in node.facts else ()
        count = node.facts.get("replicas")
        if count is not None and count != 1:
            lines.append(f"{count} replicas")
        if node.kind == JOB:
            lines.append("job")
        lines += wrapped(f"profile {', '.join(node.profiles)}") if node.profiles else []
    elif node.kind == NETWORK:
        lines += ["internal"] if node.facts.get("internal") else []
        lines += node.facts.get("subnets", [])[:2]
    lines += more
    icon = str(node.facts.get("icon", ""))
    return Box(
        node.id,
        node.kind,
        f"{icon} {node.title}" if icon else node.title,
        tuple(lines),
        node.external,
        notes(node),
        span=node.span,
    )


def notes(node: Node) -> tuple[str, ...]:
    """The facts of a node, a line each."""
    found = []
    for name, value in node.facts.items():
        if name in ("hidden", "group", "icon", "health") or value in ("", None, False):
            continue
        if isinstance(value, dict):
            value = ", ".join(f"{key} {text}" for key, text in value.items())
        elif isinstance(value, list):
            value = ", ".join(str(item) for item in value)
        words = name.replace("_", " ")
        found.append(words if value is True else f"{words}: {value}")
    return tuple(found)


def short_list(texts: Sequence[str]) -> str:
    """a, b, c and 5 more."""
    known = list(dict.fromkeys(text for text in texts if text))
    if len(known) > MOST:
        return f"{', '.join(known[: MOST - 1])} and {len(known) - MOST + 1} more"
    return ", ".join(known)


def reduced(edges: Sequence[Edge]) -> list[Edge]:
    """Dependencies without those that others bring about: where a waits for b, and b until c is
    healthy, then a has waited until c is healthy too.

    What restarts with another, and what is optional, keeps its arrow. In a circle all stay.
    """
    needs: dict[str, list[Edge]] = {}
    for edge in edges:
        needs.setdefault(edge.source, []).append(edge)
    if _circular({name: {edge.target for edge in found} for name, found in needs.items()}):
        return list(edges)
    ensured = _ensured(needs)

    def implied(edge: Edge) -> bool:
        facts = edge.facts
        if facts.get("restart") or not facts.get("required", True):
            return False
        return any(
            (edge.target, said) in ensured.get(other.target, ())
            for other in needs[edge.source]
            if other.target != edge.target and other.facts.get("required", True)
            for said in _AS_STRONG.get(str(facts.get("condition")), ())
        )

    return [edge for edge in edges if not implied(edge)]


#: What is as good as a condition; one that is not known is as good as none.
_AS_STRONG = {
    "service_started": ("service_started", "service_healthy", "service_completed_successfully"),
    "service_healthy": ("service_healthy",),
    "service_completed_successfully": ("service_completed_successfully",),
}


def _ensured(needs: dict[str, list[Edge]]) -> dict[str, set[tuple[str, str]]]:
    """What has come about when each starts: (who, condition) at any depth."""
    from graphlib import TopologicalSorter

    order = TopologicalSorter(
        {name: [edge.target for edge in found] for name, found in needs.items()}
    )
    ensured: dict[str, set[tuple[str, str]]] = {}
    for name in order.static_order():
        found: set[tuple[str, str]] = set()
        for edge in needs.get(name, ()):
            if edge.facts.get("required", True):
                found.add((edge.target, str(edge.facts.get("condition"))))
                found |= ensured[edge.target]
        ensured[name] = found
    return ensured


def _circular(needs: dict[str, set[str]]) -> bool:
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter(needs).prepare()
    except CycleError:
        return True
    return False


def dependency_arrows(graph: Graph, keep: Collection[tuple[str, str]] = frozenset()) -> list[Arrow]:
    """The arrows of depends_on, from who waits to who is waited for, without those that others
    bring about, but for those to `keep` (source, target)."""
    from .words import condition

    edges = list(graph.edges_of(DEPENDS_ON))
    needed = {id(edge) for edge in reduced(edges)}
    return [
        Arrow(
            edge.source,
            edge.target,
            DEPENDS_ON,
            condition(edge),
            firm=bool(edge.facts.get("required", True)) and not edge.facts.get("implied"),
            span=edge.span,
        )
        for edge in edges
        if id(edge) in needed or (edge.source, edge.target) in keep
    ]


def entrances(graph: Graph) -> list[Arrow]:
    """From outside, or from the host itself, to each service that has ports, one arrow each."""
    from .words import port

    opened = {edge.target: edge.source for edge in graph.edges_of(ENTERS)}
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in graph.edges_of(PUBLISHES):
        found.setdefault((opened.get(edge.source, OUTSIDE), edge.target), []).append(edge)
    return [
        Arrow(
            source,
            target,
            PUBLISHES,
            short_list([port(edge) for edge in edges]),
            notes=tuple(port(edge) for edge in edges),
            span=edges[0].span,
        )
        for (source, target), edges in found.items()
        if source in graph.nodes
    ]


# --- groups


def groups(graph: Graph, wanted: Wanted, shown: Iterable[str]) -> tuple[Group, ...]:
    """The frames that are wanted around the boxes that are shown; several projects are always
    put apart."""
    ids = [id_ for id_ in shown if id_ in graph.nodes]
    if len(graph.projects) < 2:
        return _within(graph, wanted.group_by, ids, "")
    found = []
    for number, project in enumerate(dict.fromkeys(graph.projects)):
        own = [id_ for id_ in ids if graph.nodes[id_].project == project]
        inner = _within(graph, wanted.group_by, own, f"{number}.")
        inside = {id_ for group in inner for id_ in group.boxes}
        boxes = tuple(id_ for id_ in own if id_ not in inside)
        if own:
            found.append(Group(f"project:{number}", "project", project, boxes, inner))
    return tuple(found)


def _within(graph: Graph, by: str, ids: list[str], prefix: str) -> tuple[Group, ...]:
    if by in ("", "project"):
        return ()
    members: dict[str, list[str]] = {}
    for id_ in ids:
        title = _group_of(graph, by, graph.nodes[id_])
        if title:
            members.setdefault(title, []).append(id_)
    return tuple(
        # Not the id of a network or of anything else that is drawn.
        Group(f"group:{prefix}{by}:{title}", by, title, tuple(boxes))
        for title, boxes in members.items()
    )


def _group_of(graph: Graph, by: str, node: Node) -> str:
    if by == "label":
        return str(node.facts.get("group", ""))
    if node.kind not in RUNNING:
        return ""
    if by == "profile":
        return ", ".join(node.profiles)
    on = [graph.nodes[e.target].title for e in graph.edges_of(ATTACHED) if e.source == node.id]
    return " + ".join(on)


# --- the legend

_MEANING = {
    ("box", "job"): "a job: runs to its end",
    ("box", "network"): "network",
    ("box", "volume"): "volume",
    ("box", "bind"): "path of the host",
    ("box", "secret"): "secret",
    ("box", "config"): "config",
    ("box", "model"): "model",
    ("box", "port"): "port of the host",
    ("box", "device"): "device of the host",
    ("box", "env_file"): "env file",
    ("box", "base"): "extended, of another file",
    ("box", "foreign"): "not of this project",
    ("box", "external"): "made elsewhere",
    ("arrow", "depends_on"): "waits for",
    ("arrow", "talks_to"): "names in its settings",
    ("arrow", "attached"): "is on",
    ("arrow", "mounts"): "mounts",
    ("arrow", "reads"): "reads",
    ("arrow", "publishes"): "leads to",
    ("arrow", "link"): "link",
    ("arrow", "volumes_from"): "has the volumes of",
    ("arrow", "extends"): "extends",
    ("arrow", "shares"): "shares the network or another namespace of",
    ("arrow", "uses_model"): "uses the model",
    ("arrow", "uses_device"): "uses the device",
    ("arrow", "reads_file"): "reads variables from",
    ("arrow", "loose"): "optional, or implied",
    ("arrow", "critical"): "the way that takes longest",
    ("mark", "error"): "has an error",
    ("mark", "warning"): "has a warning",
    ("mark", "info"): "has advice",
    ("mark", "added"): "added",
    ("mark", "removed"): "removed",
    ("mark", "changed"): "changed",
    ("mark", "create"): "will be created",
    ("mark", "recreate"): "will be recreated",
    ("mark", "update"): "will be updated",
    ("mark", "restart"): "will be restarted",
    ("mark", "start"): "will be started",
    ("mark", "stop"): "will be stopped",
    ("mark", "remove"): "will be removed",
}


def legend(boxes: Iterable[Box], arrows: Iterable[Arrow]) -> tuple[Legend, ...]:
    """What stands in the picture and does not explain itself, in a fixed order."""
    boxes, arrows = list(boxes), list(arrows)
    there = {("box", box.kind) for box in boxes} | {("arrow", arrow.kind) for arrow in arrows}
    there |= {("mark", box.mark) for box in boxes if box.mark}
    there |= {("mark", arrow.mark) for arrow in arrows if arrow.mark}
    # A container of another project says so itself.
    if any(box.external and box.kind != FOREIGN for box in boxes):
        there.add(("box", "external"))
    # Who names whom is told by its own line.
    if any(not arrow.firm and arrow.kind != TALKS_TO for arrow in arrows):
        there.add(("arrow", "loose"))
    if any(arrow.critical for arrow in arrows):
        there.add(("arrow", "critical"))
    return tuple(Legend(*key, text) for key, text in _MEANING.items() if key in there)
