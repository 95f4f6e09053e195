"""A picture as DOT, the language of Graphviz.

Boxes and arrows carry their names and kinds, so that other programs can use the text too. Kinds
are told by shapes, line styles and arrow heads as well as by colours.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from . import writing
from .dot_arrange import Order, arranged
from .dot_dense import thinned
from .dot_looks import box_looks, frame_looks, line_looks
from .dot_text import escaped, html, name, quoted, unique
from .looks import INK, signed
from .picture import DOWN, Arrow, Box, Group, Picture
from .places import link
from .theme import GROUND, WITHIN, shade
from .writing import Frame

if TYPE_CHECKING:
    import pydot

#: Graphviz measures text by the tables of one font; these are as wide as Arial and Liberation.
FONT = "Helvetica"
_TITLE, _TEXT, _SMALL = "18", "13", "10"


def render(
    picture: Picture,
    *,
    link_base: str = "",
    here: str = "",
    theme: str = "auto",
    ids: bool = False,
) -> str:
    """The graph, ending in a newline. `link_base` gives each box the address of its line. `theme`
    "auto" is light: DOT cannot ask. With `ids` boxes, arrows and groups are n0, e0, g0 … in what
    Graphviz makes of it."""
    return str(_Writer(picture, link_base, here, theme, ids).graph.to_string())


class _Writer:
    __slots__ = (
        *("base", "doubled", "graph", "groups", "here", "ids"),
        *("names", "order", "picture", "shade"),
    )

    def __init__(self, picture: Picture, base: str, here: str, theme: str, ids: bool) -> None:
        import pydot

        picture, self.doubled, dense = thinned(picture)
        self.picture, self.base, self.here, self.ids = picture, base, here, ids
        self.shade = partial(shade, theme=theme)
        self.names = unique([box.id for box in picture.boxes])
        self.groups = writing.names(picture).groups
        frames, free = writing.framed(picture)
        self.order: Order = arranged(picture, frames, free, dense)
        self.graph: Any = pydot.Dot("picture", graph_type="digraph", **self._frame_of_all(dense))
        room: dict[str, Any] = {"height": "0.4", "margin": quoted("0.14,0.07")}
        self.graph.add_node(pydot.Node("node", **self._letters(_TEXT), **room))
        self.graph.add_node(pydot.Node("edge", **self._letters(_SMALL)))
        for frame in frames:
            self.graph.add_subgraph(self._cluster(frame))
        for box in free:
            self.graph.add_node(self._node(box))
        for same in self.order.same:
            self._rank(same)
        for number, arrow in enumerate(picture.arrows):
            self.graph.add_edge(self._edge(arrow, number))
        for one, other in self.order.after:
            self.graph.add_edge(pydot.Edge(self.names[one], self.names[other], style="invis"))
        if picture.legend:
            from .dot_legend import legend

            self.graph.add_subgraph(legend(picture.legend, picture.direction, ids, self.shade))

    def _frame_of_all(self, dense: bool) -> dict[str, Any]:
        attributes = {
            "bgcolor": quoted(self.shade(GROUND)),
            "compound": "true",
            **self._letters(_TITLE),
            "nodesep": "0.12" if dense else "0.28",
            "pad": "0.25",
            "rankdir": "TB" if self.picture.direction == DOWN else "LR",
            "ranksep": "0.55",
        }
        title = [line for line in writing.lines(self.picture.title) if line.strip()]
        if title:
            attributes |= {"label": html(title[:4], ()), "labelloc": "t"}
        if self.order.same:
            attributes["newrank"] = "true"
        return attributes

    def _letters(self, size: str) -> dict[str, Any]:
        return {"fontcolor": quoted(self.shade(INK)), "fontname": FONT, "fontsize": size}

    def _node(self, box: Box) -> pydot.Node:
        import pydot

        title = writing.lines(signed(box.mark, box.title))
        rows = [part for text in box.lines for part in writing.lines(text)]
        attributes = {"label": html(title, rows), **box_looks(box, self.shade)}
        attributes["class"] = quoted(f"box {box.kind}")
        address = link(self.base, box.span, self.here)
        if address:
            attributes |= {"URL": quoted(address), "target": "_top"}
        if box.notes and not self.ids:
            attributes["tooltip"] = quoted(escaped([box.title, *box.notes]))
        if self.ids:
            attributes["id"] = f"n{self.order.numbers[box.id]}"
        return pydot.Node(self.names[box.id], **attributes)

    def _edge(self, arrow: Arrow, number: int) -> pydot.Edge:
        import pydot

        attributes = line_looks(arrow, self.shade, number in self.doubled)
        label = writing.label(arrow)
        if label:
            attributes["label"] = quoted(escaped(f" {line} " for line in label))
        attributes["class"] = quoted(f"arrow {arrow.kind}")
        if number in self.order.lengths:
            attributes["minlen"] = str(self.order.lengths[number])
        if self.ids:
            attributes["id"] = f"e{number}"
        source, tail = self._end(arrow.source)
        target, head = self._end(arrow.target)
        attributes |= {"ltail": tail} if tail else {}
        attributes |= {"lhead": head} if head else {}
        return pydot.Edge(source, target, **attributes)

    def _end(self, id_: str) -> tuple[str, str]:
        """The node where an arrow ends, and the frame at whose edge it is to be cut off."""
        if id_ in self.names:
            return self.names[id_], ""
        inside = self.order.first.get(id_)
        cluster = f"cluster_{self.groups[id_]}"
        return (self.names[inside] if inside else self._anchor(id_)), cluster

    def _anchor(self, group: str) -> str:
        return name(f"inside {self.groups[group]}")

    def _cluster(self, frame: Frame) -> Any:
        import pydot

        group = frame.group
        attributes = self._cluster_looks(group)
        cluster: Any = pydot.Cluster(self.groups[group.id], **attributes)
        for inner in frame.frames:
            cluster.add_subgraph(self._cluster(inner))
        for box in frame.boxes:
            cluster.add_node(self._node(box))
        if not frame.boxes and not frame.frames:
            # Without anything in it, it would not be drawn.
            cluster.add_node(pydot.Node(self._anchor(group.id), shape="point", style="invis"))
        return cluster

    def _cluster_looks(self, group: Group) -> dict[str, Any]:
        attributes = {
            **frame_looks(group.kind, group.external, self.shade),
            "bgcolor": quoted(self.shade(WITHIN)),
            "class": quoted(f"frame {group.kind}"),
            "fontsize": "12",
            "label": html(writing.lines(group.title), ()),
            "labeljust": "l",
            "labelloc": "t",
            "margin": "12",
        }
        if self.ids:
            attributes["id"] = self.groups[group.id]
        elif group.notes:
            attributes["tooltip"] = quoted(escaped([group.title, *group.notes]))
        return attributes

    def _rank(self, same: tuple[str, ...]) -> None:
        import pydot

        rank: Any = pydot.Subgraph("", rank="same")
        for id_ in same:
            rank.add_node(pydot.Node(self.names[id_]))
        self.graph.add_subgraph(rank)
