"""A rule's page for a terminal: the little Markdown that pages use, laid out."""

from __future__ import annotations

from ..report.ansi import Paint
from ..report.columns import clean, wrap

_WIDEST = 88
_FENCE = "```"
_ITEM = "- "


def render(markdown: str, paint: Paint, columns: int) -> str:
    """Headings set off, paragraphs broken to the width, examples indented without their fences."""
    room = min(columns, _WIDEST)
    lines: list[str] = []
    paragraph: list[str] = []
    inside = False
    for line in markdown.rstrip().split("\n"):
        fence = line.startswith(_FENCE)
        item = line.startswith(_ITEM)
        if inside or fence or item or not line or line.startswith("#"):
            lines += _paragraph(paragraph, room)
            paragraph = []
        if fence:
            inside = not inside
            lines += _caption(line, paint) if inside else []
        elif inside:
            lines.append(f"    {clean(line)}".rstrip())
        elif line.startswith("#"):
            lines.append(paint("title", line.lstrip("# ")))
        elif not line:
            lines.append("")
        else:
            paragraph.append(line)
    lines += _paragraph(paragraph, room)
    return "\n".join(lines) + "\n"


def _caption(fence: str, paint: Paint) -> list[str]:
    """What the words behind an example's language say of it."""
    shown: list[str] = []
    for word in fence.split()[1:]:
        key, _, value = word.partition("=")
        if key == "file":
            shown.append(f"{value}:")
        elif key in ("exact", "target"):
            shown.append(f"with --{key} {value}".rstrip() + ":")
    return [paint("faint", " ".join(shown))] if shown else []


def _paragraph(lines: list[str], room: int) -> list[str]:
    if not lines:
        return []
    text = " ".join(line.strip() for line in lines)
    if not text.startswith(_ITEM):
        return wrap(text, room)
    first, *more = wrap(text[len(_ITEM) :], room - len(_ITEM))
    return [_ITEM + first, *("  " + line for line in more)]
