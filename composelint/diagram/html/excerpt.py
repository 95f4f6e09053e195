"""The lines of a Compose file that something is written in, without what must not get about.

A page is shown around more widely than the file it was made of. Values that look like passwords
are left out of it: whoever may see them finds them in the file.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...report.columns import clean
from ...source import Span

#: As many lines are shown.
_MOST = 40
#: As much of a line is shown, in characters; as much of it is looked at (patterns take long on
#: lines without end).
_WIDEST = 160
_LOOKED_AT = 600
_MASK = "•••"

_SECRET = r"passw|passphrase|secret|token|api_?key|private_?key|access_?key|credential|salt"
#: A name, what stands between it and its value, and the value up to the end of the line. The
#: name may be quoted; `--db-password=x` counts as much as `DB_PASSWORD: x`.
_NAMED = re.compile(
    rf"(?i)(?P<name>[\w.-]*(?:{_SECRET})[\w.-]*)(?P<between>[\"']?\s*[:=]\s*)(?P<value>\S.*)$"
)
_OPTION = re.compile(
    rf"(?i)(?P<name>--?[\w-]*(?:{_SECRET})[\w-]*)(?P<between>\s+)(?P<value>[^\s-]\S*)"
)
_IN_ADDRESS = re.compile(r"(?P<before>[\w+.-]+://[^\s/:@\"']*:)(?P<value>[^\s/@\"']+)(?=@)")
#: A value that tells nothing: a variable without a default, a place of a secret, a yes or no.
_HARMLESS = re.compile(
    r"[\"']?(?:\$\{?\w+\}?|\$\{\w+:?\?[^}]*\}|/[\w./-]+|true|false|yes|no|null|~|\d{1,5}|\{|\[)?"
    r"[\"']?\s*(?:#.*)?"
)
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?")


class Excerpt(NamedTuple):
    """`lines` from the line `first` (from 1) on; `more` lines follow that are not shown."""

    first: int
    lines: tuple[str, ...]
    more: int


def excerpt(span: Span) -> Excerpt:
    """The line that a span begins in, and those below it that are indented deeper."""
    source = span.source
    first = source.position(span.start).line
    lines = [source.line(first)]
    margin = _margin(lines[0])
    for number in range(first + 1, len(source.line_starts) + 1):
        line = source.line(number)
        if line.strip() and _margin(line) <= margin and not line.lstrip().startswith("#"):
            break
        lines.append(line)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    shown = _without_secrets([line[margin:] for line in lines])
    cut = tuple(_short(clean(line.replace("\t", "    "))) for line in shown[:_MOST])
    return Excerpt(first, cut, max(0, len(lines) - _MOST))


def masked(text: str) -> str:
    """One line without the values that look like passwords."""
    if len(text) > _LOOKED_AT:
        text = text[:_LOOKED_AT] + "…"
    text = _IN_ADDRESS.sub(rf"\g<before>{_MASK}", text)
    text = _OPTION.sub(_hidden, text)
    return _NAMED.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    name, between, value = match["name"], match["between"], match["value"]
    # POSTGRES_PASSWORD_FILE says where it lies, `secrets:` and `DB_PASSWORD: |` what comes below.
    told = name == "secrets" or re.search(r"(?i)_?(?:file|path|name|dir)$", name)
    if told or _HARMLESS.fullmatch(value) or _BLOCK.fullmatch(value) or value.startswith(_MASK):
        return match[0]
    return f"{name}{between}{_MASK}"


def _without_secrets(lines: list[str]) -> list[str]:
    """The lines, with a mask for what is written below a name that is to be kept secret."""
    found: list[str] = []
    below: int | None = None
    for line in lines:
        if below is not None and line.strip():
            if _margin(line) > below:
                found.append(line[: _margin(line)] + _MASK)
                continue
            below = None
        match = _NAMED.search(line[:_LOOKED_AT])
        if match is not None and _BLOCK.fullmatch(match["value"]):
            below = _margin(line)
        found.append(masked(line))
    return found


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _short(line: str) -> str:
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"
