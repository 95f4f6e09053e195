"""A picture as SVG: text that can be selected, titles, links, names for scripts and styles."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from xml.etree.ElementTree import Element

from . import dot, writing
from .dot_text import shown
from .layout import laid_out
from .picture import Arrow, Box, Picture
from .places import link
from .theme import AUTO, dark_rules

_FONTS = "Helvetica,Arial,'Liberation Sans',Arimo,sans-serif"
#: The names that Graphviz gives to colours of ours.
_NAMED = {"white": "#ffffff", "black": "#000000"}


def render(
    picture: Picture,
    *,
    link_base: str = "",
    here: str = "",
    theme: str = "auto",
    program: str = "",
) -> str:
    """The file. With `theme` "auto" it is dark where the system of its reader is. Raises
    CannotLook where it cannot be laid out.

    Nodes have `data-id` and `data-kind`; edges `data-source`, `data-target` and `data-kind`;
    clusters `data-id` and `data-kind`. `link_base` makes each a link to its line.
    """
    text = dot.render(picture, theme=theme, ids=True)
    raw = laid_out(text, "svg", program)
    root = ElementTree.fromstring(raw)
    _plain(root)
    known = {element.get("id", ""): element for element in root.iter("g")}
    titles = {box.id: box.title for box in picture.boxes}
    for number, box in enumerate(picture.boxes):
        _node(known[f"n{number}"], box, link(link_base, box.span, here))
    for number, arrow in enumerate(picture.arrows):
        _edge(known[f"e{number}"], arrow, titles, link(link_base, arrow.span, here))
    _groups(picture, known)
    _legend(known)
    _whole(root, picture, bool(link_base), theme)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _plain(root: Element) -> None:
    """Names without prefixes, colours always as numbers, one font for all, no empty links."""
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]
        for name in ("fill", "stroke"):
            if element.get(name) in _NAMED:
                element.set(name, _NAMED[element.get(name, "")])
        element.attrib.pop("font-family", None)
        element.text = (element.text or "").strip("\n") or None
        element.tail = "\n" if element.tail and element.tail.strip("\n") == "" else element.tail


def _node(element: Element, box: Box, address: str) -> None:
    external = " external" if box.external else ""
    mark = f" {box.mark}" if box.mark else ""
    element.set("class", f"node {box.kind}{external}{mark}")
    _data(element, id=box.id, kind=box.kind)
    said = [box.title, *box.lines, box.mark, box.kind.replace("_", " "), *box.notes]
    _described(element, said, address)


def _edge(element: Element, arrow: Arrow, titles: dict[str, str], address: str) -> None:
    manner = "" if arrow.firm else " loose"
    manner += " critical" if arrow.critical else ""
    manner += f" {arrow.mark}" if arrow.mark else ""
    element.set("class", f"edge {arrow.kind}{manner}")
    _data(element, source=arrow.source, target=arrow.target, kind=arrow.kind)
    sign = "↔" if arrow.both else "→"
    source, target = titles.get(arrow.source, arrow.source), titles.get(arrow.target, arrow.target)
    said = [f"{source} {sign} {target}", arrow.kind.replace("_", " "), arrow.label, *arrow.notes]
    _described(element, said, address)


def _data(element: Element, **values: str) -> None:
    for name, value in values.items():
        element.set(f"data-{name}", shown(value))


def _described(element: Element, said: list[str], address: str) -> None:
    """The title, which browsers show and screen readers read, and the link around what is drawn."""
    rows = [shown(row) for text in said for row in text.splitlines() if row.strip()]
    title = element.find("title")
    if title is None:
        title = Element("title")
        element.insert(0, title)
    title.text = "\n".join(dict.fromkeys(rows))
    if address:
        inside = [child for child in element if child is not title]
        anchor = Element("a", {"href": address, "target": "_top"})
        for child in inside:
            element.remove(child)
            anchor.append(child)
        element.append(anchor)


def _groups(picture: Picture, known: dict[str, Element]) -> None:
    groups = writing.names(picture).groups
    for group in writing.every_group(picture.groups):
        element = known.get(groups[group.id])
        if element is not None:
            element.set("class", f"cluster {group.kind}{' external' if group.external else ''}")
            _data(element, id=group.id, kind=group.kind)
            _described(element, [group.title, *group.notes], "")


def _legend(known: dict[str, Element]) -> None:
    """The legend is no part of what is drawn: its boxes are no nodes and its arrows no edges."""
    for name, element in known.items():
        if name == "legend" or (name[:1] == "l" and name[1:2].isdigit()):
            element.set("class", "legend")
            title = element.find("title")
            if title is not None:
                element.remove(title)


def _whole(root: Element, picture: Picture, linked: bool, theme: str) -> None:
    name = " ".join(shown(row) for row in picture.title.splitlines()).strip() or "Compose project"
    graph = root.find("g")
    if graph is not None:
        old = graph.find("title")
        if old is not None:
            graph.remove(old)
    title, about, style = (Element(tag) for tag in ("title", "desc", "style"))
    title.set("id", "title")
    title.text = f"{name}: {picture.view}"
    about.set("id", "about")
    about.text = f"{len(picture.boxes)} boxes and {len(picture.arrows)} arrows between them."
    style.text = f"text{{font-family:{_FONTS}}}a:focus-visible{{outline:2px solid #0072b2}}"
    if theme == AUTO:
        style.text += dark_rules()
    for place, element in enumerate((title, about, style)):
        element.tail = "\n"
        root.insert(place, element)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    # Links inside a mere image would be kept from screen readers.
    root.set("role", "graphics-document document" if linked else "img")
    root.set("aria-labelledby", "title about")
