"""Shapes, line styles and arrow heads in DOT."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..graph import records as graph
from .dot_text import quoted
from .looks import CIRCLE, FAMILIES, GREY, HEAD, MARKS, end, family, line
from .picture import Arrow, Box

Shade = Callable[[str], str]

#: The shape, its style besides being filled, and how many lines it has around it.
_SHAPES: dict[str, tuple[str, str, int]] = {
    graph.SERVICE: ("box", "rounded", 1),
    graph.JOB: ("box", "", 2),
    graph.NETWORK: ("hexagon", "", 1),
    graph.VOLUME: ("cylinder", "", 1),
    graph.BIND: ("folder", "", 1),
    graph.SECRET: ("octagon", "", 1),
    graph.CONFIG: ("note", "", 1),
    graph.ENV_FILE: ("tab", "", 1),
    graph.MODEL: ("box3d", "", 1),
    graph.PORT: ("ellipse", "", 1),
    graph.OUTSIDE: ("ellipse", "", 2),
    graph.HOST: ("house", "", 1),
    graph.DEVICE: ("component", "", 1),
    graph.BASE: ("box", "", 1),
    graph.FOREIGN: ("box", "rounded", 1),
}
#: Shapes that leave little room beside their text.
_MARGINS = {"hexagon": "0.02,0.04", "octagon": "0.04,0.04", "ellipse": "0.02,0.03"}
_MARGINS |= {"house": "0.02,0.02", "cylinder": "0.14,0.09"}


def box_looks(box: Box, shade: Shade) -> dict[str, Any]:
    shape, style, around = _SHAPES.get(box.kind, ("box", "", 1))
    ground, edge = FAMILIES[family(box.kind)]
    styles = ["filled", style]
    if box.external or family(box.kind) == "elsewhere":
        ground, edge = FAMILIES["elsewhere"]
        styles.append("dashed")
    width = "1.2"
    if box.mark:
        mark = MARKS[box.mark]
        ground, edge, width = mark.ground, mark.line, "2.4"
        styles += ["dashed"] if mark.broken else []
    looks: dict[str, Any] = {
        "color": quoted(shade(edge)),
        "fillcolor": quoted(shade(ground)),
        "penwidth": width,
        "shape": shape,
        "style": quoted(",".join(dict.fromkeys(filter(None, styles)))),
    }
    if around > 1:
        looks["peripheries"] = str(around)
    if shape in _MARGINS:
        looks["margin"] = quoted(_MARGINS[shape])
    return looks


# --- arrows

#: Heads other than the full one, of arrows that have a head.
_HEADS = {
    graph.MOUNTS: "odiamond",
    graph.TALKS_TO: "vee",
    graph.LINK: "vee",
    graph.SHARES: "odot",
}


def line_looks(arrow: Arrow, shade: Shade, double: bool = False) -> dict[str, Any]:
    colour, style, width = line(arrow.kind), _style(arrow), "1.2"
    if arrow.kind in (graph.PUBLISHES, graph.ENTERS):
        width = "1.8"
    if style == "dotted":
        width = "1.8"
    if arrow.critical:
        width = "3.4"
    if arrow.mark:
        mark = MARKS[arrow.mark]
        colour, width = mark.line, "2.6"
        style = "dashed" if mark.broken else style
    looks: dict[str, Any] = {"color": quoted(shade(colour)), "penwidth": width, "style": style}
    how = _head(arrow.kind) * (2 if double else 1)
    looks["arrowhead"] = how
    looks["arrowsize"] = "0.6" if arrow.critical else "0.8"
    if arrow.both and how != "none":
        looks |= {"arrowtail": how, "dir": "both"}
    return looks


def _style(arrow: Arrow) -> str:
    if arrow.kind == graph.TALKS_TO and not arrow.firm:
        return "dotted"
    return "solid" if arrow.firm else "dashed"


def _head(kind: str) -> str:
    if end(kind) == CIRCLE:
        return "odot"
    return _HEADS.get(kind, "normal") if end(kind) == HEAD else "none"


# --- frames

_FRAMES = {"network": "solid", "profile": "dashed", "label": "solid", "layer": "dotted"}


def frame_looks(kind: str, external: bool, shade: Shade) -> dict[str, Any]:
    colour = FAMILIES["network"].line if kind == "network" and not external else GREY
    style = "dashed" if external else _FRAMES.get(kind, "solid")
    return {
        "color": quoted(shade(colour)),
        "penwidth": "2" if kind == "project" else "1.2",
        "style": quoted(f"rounded,{style}"),
    }
