"""The drawing of a picture as a part of a page: what the SVG format draws, made to be used.

The page has its own style rules (its theme can be switched, which a drawing alone cannot), its
own texts for who points at something, and several drawings: so style elements, links and ids go,
and every node gets a role, a name and a place in the order of the Tab key.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from ...report.columns import clean
from ..picture import Arrow, Box, Picture
from ..theme import DARK, shade
from .facts import RELATIONS
from .text import words_of

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_SHAPES = ("path", "polygon", "ellipse", "rect", "circle")
_PAINTED = ("fill", "stroke")
_COLOUR = re.compile(r' (?:fill|stroke)="(#[0-9a-f]{6})"')
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_DROPPED = ("style", "script", "metadata", "desc", "title")


def drawing(picture: Picture, label: str, number: int, program: str = "") -> str:
    """An `<svg>` element. `program` lays it out where it is not the one that came along."""
    from ..layout import render

    # The page has a title and a legend of its own.
    plain = picture._replace(title="", legend=())
    return adapted(render(plain, "svg", program=program), picture, label, number)


def adapted(svg: str | bytes, picture: Picture, label: str, number: int = 0) -> str:
    """The text of an SVG file as an element for the page, where it is the drawing `number`."""
    root = ElementTree.fromstring(svg)
    near = _near(picture)
    titles = {box.id: box.title for box in picture.boxes}
    boxes = {f"n{place}": box for place, box in enumerate(picture.boxes)}
    arrows = {f"e{place}": arrow for place, arrow in enumerate(picture.arrows)}
    _clear(root)
    for element in root.iter():
        named = element.get("class", "").split()
        id_ = element.get("id", "")
        if "node" in named and id_ in boxes:
            _as_node(element, boxes[id_], near[boxes[id_].id])
        elif "edge" in named and id_ in arrows:
            _as_edge(element, arrows[id_], titles)
        elif "graph" in named:
            _without_ground(element)
    for name in ("width", "height", "role", "aria-labelledby"):
        root.attrib.pop(name, None)
    _rename(root, f"drawing-{number}-")
    root.set("class", "drawing")
    root.set("role", "group")
    root.set("aria-label", label)
    root.set("data-direction", picture.direction)
    _unqualify(root)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def _near(picture: Picture) -> dict[str, tuple[int, int]]:
    """How many others each box has an arrow to, and how many have one to it."""
    out: dict[str, set[str]] = {}
    into: dict[str, set[str]] = {}
    for arrow in picture.arrows:
        out.setdefault(arrow.source, set()).add(arrow.target)
        into.setdefault(arrow.target, set()).add(arrow.source)
    ids = [box.id for box in picture.boxes]
    return {id_: (len(out.get(id_, ())), len(into.get(id_, ()))) for id_ in ids}


def _clear(element: Element) -> None:
    """Without style elements, links, ids and titles, which would name or style the whole page."""
    for child in list(element):
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in _DROPPED:
            element.remove(child)
        else:
            if name == "a":
                child.tag = f"{{{_SVG}}}g"
                child.attrib.clear()
            _clear(child)
    for name in ("style", "tabindex"):
        element.attrib.pop(name, None)


def _rename(root: Element, prefix: str) -> None:
    """Ids that the drawing itself uses (of arrow heads, say) get a prefix; the others go."""
    used = {
        match[1]
        for element in root.iter()
        for value in element.attrib.values()
        for match in _REFERENCE.finditer(value)
    }
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "id" and value not in used:
                del element.attrib[name]
            elif name == "id":
                element.set(name, prefix + value)
            elif not name.startswith(("data-", "aria-")):
                element.set(name, _REFERENCE.sub(rf"url(#{prefix}\1)", value))


def _as_node(element: Element, box: Box, near: tuple[int, int]) -> None:
    said = [box.title, words_of(box.kind), *box.lines]
    if box.external:
        said.append("external")
    if box.mark:
        said.append(box.mark)
    said.append(f"arrows to {near[0]} and from {near[1]}")
    element.set("data-id", clean(box.id))
    element.set("data-kind", box.kind)
    element.set("role", "button")
    element.set("tabindex", "0")
    element.set("aria-label", clean(", ".join(said)))
    element.set("aria-haspopup", "dialog")
    _classed(element, _SHAPES, "shape")


def _as_edge(element: Element, arrow: Arrow, titles: dict[str, str]) -> None:
    """An arrow with its ends, and in words: `web waits for db, healthy`."""
    verb = RELATIONS.get(arrow.kind, ("→", ""))[0]
    said = [titles.get(arrow.source, ""), verb, titles.get(arrow.target, "")]
    words = " ".join(said) + (f", {arrow.label}" if arrow.label else "")
    for name, value in (
        ("data-source", arrow.source),
        ("data-target", arrow.target),
        ("data-kind", arrow.kind),
        ("data-words", words),
    ):
        element.set(name, clean(value))
    # The picture in words has all relations.
    element.set("aria-hidden", "true")
    _classed(element, ("path",), "line")
    _classed(element, ("polygon", "ellipse", "polyline"), "end")


def _without_ground(graph: Element) -> None:
    """The page has a ground of its own."""
    ground = graph.find(f"{{{_SVG}}}polygon")
    if ground is not None:
        graph.remove(ground)


def _unqualify(root: Element) -> None:
    """Names as HTML has them, without prefixes."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
        for name in [name for name in element.attrib if name.startswith("{")]:
            value = element.attrib.pop(name)
            if name.startswith(f"{{{_XLINK}}}"):
                element.set(name.rpartition("}")[2], value)


def _classed(element: Element, tags: tuple[str, ...], name: str) -> None:
    """Gives the shapes in an element a class, by which the page can stress them."""
    for child in element.iter():
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] in tags:
            child.set("class", f"{child.get('class', '')} {name}".strip())


# --- colours


def colours(drawings: Iterable[str]) -> str:
    """Style rules by which the colours of drawings follow the theme of the page."""
    used = {colour for text in drawings for colour in _COLOUR.findall(text)}
    rules = []
    for colour in sorted(used):
        dark = shade(colour, DARK)
        if dark != colour:
            both = f"light-dark({colour}, {dark})"
            rules += [f'.drawing [{name}="{colour}"] {{ {name}: {both}; }}' for name in _PAINTED]
    return "\n".join(rules)
