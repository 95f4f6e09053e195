"""A picture as a PlantUML deployment diagram.

Only what PlantUML has known for years: elements of the deployment diagram, frames, inline
colours. Whatever means something in its texts (Creole, its preprocessor, sprites, emoji) is
written as `<U+0023>`, which it shows as that character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..graph import records as graph
from . import writing
from .looks import CIRCLE, FAMILIES, GREY, HEAD, INK, MARKS, end, family, line
from .picture import DOWN, Arrow, Box, Group, Picture
from .places import link
from .writing import Frame, Names, framed, names

_SHAPES = {
    graph.SERVICE: "rectangle",
    graph.JOB: "card",
    graph.NETWORK: "cloud",
    graph.VOLUME: "database",
    graph.BIND: "folder",
    graph.SECRET: "artifact",
    graph.CONFIG: "file",
    graph.ENV_FILE: "file",
    graph.MODEL: "component",
    graph.PORT: "usecase",
    graph.OUTSIDE: "actor",
    graph.HOST: "node",
    graph.DEVICE: "node",
    graph.BASE: "stack",
    graph.FOREIGN: "agent",
}
_ENDS = {HEAD: ("<", ">"), CIRCLE: ("o", "o")}


def render(picture: Picture, *, link_base: str = "", here: str = "") -> str:
    """The diagram, from @startuml to @enduml, ending in a newline. `link_base` makes each box a
    link to its line, `BASE/FILE#L12` with the file relative to the folder `here`."""
    known = names(picture)
    return "\n".join(
        [
            "@startuml",
            *_setting(picture),
            *_body(picture, known, link_base, here),
            *_legend(picture),
            "@enduml",
            "",
        ]
    )


def _setting(picture: Picture) -> Iterator[str]:
    if picture.title.strip():
        yield f"title {_text(writing.lines(picture.title))}"
    if picture.direction != DOWN:
        yield "left to right direction"
    yield "skinparam shadowing false"
    yield "skinparam backgroundColor #ffffff"
    yield f"skinparam defaultFontColor {INK}"
    yield "skinparam defaultTextAlignment center"
    yield f"skinparam arrowColor {GREY}"


def _body(picture: Picture, known: Names, base: str, here: str) -> Iterator[str]:
    frames, free = framed(picture)

    def boxes(some: Iterable[Box], indent: str) -> Iterator[str]:
        for box in some:
            yield indent + _box(known.boxes[box.id], box, link(base, box.span, here))

    def inside(frame: Frame, depth: int) -> Iterator[str]:
        indent = "  " * depth
        yield f"{indent}{_frame(known.groups[frame.group.id], frame.group)} {{"
        for inner in frame.frames:
            yield from inside(inner, depth + 1)
        yield from boxes(frame.boxes, indent + "  ")
        yield f"{indent}}}"

    for frame in frames:
        yield from inside(frame, 0)
    yield from boxes(free, "")
    for arrow in picture.arrows:
        yield _arrow(known.end(arrow.source), known.end(arrow.target), arrow)


def _box(name: str, box: Box, address: str) -> str:
    mark = MARKS.get(box.mark)
    look = mark or FAMILIES[family(box.kind)]
    style = f"{look.ground};line:{look.line[1:]};text:{INK[1:]}"
    if mark:
        style += ";line.bold"
    if box.external or (mark and mark.broken):
        style += ";line.dashed"
    linked = f" [[{address}]]" if address else ""
    shape = _SHAPES.get(box.kind, "rectangle")
    return f'{shape} "{_text(writing.texts(box))}" as {name}{linked} {style}'


def _frame(name: str, group: Group) -> str:
    dashed = ";line.dashed" if group.external else ""
    return f'frame "{_text(writing.lines(group.title))}" as {name} #ffffff;line:{GREY[1:]}{dashed}'


def _arrow(source: str, target: str, arrow: Arrow) -> str:
    mark = MARKS.get(arrow.mark)
    style = [mark.line if mark else line(arrow.kind)]
    if arrow.critical or mark:
        style.append("thickness=3")
    if not arrow.firm and not arrow.critical:
        style.append("dashed")
    start, tip = _ENDS.get(end(arrow.kind), ("", ""))
    text = writing.label(arrow)
    said = f" : {_text(text)}" if text else ""
    return f"{source} {start if arrow.both else ''}-[{','.join(style)}]-{tip} {target}{said}"


#: Letters and digits of any script are as they are, and these where no pair of them, and no place
#: at the end of a line, can mean anything.
_SPECIAL = re.compile(r"[^\w ./,:+()-]|_|^[^\w]|[^\w]$|(?<=[-./,:+() ])[-./,:+() ]|[^\S ]")


def _text(rows: Iterable[str]) -> str:
    """Rows between quotes, in a title or behind a colon."""
    return "\\n".join(_SPECIAL.sub(_numbered, row) or "<U+00A0>" for row in rows)


def _numbered(match: re.Match[str]) -> str:
    if match[0] == " ":
        return "<U+00A0>"
    # Four digits are read; characters beyond them mean nothing to PlantUML.
    return f"<U+{ord(match[0]):04X}>" if ord(match[0]) < 0x10000 else match[0]


# --- the legend: a table, since boxes of it would be taken into the layout


#: What PlantUML's words for shapes look like.
_SEEN = {"database": "cylinder", "usecase": "oval", "actor": "figure", "artifact": "page"}


def _legend(picture: Picture) -> Iterator[str]:
    if not picture.legend:
        return
    yield "legend right"
    for number, entry in enumerate(picture.legend):
        text = " ".join(_text([row]) for row in writing.lines(entry.text))
        if entry.what == "arrow":
            yield f"  | {_sample(writing.legend_arrow(entry, number))} | {text} |"
        elif entry.what == "group":
            yield f"  | frame | {text} |"
        else:
            box = writing.legend_box(entry, number)
            look = MARKS.get(box.mark) or FAMILIES[family(box.kind)]
            shape = _SHAPES.get(box.kind, "rectangle")
            said = "dashed" if box.external else _SEEN.get(shape, shape)
            sign = MARKS[box.mark].sign if box.mark else said
            yield f"  |<{look.ground}> {_text([sign])} | {text} |"
    yield "endlegend"


def _sample(arrow: Arrow) -> str:
    stroke = {HEAD: "→", CIRCLE: "—○"}.get(end(arrow.kind), "—")
    if not arrow.firm:
        stroke = f"- {stroke}"
    text = f"<color:{line(arrow.kind)}>{stroke}</color>"
    return f"**{text}**" if arrow.critical else text
