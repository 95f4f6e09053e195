"""The picture in words, for those who do not see it: what there is, and what it has to do with."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ...graph.records import Graph, Node
from ...report.columns import clean
from .facts import RELATIONS, Facts, detail


def in_words(graph: Graph, facts: Facts) -> str:
    """A list of all nodes, each with its facts and its relations, as HTML."""
    items = "\n".join(_item(graph, facts, node) for node in graph.nodes.values())
    return f"<ul>\n{items}\n</ul>" if items else "<p>Nothing is in this picture.</p>"


def words_of(kind: str) -> str:
    """The kind of a node as people say it: env file."""
    return kind.replace("_", " ")


def _item(graph: Graph, facts: Facts, node: Node) -> str:
    said = [f"{label}: {', '.join(values)}" for label, values in facts.of(node)]
    said += _relations(graph, facts, node)
    inner = "".join(f"<li>{_safe(line)}</li>" for line in said)
    head = f"{words_of(node.kind)} {node.title}{', external' if node.external else ''}"
    return f"<li>{_safe(head)}{f'<ul>{inner}</ul>' if inner else ''}</li>"


def _relations(graph: Graph, facts: Facts, node: Node) -> Iterator[str]:
    for edge in facts.out.get(node.id, []):
        other = graph.nodes[edge.target]
        more = detail(edge)
        said = f"{RELATIONS[edge.kind][0]} {words_of(other.kind)} {other.title}"
        yield f"{said} ({more})" if more else said


def _safe(text: str) -> str:
    return escape(clean(text), quote=False)
