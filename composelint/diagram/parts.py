"""What all views are made of: boxes for nodes, fewer arrows, groups, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..graph.records import (
    ATTACHED,
    DEPENDS_ON,
    JOB,
    NETWORK,
    SERVICE,
    Edge,
    Graph,
    Node,
)
from .picture import Arrow, Box, Group, Legend
from .wanted import Wanted
from .words import image_of, wrapped

RUNNING = (SERVICE, JOB)

#: How many ports, volumes … one arrow or box names before it only counts.
MOST = 4


def box(node: Node, wanted: Wanted, more: Iterable[str] = ()) -> Box:
    """The box of a node: a service with its image, everything with its facts for who points."""
    lines: list[str] = []
    if node.kind in RUNNING:
        if wanted.images and image_of(node):
            lines += wrapped(image_of(node))
        count = node.facts.get("replicas")
        if count is not None and count != 1:
            lines.append(f"{count} replicas")
        if node.kind == JOB:
            lines.append("job")
        lines += [f"profile {', '.join(node.profiles)}"] if node.profiles else []
    elif node.kind == NETWORK:
        lines += ["internal"] if node.facts.get("internal") else []
        lines += node.facts.get("subnets", [])[:2]
    lines += more
    return Box(
        node.id,
        node.kind,
        node.title,
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
    """Dependencies without those that others imply: a waits for c when it waits for b that does.

    Only mere starts are left out; a condition is always worth an arrow. In a circle all stay.
    """
    needs: dict[str, set[str]] = {}
    for edge in edges:
        needs.setdefault(edge.source, set()).add(edge.target)
    if _circular(needs):
        return list(edges)
    below = _below(needs)

    def implied(edge: Edge) -> bool:
        others = needs[edge.source] - {edge.target}
        return any(edge.target in below.get(other, ()) for other in others)

    return [edge for edge in edges if not (_mere_start(edge) and implied(edge))]


def _mere_start(edge: Edge) -> bool:
    facts = edge.facts
    return facts.get("condition") == "service_started" and not facts.get("restart")


def _circular(needs: dict[str, set[str]]) -> bool:
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter(needs).prepare()
    except CycleError:
        return True
    return False


def _below(needs: dict[str, set[str]]) -> dict[str, set[str]]:
    """All that each needs at any depth."""
    from graphlib import TopologicalSorter

    below: dict[str, set[str]] = {}
    for name in TopologicalSorter(needs).static_order():
        found = set(needs.get(name, ()))
        for other in needs.get(name, ()):
            found |= below[other]
        below[name] = found
    return below


def dependency_arrows(graph: Graph, whole: bool = False) -> list[Arrow]:
    """The arrows of depends_on, from who waits to who is waited for."""
    from .words import condition

    edges = list(graph.edges_of(DEPENDS_ON))
    return [
        Arrow(
            edge.source,
            edge.target,
            DEPENDS_ON,
            condition(edge),
            firm=bool(edge.facts.get("required", True)) and not edge.facts.get("implied"),
            span=edge.span,
        )
        for edge in (edges if whole else reduced(edges))
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
        Group(f"{prefix}{by}:{title}", by, title, tuple(boxes)) for title, boxes in members.items()
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
}


def legend(boxes: Iterable[Box], arrows: Iterable[Arrow]) -> tuple[Legend, ...]:
    """What stands in the picture and does not explain itself, in a fixed order."""
    boxes, arrows = list(boxes), list(arrows)
    there = {("box", box.kind) for box in boxes} | {("arrow", arrow.kind) for arrow in arrows}
    there |= {("mark", box.mark) for box in boxes if box.mark}
    there |= {("mark", arrow.mark) for arrow in arrows if arrow.mark}
    if any(box.external for box in boxes):
        there.add(("box", "external"))
    if any(not arrow.firm for arrow in arrows):
        there.add(("arrow", "loose"))
    if any(arrow.critical for arrow in arrows):
        there.add(("arrow", "critical"))
    return tuple(Legend(*key, text) for key, text in _MEANING.items() if key in there)
