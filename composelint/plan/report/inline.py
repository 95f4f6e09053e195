"""Text in a page of Markdown that GitHub shows as it is, and that can be read unshown, too: only
what would mean something is escaped."""

from __future__ import annotations

import re

from ...report.columns import clean

#: Splits what GitHub would make something of after Markdown: it is not seen on the page.
_APART = "<!-- -->"

#: (what means something, what stands for it), in this order. Names such as LOG_LEVEL and paths such
#: as ports[0] mean nothing.
_MEANINGS = (
    (re.compile(r"\\(?=[!-/:-@\[-`{-~])"), r"\\\\"),
    (re.compile(r"&(?=#?\w+;)"), "&amp;"),
    (re.compile(r"<"), "&lt;"),
    (re.compile(r"[`*~|]"), r"\\\g<0>"),
    (re.compile(r"(?<![^\W_])_|_(?![^\W_])"), r"\\_"),
    (re.compile(r"\](?=[(\[:])"), r"\\]"),
    (re.compile(r"^(?=[\[>#]|[-+](?:\s|$)|[-=]+$)"), r"\\"),
    (re.compile(r"^(\d+)(?=[.)](?:\s|$))"), r"\1\\"),
    (re.compile(r"\$"), "<span>$</span>"),
    # A mention, an issue, an address, an emoji.
    (re.compile(r"@(?=\w)|#(?=\d)|(?<=GH-)(?=\d)|(?<=ftp|ttp):(?=//)|(?<=https):(?=//)"), None),
    (re.compile(r"(?<=www)(?=\.)", re.IGNORECASE), None),
    (re.compile(r":(?=[\w+-]+:)"), None),
)


def readable(text: str) -> str:
    """A text on one line, as the beginning of a paragraph or further on in it."""
    line = clean(" ".join(text.split()))
    for meaning, instead in _MEANINGS:
        line = meaning.sub(rf"\g<0>{_APART}" if instead is None else instead, line)
    return line
