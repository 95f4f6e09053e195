"""A picture as a Mermaid flowchart, as GitHub and GitLab draw it in Markdown.

Only what Mermaid 10 and 11 both know, under `securityLevel: strict`; no HTML but `<br/>`. Every
text is quoted, and every character that means something to Mermaid, to the Markdown inside its
labels or to HTML is written as its number (`#35;`), so that any name is shown as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from ..graph import records as graph
from ..report.columns import clean
from . import writing
from .looks import CIRCLE, FAMILIES, GREY, HEAD, INK, MARKS, end, family, line
from .mermaid_legend import Chain, chain
from .mermaid_text import quoted
from .picture import DOWN, Arrow, Box, Picture
from .places import link
from .writing import Frame, Names, framed, names

#: Beyond these GitHub shows an error in place of the picture (Mermaid's maxTextSize, maxEdges;
#: a page cannot raise them).
MOST_CHARACTERS, MOST_EDGES = 50_000, 500

#: What stands around the text of a box.
_SHAPES = {
    graph.SERVICE: ("(", ")"),
    graph.JOB: ("[[", "]]"),
    graph.NETWORK: ("{{", "}}"),
    graph.VOLUME: ("[(", ")]"),
    graph.BIND: ("[/", "/]"),
    graph.SECRET: (">", "]"),
    graph.CONFIG: ("[", "]"),
    graph.ENV_FILE: ("[", "]"),
    graph.MODEL: ("[/", "\\]"),
    graph.PORT: ("((", "))"),
    graph.OUTSIDE: ("([", "])"),
    graph.HOST: ("([", "])"),
    graph.DEVICE: ("[\\", "/]"),
    graph.BASE: ("[", "]"),
    graph.FOREIGN: ("[", "]"),
}

#: The line between two boxes: as it begins (where it goes both ways), and as it ends.
_TAILS = {HEAD: ("<", ">"), CIRCLE: ("o", "o")}


def render(picture: Picture, *, link_base: str = "", here: str = "") -> str:
    """The flowchart, ending in a newline. `link_base` makes each box a link to its line,
    `BASE/FILE#L12` with the file relative to the folder `here`.

    What GitHub would not draw for its size says so in a comment.
    """
    known = names(picture)
    text = "\n".join([*_body(picture, known), *_links(picture, known, link_base, here), ""])
    return "".join([*_title(picture.title), *_too_large(text), text])


def _title(title: str) -> Iterator[str]:
    """Front matter; JSON is YAML on one line.

    Numbers are not read here. A `<` would have Mermaid clean the title as HTML, and there is no
    way to write one that comes through: the sign that looks like it stands for it.
    """
    shown = " ".join(clean(row) for row in title.splitlines()).strip().replace("<", "\u2039")
    if shown:
        quoted_title = json.dumps(shown, ensure_ascii=False)
        yield f"---\ntitle: {_UNSAFE_IN_TITLE.sub(_as_unicode, quoted_title)}\n---\n"


_UNSAFE_IN_TITLE = re.compile(r"[%<>&#;]")


def _as_unicode(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _too_large(text: str) -> Iterator[str]:
    edges = sum(1 for row in text.splitlines() if _IS_EDGE.match(row))
    if edges > MOST_EDGES:
        yield f"%% {edges} arrows: GitHub draws no more than {MOST_EDGES} (Mermaid's maxEdges)\n"
    if len(text) > MOST_CHARACTERS:
        yield (
            f"%% {len(text)} characters: GitHub draws no more than {MOST_CHARACTERS}"
            " (Mermaid's maxTextSize)\n"
        )


_IS_EDGE = re.compile(r" *[a-z]\d+ [-=<o~]")


def _body(picture: Picture, known: Names) -> Iterator[str]:
    yield "flowchart TB" if picture.direction == DOWN else "flowchart LR"
    frames, free = framed(picture)
    for frame in frames:
        yield from _frame(frame, known, 1)
    for box in free:
        yield f"  {_box(known.boxes[box.id], box)}"
    for arrow in picture.arrows:
        yield f"  {_edge(known.end(arrow.source), known.end(arrow.target), arrow)}"
    samples = chain(picture.legend)
    if picture.legend:
        yield from _legend(samples)
    yield from _classes(picture, known, samples)
    yield from _line_styles([*picture.arrows, *(link.arrow for link in samples.links)])


def _frame(frame: Frame, known: Names, depth: int) -> Iterator[str]:
    indent = "  " * depth
    title = quoted(writing.lines(frame.group.title))
    yield f"{indent}subgraph {known.groups[frame.group.id]}[{title}]"
    for inner in frame.frames:
        yield from _frame(inner, known, depth + 1)
    for box in frame.boxes:
        yield f"{indent}  {_box(known.boxes[box.id], box)}"
    yield f"{indent}end"


def _box(name: str, box: Box) -> str:
    before, after = _SHAPES.get(box.kind, ("[", "]"))
    return f"{name}{before}{quoted(writing.texts(box))}{after}"


def _edge(source: str, target: str, arrow: Arrow) -> str:
    start, tip = _TAILS.get(end(arrow.kind), ("", ""))
    stroke, plain = ("==", "===") if arrow.critical else ("--", "---")
    if not arrow.firm and not arrow.critical:
        stroke, plain = "-.-", "-.-"
    shaft = f"{stroke}{tip}" if tip else plain
    text = writing.label(arrow)
    said = f"|{quoted(text)}|" if text else ""
    return f"{source} {start if arrow.both else ''}{shaft}{said} {target}"


# --- the legend, colours, links


def _legend(samples: Chain) -> Iterator[str]:
    yield '  subgraph legend["Legend"]'
    yield "    direction TB"
    for name, box in samples.boxes:
        yield f"    {_box(name, box)}"
    for name, text in samples.frames:
        yield f"    {name}[{quoted(writing.lines(text))}]"
    for name in samples.dots:
        yield f'    {name}((" "))'
    for source, target, arrow in samples.links:
        yield f"    {_edge(source, target, arrow) if arrow else f'{source} ~~~ {target}'}"
    yield "  end"


def _classes(picture: Picture, known: Names, samples: Chain) -> Iterator[str]:
    """A class for each look that occurs, with the boxes and frames that have it."""
    members: dict[str, list[str]] = {}
    for name, box in [*((known.boxes[box.id], box) for box in picture.boxes), *samples.boxes]:
        members.setdefault(family(box.kind), []).append(name)
        if box.external:
            members.setdefault("external", []).append(name)
        if box.mark:
            members.setdefault(f"is_{box.mark}", []).append(name)
    members["dot"] = samples.dots
    members["frame"] = [*known.groups.values(), *(name for name, _ in samples.frames)]
    if picture.legend:
        members["frame"].append("legend")
    for look, style in _LOOKS.items():
        if members.get(look):
            yield f"  classDef {look} {style}"
            yield f"  class {','.join(members[look])} {look}"


#: The styles of the classes; of two that a box has, the later one wins.
_LOOKS = {
    **{kind: f"fill:{one.ground},stroke:{one.line},color:{INK}" for kind, one in FAMILIES.items()},
    "external": "stroke-width:2px,stroke-dasharray:6 4",
    **{
        f"is_{mark}": f"fill:{one.ground},stroke:{one.line},stroke-width:3px,color:{INK}"
        + (",stroke-dasharray:6 4" if one.broken else "")
        for mark, one in MARKS.items()
    },
    "dot": f"fill:{GREY},stroke:{GREY}",
    "frame": f"fill:none,stroke:{GREY}",
}


def _line_styles(arrows: Iterable[Arrow | None]) -> Iterator[str]:
    """The colours of the arrows, by their numbers."""
    styles: dict[str, list[str]] = {}
    for number, arrow in enumerate(arrows):
        if arrow is None:
            continue
        mark = MARKS.get(arrow.mark)
        style = f"stroke:{mark.line if mark else line(arrow.kind)}"
        if not arrow.critical:
            style += ",stroke-width:3px" if mark else ",stroke-width:1.5px"
        styles.setdefault(style, []).append(str(number))
    for style, numbers in styles.items():
        yield f"  linkStyle {','.join(numbers)} {style}"


def _links(picture: Picture, known: Names, base: str, here: str) -> Iterator[str]:
    for box in picture.boxes:
        address = link(base, box.span, here)
        if address:
            yield f'  click {known.boxes[box.id]} href "{address}"'
