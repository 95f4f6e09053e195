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
    from ..report.names import show_file

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
        about = {"kind": node.kind, "name": node.name, "title": node.title}
        about |= {"project": node.project, "profiles": ", ".join(node.profiles)}
        facts = {f"fact_{name}": _flat(value) for name, value in node.facts.items()}
        said = {name: _flat(value) for name, value in about.items()}
        directed.add_node(_flat(node.id), external=node.external, **said, **facts)
    for number, edge in enumerate(graph.edges):
        facts = {f"fact_{name}": _flat(value) for name, value in edge.facts.items()}
        directed.add_edge(
            _flat(edge.source), _flat(edge.target), key=str(number), kind=edge.kind, **facts
        )
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
    return "".join(c if _in_xml(ord(c)) else "\ufffd" for c in text)


def _in_xml(code: int) -> bool:
    if code < 0x20:
        return code in (0x9, 0xA)
    return not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)
