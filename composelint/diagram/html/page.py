"""Puts the page together: style, script, drawings, and what is known, each where it is safe."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path

from ...errors import CannotLook
from ...finding import Finding
from ...graph.records import JOB, SERVICE, Graph
from ...project import Project
from ...report.columns import clean
from ..picture import Picture
from .data import knowledge
from .drawing import colours, drawing
from .facts import Facts
from .text import in_words

#: What a view is called on its tab.
LABELS = {
    "overview": "Overview",
    "dependencies": "Start order",
    "network": "Networks",
    "data": "Data",
    "all": "Everything",
}
_HERE = Path(__file__).parent
_GAP = re.compile(r"\{\{(\w+)\}\}")


def render(
    pictures: Sequence[Picture],
    graph: Graph,
    projects: Sequence[Project] = (),
    findings: Mapping[str, Sequence[Finding]] | None = None,
    link_base: str = "",
    here: str = "",
    program: str = "",
) -> str:
    """The page of a graph: its pictures as views, the first of which is shown at first.

    `projects` are those that the graph was made of, in the same order, and `findings` those about
    each node, by its id. Files are shown relative to the folder `here`, and linked below
    `link_base` where one is given. `program` lays the pictures out. Raises CannotLook where the
    first of them cannot be laid out.
    """
    facts = Facts(graph, projects)
    views = [_view(number, one, program) for number, one in enumerate(pictures)]
    style, script = f"{_style()}{colours(views)}\n", _script()
    return _filled(
        (_HERE / "page.html").read_text("utf-8"),
        {
            "policy": _policy(style, script),
            "title": _safe(next((one.title for one in pictures if one.title), "") or "composelint"),
            "count": _safe(_count(graph)),
            "style": style,
            "tabs": "".join(_tab(number, one) for number, one in enumerate(pictures)),
            "views": "\n".join(views),
            "words": in_words(graph, facts),
            "data": _json(knowledge(pictures, facts, findings or {}, link_base, here)),
            "script": script,
        },
    )


def _filled(page: str, parts: dict[str, str]) -> str:
    """A page with its gaps filled in one go: what fills a gap is never looked at again."""
    return _GAP.sub(lambda gap: parts[gap[1]], page)


def _style() -> str:
    return (_HERE / "style.css").read_text("utf-8")


def _script() -> str:
    files = sorted((_HERE / "script").glob("*.js"), key=lambda file: file.name)
    text = "\n".join(file.read_text("utf-8") for file in files)
    return f'(() => {{\n"use strict";\n{text}\n}})();\n'


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded or sent, and only our own style and script count."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _safe(text: str) -> str:
    return escape(clean(text))


def _json(value: object) -> str:
    """JSON that ends no script element and begins none, whatever it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _count(graph: Graph) -> str:
    found = []
    for kind, one in ((SERVICE, "service"), (JOB, "job")):
        number = sum(node.kind == kind for node in graph.nodes.values())
        if number or kind == SERVICE:
            found.append(f"{number} {one}{'' if number == 1 else 's'}")
    return ", ".join(found)


def label_of(picture: Picture) -> str:
    return LABELS.get(picture.view, picture.view)


def _tab(number: int, picture: Picture) -> str:
    return (
        f'<button type="button" role="tab" id="tab-{number}" aria-controls="view-{number}" '
        f'aria-selected="{"false" if number else "true"}">{_safe(label_of(picture))}</button>'
    )


def _view(number: int, picture: Picture, program: str) -> str:
    label = label_of(picture)
    inner = '<p class="empty">There is nothing to show in this view.</p>'
    if picture.boxes:
        try:
            inner = drawing(picture, f"Picture: {label}", number, program)
        except CannotLook:
            # One view that is too large to be laid out does not take the others away.
            if not number:
                raise
            inner = '<p class="empty">This view is too large to be drawn.</p>'
    hidden = " hidden" if number else ""
    return (
        f'<div class="view" id="view-{number}" role="tabpanel" aria-labelledby="tab-{number}"'
        f"{hidden}>\n{inner}\n</div>"
    )
