"""The drawing of a picture as a part of a page: what the SVG format draws, made to be used.

The page has its own style rules (its theme can be switched, which a drawing alone cannot), its
own texts for who points at something, and several drawings: so style elements, links and ids go,
and every node gets a role, a name and a place in the order of the Tab key.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from xml.etree.ElementTree import Element

from ...report.columns import clean
from ..picture import Box, Picture
from .facts import RELATIONS
from .text import words_of

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_SHAPES = ("path", "polygon", "ellipse", "rect", "circle")
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
    boxes = {clean(box.id): box for box in picture.boxes}
    near = _near(picture)
    words = {key: iter(said) for key, said in _words(picture).items()}
    _clear(root)
    _rename(root, f"drawing-{number}-")
    for element in root.iter():
        named = element.get("class", "").split()
        if "node" in named:
            box = boxes.get(clean(element.get("data-id", "")))
            if box is not None:
                element.set("data-id", clean(box.id))
                _as_node(element, box, near.get(box.id, (0, 0)))
                _classed(element, _SHAPES, "shape")
        elif "edge" in named:
            element.set("aria-hidden", "true")
            element.set("data-words", next(words.get(_key(element), iter(())), ""))
            _classed(element, ("path",), "line")
    for name in ("width", "height", "role", "aria-labelledby"):
        root.attrib.pop(name, None)
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
    element.set("role", "button")
    element.set("tabindex", "0")
    element.set("aria-label", clean(", ".join(said)))
    element.set("aria-haspopup", "dialog")


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


def _key(element: Element) -> tuple[str, str, str]:
    source, target = element.get("data-source", ""), element.get("data-target", "")
    return clean(source), clean(target), element.get("data-kind", "")


def _words(picture: Picture) -> dict[tuple[str, str, str], list[str]]:
    """The arrows in words (`web waits for db, healthy`), by their ends and their kind."""
    titles = {box.id: box.title for box in picture.boxes}
    found: dict[tuple[str, str, str], list[str]] = {}
    for arrow in picture.arrows:
        verb = RELATIONS.get(arrow.kind, ("→", ""))[0]
        said = f"{titles.get(arrow.source, '')} {verb} {titles.get(arrow.target, '')}"
        said += f", {arrow.label}" if arrow.label else ""
        key = (clean(arrow.source), clean(arrow.target), arrow.kind)
        found.setdefault(key, []).append(clean(said))
    return found
