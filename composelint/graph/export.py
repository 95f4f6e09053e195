"""The graph for other programs."""

from __future__ import annotations

import json
from typing import Any

from ..node import show_path
from ..source import Span
from .records import Edge, Graph, Node

VERSION = 1


def to_json(graph: Graph, here: str) -> str:
    """{"version": 1, "projects": [...], "nodes": [{id, kind, name, title, project, profiles,
    external, facts, file, line, path}], "edges": [{kind, source, target, facts, file, line,
    path}]}; file and line are null where nothing is written."""
    document = {
        "version": VERSION,
        "projects": graph.projects,
        "nodes": [_node(node, here) for node in graph.nodes.values()],
        "edges": [_edge(edge, here) for edge in graph.edges],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _node(node: Node, here: str) -> dict[str, Any]:
    return {
        "id": node.id,
        "kind": node.kind,
        "name": node.name,
        "title": node.title,
        "project": node.project,
        "profiles": list(node.profiles),
        "external": node.external,
        "facts": node.facts,
        **_place(node.span, here),
        "path": show_path(node.path),
    }


def _edge(edge: Edge, here: str) -> dict[str, Any]:
    return {
        "kind": edge.kind,
        "source": edge.source,
        "target": edge.target,
        "facts": edge.facts,
        **_place(edge.span, here),
        "path": show_path(edge.path),
    }


def _place(span: Span | None, here: str) -> dict[str, Any]:
    from ..report.run import show_file

    if span is None:
        return {"file": None, "line": None}
    line = span.source.position(span.start).line
    return {"file": show_file(span.source.path, here), "line": line}


def to_networkx(graph: Graph) -> Any:
    """A networkx.MultiDiGraph; attributes are flat text, numbers and booleans, as GraphML has
    them."""
    import networkx

    directed: Any = networkx.MultiDiGraph(projects=", ".join(graph.projects))
    for node in graph.nodes.values():
        directed.add_node(
            node.id,
            kind=node.kind,
            name=node.name,
            title=node.title,
            project=node.project,
            profiles=", ".join(node.profiles),
            external=node.external,
            **{f"fact_{name}": _flat(value) for name, value in node.facts.items()},
        )
    for number, edge in enumerate(graph.edges):
        facts = {f"fact_{name}": _flat(value) for name, value in edge.facts.items()}
        directed.add_edge(edge.source, edge.target, key=str(number), kind=edge.kind, **facts)
    return directed


def to_graphml(graph: Graph) -> str:
    """GraphML, which yEd, Gephi, Cytoscape and networkx read."""
    import networkx

    lines = networkx.generate_graphml(to_networkx(graph), named_key_ids=True)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"


def _flat(value: Any) -> str:
    """As text: GraphML wants one type for all values of a name. Characters that XML lacks go."""
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, bool):
        value = "true" if value else "false"
    text = "" if value is None else str(value)
    return "".join(c if c in "\t\n" or (c.isprintable() or ord(c) > 0x9F) else "�" for c in text)
