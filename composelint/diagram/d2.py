"""A picture in the D2 language.

Keys are short names of our own; texts stand between `"`, with everything that means something
there behind a backslash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..graph import records as graph
from . import writing
from .looks import CIRCLE, FAMILIES, GREY, HEAD, INK, MARKS, end, family, line
from .picture import DOWN, Arrow, Box, Group, Picture
from .places import link
from .writing import Frame, framed, names

_SHAPES = {
    graph.SERVICE: "rectangle",
    graph.JOB: "step",
    graph.NETWORK: "hexagon",
    graph.VOLUME: "cylinder",
    graph.BIND: "stored_data",
    graph.SECRET: "document",
    graph.CONFIG: "page",
    graph.ENV_FILE: "page",
    graph.MODEL: "parallelogram",
    graph.PORT: "oval",
    graph.OUTSIDE: "cloud",
    graph.HOST: "oval",
    graph.DEVICE: "queue",
    graph.BASE: "package",
    graph.FOREIGN: "rectangle",
}
_HEADS = {HEAD: "triangle", CIRCLE: "circle"}


def render(picture: Picture, *, link_base: str = "", here: str = "") -> str:
    """The diagram, ending in a newline. `link_base` makes each box a link to its line,
    `BASE/FILE#L12` with the file relative to the folder `here`; notes are tooltips."""
    known = names(picture)
    rows = [
        f"direction: {'down' if picture.direction == DOWN else 'right'}",
        *_title(picture.title),
        *_classes(picture),
    ]
    #: How a box or frame is called from outside its frame: `g0.g1.n2`.
    paths: dict[str, str] = {}

    def boxes(some: Iterable[Box], prefix: str, indent: str) -> None:
        for box in some:
            name = known.boxes[box.id]
            paths[name] = prefix + name
            rows.extend(indent + row for row in _box(name, box, link(link_base, box.span, here)))

    def inside(frame: Frame, prefix: str, indent: str) -> None:
        name = known.groups[frame.group.id]
        paths[name] = prefix + name
        rows.extend(indent + row for row in _frame(name, frame.group))
        for inner in frame.frames:
            inside(inner, f"{prefix}{name}.", indent + "  ")
        boxes(frame.boxes, f"{prefix}{name}.", indent + "  ")
        rows.append(f"{indent}}}")

    frames, free = framed(picture)
    for frame in frames:
        inside(frame, "", "")
    boxes(free, "", "")
    for arrow in picture.arrows:
        rows += _arrow(paths[known.end(arrow.source)], paths[known.end(arrow.target)], arrow)
    return "\n".join([*rows, *_legend(picture), ""])


def _title(title: str) -> Iterator[str]:
    if title.strip():
        yield f"title: {_text(writing.lines(title))} {{"
        yield "  shape: text"
        yield "  near: top-center"
        yield "  style.font-size: 28"
        yield "}"


def _box(name: str, box: Box, address: str) -> Iterator[str]:
    classes = [family(box.kind), *(["external"] if box.external else [])]
    classes += [f"is_{box.mark}"] if box.mark else []
    yield f"{name}: {_text(writing.texts(box))} {{"
    yield f"  shape: {_SHAPES.get(box.kind, 'rectangle')}"
    yield f"  class: [{'; '.join(classes)}]"
    if address:
        yield f'  link: "{address}"'
    if box.notes:
        # Read as Markdown, where a `<` begins an element or is an error.
        notes = (note.replace("<", "\u2039") for note in box.notes)
        yield f"  tooltip: {_text(row for note in notes for row in writing.lines(note))}"
    yield "}"


def _frame(name: str, group: Group) -> Iterator[str]:
    """A frame, still open."""
    yield f"{name}: {_text(writing.lines(group.title))} {{"
    yield f"  class: {'[frame; external]' if group.external else 'frame'}"


def _arrow(source: str, target: str, arrow: Arrow) -> Iterator[str]:
    ending = end(arrow.kind)
    shaft = "--" if ending not in _HEADS else "<->" if arrow.both else "->"
    text = writing.label(arrow)
    yield f"{source} {shaft} {target}: {_text(text) if text else ''} {{".replace(":  {", ": {")
    mark = MARKS.get(arrow.mark)
    yield f'  style.stroke: "{mark.line if mark else line(arrow.kind)}"'
    if arrow.critical or mark:
        yield "  style.stroke-width: 4"
    if not arrow.firm and not arrow.critical:
        yield "  style.stroke-dash: 4"
    if ending == CIRCLE:
        yield "  target-arrowhead.shape: circle"
        if arrow.both:
            yield "  source-arrowhead.shape: circle"
    yield "}"


def _classes(picture: Picture) -> Iterator[str]:
    """A class for each look that can occur."""
    yield "classes: {"
    for kind, one in FAMILIES.items():
        yield _class(kind, fill=one.ground, stroke=one.line, font_color=INK)
    yield _class("external", stroke_dash=5)
    yield _class("frame", fill="transparent", stroke=GREY)
    marks = [box.mark for box in picture.boxes]
    marks += [entry.kind for entry in picture.legend if entry.what == "mark"]
    for name, mark in MARKS.items():
        if name in marks:
            dash = {"stroke_dash": 5} if mark.broken else {}
            yield _class(f"is_{name}", fill=mark.ground, stroke=mark.line, stroke_width=4, **dash)
    yield "}"


def _class(name: str, **styles: str | int) -> str:
    said = "; ".join(
        f'{key.replace("_", "-")}: "{value}"'
        if isinstance(value, str) and value[0] == "#"
        else f"{key.replace('_', '-')}: {value}"
        for key, value in styles.items()
    )
    return f"  {name}: {{style: {{{said}}}}}"


_ESCAPES = {"\\": "\\\\", '"': '\\"', "$": "\\$"}


def _text(rows: Iterable[str]) -> str:
    """Rows as one text between quotes. A text of nothing would be replaced by the key."""
    return '"' + "\\n".join("".join(_ESCAPES.get(c, c) for c in row) or " " for row in rows) + '"'


def _legend(picture: Picture) -> Iterator[str]:
    """A frame with one of each kind, below the picture."""
    if not picture.legend:
        return
    yield 'legend: "Legend" {'
    yield "  near: bottom-center"
    yield "  class: frame"
    for number, entry in enumerate(picture.legend):
        name = f"l{number}"
        if entry.what == "arrow":
            for dot in (f"{name}a", f"{name}b"):
                yield f'  {dot}: "" {{shape: circle; width: 12; height: 12}}'
            arrow = writing.legend_arrow(entry, number)
            yield from (f"  {row}" for row in _arrow(f"{name}a", f"{name}b", arrow))
        elif entry.what == "group":
            yield from (f"  {row}" for row in _frame(name, Group("", "", entry.text, ())))
            yield "  }"
        else:
            box = writing.legend_box(entry, number)
            yield from (f"  {row}" for row in _box(name, box, ""))
    yield "}"
