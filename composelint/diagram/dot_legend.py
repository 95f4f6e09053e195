"""The legend of a picture in DOT: a frame with one of each kind.

Lines are drawn as a side of a table: true arrows would stretch the legend to the distances of the
picture, because Graphviz keeps the same columns for all that it lays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import writing
from .dot_dense import DOUBLE
from .dot_looks import Shade, box_looks, frame_looks, line_looks
from .dot_text import html, quoted
from .looks import GREY, signed
from .picture import DOWN, Legend
from .theme import GROUND

if TYPE_CHECKING:
    import pydot

_SMALL = "9"
#: What stands for the head of an arrow.
_HEADS = {"normal": "►", "odiamond": "◊", "vee": "&gt;", "odot": "○", "none": ""}
#: As many stand beside each other where a picture runs down, below each other where it runs right.
_ACROSS, _BELOW = 5, 12


def legend(entries: tuple[Legend, ...], direction: str, ids: bool, shade: Shade) -> Any:
    import pydot

    looks: dict[str, Any] = {
        "bgcolor": quoted(shade(GROUND)),
        "class": "legend",
        "color": quoted(shade(GREY)),
        "fontsize": "11",
        "label": html(["Legend"], ()),
        "labeljust": "l",
        "labelloc": "t",
        "margin": "8",
        "style": "rounded",
    }
    looks |= {"id": "legend"} if ids else {}
    cluster: Any = pydot.Cluster("legend", **looks)
    nodes = [_node(entry, number, ids, shade) for number, entry in enumerate(entries)]
    # Graphviz sets what runs right from the bottom to the top.
    for node in nodes if direction == DOWN else reversed(nodes):
        cluster.add_node(node)
    for one, other in _after([node.get_name() for node in nodes], direction):
        cluster.add_edge(pydot.Edge(one, other, style="invis"))
    return cluster


def _after(names: list[str], direction: str) -> Iterator[tuple[str, str]]:
    row = _ACROSS if direction == DOWN else _BELOW
    return zip(names, names[row:], strict=False)


def _node(entry: Legend, number: int, ids: bool, shade: Shade) -> pydot.Node:
    import pydot

    looks: dict[str, Any]
    if entry.what == "arrow":
        looks = {"label": _line(entry, number, shade), "margin": "0", "shape": "plain"}
    elif entry.what == "group":
        looks = {
            "label": _text(entry.text),
            "shape": "box",
            **frame_looks(entry.kind, False, shade),
        }
    else:
        box = writing.legend_box(entry, number)
        looks = {**box_looks(box, shade), "label": _text(signed(box.mark, box.title))}
    looks |= {"class": "legend", "height": "0.22"} | ({"id": f"l{number}"} if ids else {})
    return pydot.Node(quoted(f"legend:{number}"), **looks)


def _text(text: str) -> str:
    return html((), writing.lines(text), _SMALL)


def _line(entry: Legend, number: int, shade: Shade) -> str:
    """A line with its head, and what it means: a table of two cells above each other's middle."""
    double = entry.kind.startswith(DOUBLE)
    alone = entry._replace(kind=entry.kind.removeprefix(DOUBLE))
    looks = line_looks(writing.legend_arrow(alone, number), shade)
    colour = looks["color"].strip('"')
    width = max(1, round(float(looks["penwidth"])))
    style = "" if looks["style"] == "solid" else f' style="{looks["style"]}"'
    side = (
        f'sides="b" border="{width}" color="{colour}"{style} width="34" height="7" fixedsize="true"'
    )
    head = _HEADS.get(looks["arrowhead"], "") * (2 if double else 1)
    sign = f'<font color="{colour}" point-size="10">{head}</font>' if head else " "
    said = _text(entry.text)[1:-1]
    return (
        '<<table border="0" cellborder="0" cellspacing="0" cellpadding="0"><tr>'
        '<td><table border="0" cellborder="0" cellspacing="0" cellpadding="0">'
        f'<tr><td {side}></td></tr><tr><td height="7"></td></tr></table></td>'
        f"<td>{sign}</td><td>{said}</td></tr></table>>"
    )
