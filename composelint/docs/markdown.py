"""Markdown in which no text of a Compose file means more than itself: as GitHub and GitLab read it.

Cells of a table are split before anything in them is read, and dollars may begin a formula: what
could be taken for either is written as a character reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..node import UNKNOWN
from ..report.columns import clean

#: How what is not known before deployment is shown.
OPEN = "…"

_URL = re.compile(r"https?://[^\s<>\"'`]+")
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9._~:/?#=%+,-]*[A-Za-z0-9/]")
_BEHIND_URL = ".,;:!?)]}"
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
_SPECIAL = re.compile(r"[\\`*\[\]&<>|~$]|(?<![^\W_])_|_(?![^\W_])")
#: What begins a list, a heading or a line below one, at the beginning of a line.
_OPENING = re.compile(r"([#+=-]|[0-9]+[.)])")
_NO_CODE = re.compile(r"[`|\\]|\A\s|\s\Z")


def one_line(words: str) -> str:
    """A text as it is shown, in one line."""
    return clean(" ".join(words.replace(UNKNOWN, OPEN).split()))


def text(words: str) -> str:
    """A text that says just what it says; addresses of the web become links."""
    shown = one_line(words)
    parts: list[str] = []
    at = 0
    for found in _URL.finditer(shown):
        url = found[0].rstrip(_BEHIND_URL)
        parts += (_escaped(shown[at : found.start()]), _address(url))
        at = found.start() + len(url)
    parts.append(_escaped(shown[at:]))
    written = "".join(parts)
    opening = _OPENING.match(written)
    if opening is None:
        return written
    end = opening.end() - 1
    return f"{written[:end]}\\{written[end:]}"


def _escaped(words: str) -> str:
    return _SPECIAL.sub(lambda found: _REFERENCES.get(found[0]) or f"\\{found[0]}", words)


def _address(url: str) -> str:
    return f"<{url}>" if _PLAIN_URL.fullmatch(url) else code(url)


def code(words: str) -> str:
    """A text in the letters of code; "" for none."""
    shown = clean(words.replace(UNKNOWN, OPEN).replace("\r\n", "\n").replace("\n", " "))
    if not _NO_CODE.search(shown):
        return f"`{shown}`" if shown else ""
    inside = "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in shown)
    return f"<code>{inside}</code>"


def codes(names: Iterable[str], most: int = 0) -> str:
    """Names in a row; of many, where `most` says so, the first and how many there are besides."""
    shown = [code(name) for name in names]
    if most and len(shown) > most + 1:
        return f"{', '.join(shown[:most])} and {len(shown) - most} more"
    return ", ".join(shown)


def link(shown: str, target: str) -> str:
    """`shown` is Markdown already; without a target it stays as it is."""
    return f"[{shown}]({target})" if target else shown


def path_target(path: str) -> str:
    """A relative path as the target of a link."""
    from urllib.parse import quote

    try:
        written = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        written = path.encode("utf-8", "backslashreplace")
    return quote(written, safe="/")


def anchor(title: str) -> str:
    """The target of a link to a heading of this page, as GitHub and GitLab name it."""
    return "#" + re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def heading(level: int, title: str) -> str:
    """`title` is Markdown; there are six levels."""
    return f"{'#' * min(level, 6)} {title}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells that are Markdown already; but for the first, columns without anything in them
    are left out."""
    rows = list(rows)
    kept = [n for n in range(len(head)) if n == 0 or any(row[n] for row in rows)]
    lines = [[head[n] for n in kept], ["---"] * len(kept)]
    lines += [[row[n] for n in kept] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def fence(language: str, body: str) -> str:
    """A block of code, fenced so that nothing in it can end it."""
    longest = max((len(run) for run in re.findall("`{3,}", body)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}{language}\n{body.rstrip(chr(10))}\n{ticks}"


def listed(parts: Sequence[str]) -> str:
    """Parts of a sentence: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
