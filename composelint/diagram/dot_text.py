"""Text in DOT: names, labels and labels that look like HTML, each with an escaping of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ..report.columns import clean

#: Signs that the font of the program that came along lacks, and what stands for them.
_LACKING = str.maketrans(
    {"✖": "\u00d7", "↻": "»", "▶": "\u203a", "\ufffe": "\ufffd", "\uffff": "\ufffd"}
)


def shown(text: str) -> str:
    """One line of text, as every program can draw it."""
    return clean(text).translate(_LACKING)


def quoted(text: str) -> str:
    """In quotes; only for what is escaped already or needs no escaping."""
    return f'"{text}"'


def name(id_: str) -> str:
    """An id as the quoted name of a node: it is shown nowhere. The language itself knows no
    escape but that of the quote, so backslashes are doubled only to keep the last one from
    escaping the quote at the end."""
    return quoted(shown(id_).replace("\\", "\\\\").replace('"', '\\"'))


def unique(ids: Iterable[str]) -> dict[str, str]:
    """The quoted name of each id, no two alike, even where they differ in what cannot be shown."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for id_ in ids:
        named, count = name(id_), 1
        while named in taken:
            count += 1
            named = f'{name(id_)[:-1]} ~{count}"'
        taken.add(named)
        found[id_] = named
    return found


def escaped(rows: Iterable[str]) -> str:
    """Lines of a label: `\\N` and the like mean nothing, nor do entities."""
    return "\\n".join(
        shown(row).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for row in rows
    )


def html(title: Sequence[str], rows: Sequence[str], small: str = "10") -> str:
    """A label with a bold title, and smaller rows below; of lines by writing.lines."""
    bold = ["<b>" + "<br/>".join(_marked(line) for line in title) + "</b>"] if title else []
    below = [f'<font point-size="{small}">{_marked(row)}</font>' for row in rows]
    return f"<{'<br/>'.join([*bold, *below])}>"


def _marked(text: str) -> str:
    # An element with nothing in it is an error; \N would be the name of the node.
    return escape(shown(text)).replace("\\", "\\\\") if text.strip() else " "
