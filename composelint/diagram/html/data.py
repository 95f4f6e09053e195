"""What the page's script knows: nodes with their facts, findings and lines; edges; views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...finding import SEVERITIES, Finding
from ...graph import records as kinds
from ...graph.records import Edge, Node
from ...report.columns import clean
from ...source import Span
from ..dot_looks import line_looks
from ..dot_text import shown
from ..looks import MARKS
from ..parts import notes
from ..picture import Box, Legend, Picture
from ..places import link, place
from ..words import image_of
from ..writing import legend_arrow
from .excerpt import excerpt, masked
from .facts import RELATIONS, Facts, detail
from .text import words_of

#: Edges that are only about how the files are written: nothing is reached through them.
_NO_FLOW = (kinds.EXTENDS,)
_SEARCHED = ("image", "container_name", "hostname", "real_name", "description")


def knowledge(
    pictures: Sequence[Picture],
    facts: Facts,
    findings: Mapping[str, Sequence[Finding]],
    link_base: str,
    here: str,
) -> dict[str, Any]:
    """All of it, ready to be written as JSON."""
    from .page import label_of

    tell = _Teller(facts, findings, _marked(pictures), link_base, here)
    graph = facts.graph
    return {
        "views": [
            {
                "name": one.view,
                "label": label_of(one),
                "shows": [clean(box.id) for box in one.boxes],
                "legend": [_legend(entry) for entry in one.legend],
            }
            for one in pictures
        ],
        "nodes": [tell.node(node) for node in graph.nodes.values()],
        "edges": [_edge(edge) for edge in graph.edges],
        "relations": {kind: list(words) for kind, words in RELATIONS.items()},
        "profiles": list(
            dict.fromkeys(clean(name) for node in graph.nodes.values() for name in node.profiles)
        ),
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "kind": edge.kind,
        "source": clean(edge.source),
        "target": clean(edge.target),
        "detail": clean(detail(edge)),
        "flows": edge.kind not in _NO_FLOW,
    }


def _legend(entry: Legend) -> dict[str, Any]:
    """An entry of the legend, with what is needed to draw an arrow or a mark of it."""
    told: dict[str, Any] = {"what": entry.what, "kind": entry.kind, "text": clean(entry.text)}
    if entry.what == "arrow":
        looks = line_looks(legend_arrow(entry, 0), lambda colour: colour)
        told["line"] = str(looks["color"]).strip('"')
        told |= {name: str(looks[name]) for name in ("arrowhead", "style", "penwidth")}
    elif entry.what == "mark" and entry.kind in MARKS:
        told.update(MARKS[entry.kind]._asdict(), sign=shown(MARKS[entry.kind].sign))
    return told


#: Marks that are told where a thing has no findings: what a comparison or a plan says of it.
_TOLD = MARKS.keys() - {"error", "warning", "info"}


def _marked(pictures: Sequence[Picture]) -> dict[str, Box]:
    """The boxes that a comparison or a plan has something to say about."""
    return {box.id: box for one in pictures for box in one.boxes if box.mark in _TOLD}


class _Teller:
    """Tells of nodes, with their places as people write them."""

    def __init__(
        self,
        facts: Facts,
        findings: Mapping[str, Sequence[Finding]],
        marked: Mapping[str, Box],
        link_base: str,
        here: str,
    ) -> None:
        self.facts = facts
        self.findings = findings
        self.marked = marked
        self.link_base = link_base
        self.here = here

    def node(self, node: Node) -> dict[str, Any]:
        on = [e.target for e in self.facts.out.get(node.id, []) if e.kind == kinds.ATTACHED]
        told: dict[str, Any] = {
            "id": clean(node.id),
            "kind": node.kind,
            "title": clean(node.title),
            "sub": clean(self._sub(node)),
            "profiles": list(map(clean, node.profiles)),
            "networks": list(dict.fromkeys(map(clean, on))),
            "facts": [
                [label, [clean(value) for value in values]] for label, values in self.facts.of(node)
            ],
            "mark": "",
            "findings": [self._finding(one) for one in self._gravest(node)],
            "search": clean(self._search(node)).lower(),
            "place": None,
        }
        box = self.marked.get(node.id)
        if box is not None:
            own = notes(node)
            told["mark"] = f"{MARKS[box.mark].sign} {box.mark}"
            told["changes"] = [masked(clean(text)) for text in box.notes if text not in own]
        if node.span is not None:
            told["place"] = self._place(node.span)
            told["excerpt"] = excerpt(node.span)._asdict()
        return told

    def _sub(self, node: Node) -> str:
        said = [words_of(node.kind)]
        if node.kind in (kinds.SERVICE, kinds.JOB):
            said.append(image_of(node))
        if node.external:
            said.append("external")
        if node.project and len(self.facts.graph.projects) > 1:
            said.append(f"in {node.project}")
        return " · ".join(text for text in said if text)

    def _search(self, node: Node) -> str:
        """Names, images and ports, of which any part is found."""
        said = [node.title, node.name, *node.profiles]
        said += [str(node.facts[name]) for name in _SEARCHED if node.facts.get(name)]
        said.append(image_of(node))
        for label, values in self.facts.of(node):
            said += values if label == "Ports" else []
        for edge in self.facts.out.get(node.id, []):
            said += edge.facts.get("aliases", [])
        return "\n".join(said)

    def _place(self, span: Span) -> dict[str, Any]:
        file, number = place(span, self.here)
        return {"file": clean(file), "line": number, "href": link(self.link_base, span, self.here)}

    def _gravest(self, node: Node) -> list[Finding]:
        """The findings of a node, the gravest first, otherwise in their order."""
        found = self.findings.get(node.id, ())
        return sorted(found, key=lambda one: -SEVERITIES.index(one.severity))

    def _finding(self, finding: Finding) -> dict[str, Any]:
        return {
            "id": f"{finding.id} {finding.name}",
            "severity": finding.severity,
            "message": clean(finding.message),
            "help": clean(finding.help),
            **self._place(finding.span),
        }
