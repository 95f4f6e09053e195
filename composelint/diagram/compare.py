"""The difference of two states of projects as one picture: what is added, removed, changed."""

from __future__ import annotations

from typing import Any

from ..graph.records import ENTERS, MOUNTS, PUBLISHES, Edge, Graph, Node
from .picture import Picture

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


class Difference:
    """What two graphs differ in. `both` holds all nodes and edges of the new one, and those of
    the old one that are gone."""

    def __init__(self, old: Graph, new: Graph) -> None:
        self.old = old
        self.new = new
        self.both = Graph(dict.fromkeys([*new.projects, *old.projects]))
        self.both.nodes = {**old.nodes, **new.nodes}
        # The order of the new state, what is gone behind it.
        for id_ in [*new.nodes, *old.nodes]:
            self.both.nodes[id_] = self.both.nodes.pop(id_)
        there = {_identity(edge) for edge in new.edges}
        self.both.edges = [*new.edges, *(e for e in old.edges if _identity(e) not in there)]
        self._before = _by_ends(old)
        self._now = _by_ends(new)

    def of_node(self, id_: str) -> str:
        """One of ADDED, REMOVED and CHANGED, or "" for the same."""
        before, now = self.old.nodes.get(id_), self.new.nodes.get(id_)
        if before is None or now is None:
            return ADDED if before is None else REMOVED
        return CHANGED if _facts(before) != _facts(now) else ""

    def of_pair(self, source: str, target: str, kind: str) -> str:
        """The same of all edges of a kind between two nodes, which may be one arrow."""
        before = self._before.get((kind, source, target), set())
        now = self._now.get((kind, source, target), set())
        if before == now:
            return ""
        return ADDED if not before else REMOVED if not now else CHANGED

    def changes(self, id_: str) -> tuple[str, ...]:
        """What changed in a node, a line for each fact."""
        before, now = self.old.nodes.get(id_), self.new.nodes.get(id_)
        if before is None or now is None:
            return ()
        names = dict.fromkeys([*before.facts, *now.facts])
        return tuple(
            f"{name}: {_show(before.facts.get(name))} → {_show(now.facts.get(name))}"
            for name in names
            if before.facts.get(name) != now.facts.get(name)
        )


def compared(picture: Picture, difference: Difference) -> Picture:
    """A picture of `difference.both` with the differences as marks."""
    from .parts import legend

    boxes = tuple(
        box._replace(
            mark=difference.of_node(box.id), notes=(*box.notes, *difference.changes(box.id))
        )
        for box in picture.boxes
    )
    marks = {box.id: box.mark for box in boxes}
    arrows = tuple(
        arrow._replace(mark=_of_arrow(arrow.source, arrow.target, arrow.kind, marks, difference))
        for arrow in picture.arrows
    )
    words = legend(boxes, arrows) if picture.legend else ()
    return picture._replace(boxes=boxes, arrows=arrows, legend=words)


def _of_arrow(
    source: str, target: str, kind: str, marks: dict[str, str], difference: Difference
) -> str:
    """Of an arrow that stands for edges between its ends."""
    said = difference.of_pair(source, target, kind)
    if said:
        return said
    for end in (source, target):
        if marks.get(end) in (ADDED, REMOVED):
            return marks[end]
    return ""


def _by_ends(graph: Graph) -> dict[tuple[str, str, str], set[tuple[str, ...]]]:
    """What is said of all edges of a kind between two nodes. Whoever comes in from outside leads
    to a service as the ports do."""
    found: dict[tuple[str, str, str], set[tuple[str, ...]]] = {}
    opened = {edge.target: edge.source for edge in graph.edges_of(ENTERS)}
    for edge in graph.edges:
        found.setdefault((edge.kind, edge.source, edge.target), set()).add(_key(edge))
        if edge.kind == PUBLISHES and edge.source in opened:
            ends = (edge.kind, opened[edge.source], edge.target)
            found.setdefault(ends, set()).add(_key(edge))
    return found


def _identity(edge: Edge) -> tuple[str, ...]:
    """What stays the same where an edge only changes: its ends, and where something is mounted."""
    where = str(edge.facts.get("target")) if edge.kind == MOUNTS else ""
    return edge.kind, edge.source, edge.target, where


def _key(edge: Edge) -> tuple[str, str, str, str]:
    return edge.kind, edge.source, edge.target, repr(sorted(edge.facts.items(), key=repr))


def _facts(node: Node) -> Any:
    return node.facts, node.profiles, node.title


def _show(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {text}" for key, text in value.items())
    return "nothing" if value in (None, "") else str(value)
