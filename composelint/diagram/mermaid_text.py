"""Any text as a quoted label of Mermaid.

What is written as a number (`#35;`) is what means something to Mermaid's own grammar, to the
Markdown that it reads inside labels, or to HTML; the rest stays legible in the source. Seen with
Mermaid 10.9 and 11.17: some of it is looked for in the whole line, or again after the numbers
have become characters, and so needs more than a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Nothing to be seen, but it parts what would be taken for a command.
_APART = "#8203;"

_SPECIAL = re.compile(
    r"""(?P<apart>
        \\(?=n) | \$(?=\$)             # line break, formula: looked for after decoding
      | (?<=fa):(?=fa-) | (?<=fa[bklrs]):(?=fa-)         # an icon: likewise
    )
    | (?P<space>^[ ] | [ ]$ | (?<=[ ])[ ])               # would be lost
    | (?P<number>^\d{1,9}[.)](?=\s|$))                   # a numbered list
    | ["#%&*;<>@\[\\\]`{|}~]
    | [ﬂ¶]                             # with these Mermaid marks its own numbers
    | ^[-+=] | (?<![^\W_])_ | _(?![^\W_])                # lists, underlines, emphasis
    | -(?=-) | (?<=-)-
    | :(?=//) | (?<=www)\.           # links
    | (?<=direction)[ ]                # `direction LR` is a command anywhere in a line
    | [^\S ] | \ufeff
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: Mermaid drops the last `;` of a line with one of these, a colon and a number behind them.
_STYLES = re.compile("style|classdef", re.IGNORECASE)


def quoted(rows: Iterable[str]) -> str:
    """The label, with its quotes; rows have no line breaks in them."""
    text = "<br/>".join(_SPECIAL.sub(_numbered, row) or "#160;" for row in rows)
    if _STYLES.search(text):
        text = text.replace(":", "#58;")
    return f'"{text}"'


def _numbered(match: re.Match[str]) -> str:
    kind, found = match.lastgroup, match[0]
    if kind == "space":
        return "#160;"
    if kind == "number":
        return f"{found[:-1]}#{ord(found[-1])};"
    return f"#{ord(found)};{_APART if kind == 'apart' else ''}"
