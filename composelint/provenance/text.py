"""A provenance for people: the value, and under it the places it went through, in order."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from ..report.ansi import Paint
from ..report.columns import clean, width, wrap
from ..report.names import show_file
from ..source import Span
from .paths import show
from .record import (
    ALIAS,
    APPENDED,
    DEFAULT,
    DOTENV,
    ENV_FILE,
    ENVIRONMENT,
    EXTENDS,
    FALLBACK,
    INCLUDE,
    MERGE_KEY,
    NAME,
    OVERRIDE,
    REPEATED,
    REPLACED,
    RESET,
    VARIABLE,
    Part,
    Provenance,
    Step,
    Use,
)

#: The least room for what is written at a place, and for the words behind it.
_LEAST = 16


class Row(NamedTuple):
    """A line of the chain: a number or nothing, the place, what is written there, and words."""

    number: str
    place: str
    text: str
    words: str
    wins: bool = False


def render(found: Provenance, here: str, paint: Paint, columns: int) -> str:
    """The whole of one path; `columns` is how wide it may be."""
    lines = _head(found, paint, columns)
    lines += _table(_chain(found, here), paint, columns)
    if found.parts:
        lines += ["", *_table([_part(part, found, here) for part in found.parts], paint, columns)]
    return "\n".join(lines) + "\n"


def _head(found: Provenance, paint: Paint, columns: int) -> list[str]:
    path = clean(show(found.path))
    if found.steps and found.steps[-1].kind == RESET:
        return [f"{paint('title', path)}: {found.note}"]
    if found.parts:
        items = isinstance(found.parts[0].path[-1], int)
        value = f"{len(found.parts)} {'item' if items else 'entry'}"
        if len(found.parts) > 1:
            value = f"{len(found.parts)} {'items' if items else 'entries'}"
        lines = [f"{paint('title', path)}: {value}"]
    else:
        room = max(columns - width(path) - 3, columns // 2)
        lines = [f"{paint('title', path)} = {paint('good', _value(found.value, room))}"]
    return lines + [
        paint("faint", line) for line in (wrap(found.note, columns) if found.note else [])
    ]


def _value(value: Any, room: int) -> str:
    """A value as JSON in one line, cut off where it is too long."""
    return _cut(clean(json.dumps(value, ensure_ascii=False)), room)


def _cut(text: str, room: int) -> str:
    if width(text) <= room:
        return text
    kept = ""
    for character in text:
        if width(kept + character) >= room:
            break
        kept += character
    return f"{kept}…"


def _where(span: Span | None, here: str) -> str:
    if span is None:
        return ""
    line, column = span.source.position(span.start)
    return f"{clean(show_file(span.source.path, here))}:{line}:{column}"


def _chain(found: Provenance, here: str) -> list[Row]:
    rows: list[Row] = []
    last = found.steps[-1].version if found.steps else 0
    known = 0
    for step, after in zip(found.steps, (*found.steps[1:], None), strict=True):
        if step.kind == ALIAS and after is not None and _is_of(step, after):
            continue
        number = str(step.version) if step.version != known else ""
        known = step.version
        wins = bool(number) and step.version == last and step.kind not in (DEFAULT, RESET)
        rows.append(_row(step, number, here, wins))
    return rows + [_use(use, here) for use in found.uses]


def _is_of(alias: Step, after: Step) -> bool:
    """Whether an alias is what a merge key names in the same line."""
    if after.kind != MERGE_KEY or alias.span is None or after.span is None:
        return False
    source = alias.span.source
    return source.position(alias.span.start).line == source.position(after.span.start).line


#: What the words behind a place are.
_WORDS = {
    OVERRIDE: "replaces it",
    REPLACED: "replaces it",
    APPENDED: "is appended",
    REPEATED: "says the same again",
    RESET: "takes it away",
    ALIAS: "through the alias",
    MERGE_KEY: "through the merge key",
    EXTENDS: "through extends",
    INCLUDE: "through include",
    ENV_FILE: "through env_file",
    VARIABLE: "without a value, it is taken over",
}


def _row(step: Step, number: str, here: str, wins: bool) -> Row:
    place = _where(step.span, here)
    words = _WORDS.get(step.kind, "")
    if step.kind in (ALIAS, MERGE_KEY, EXTENDS, INCLUDE, ENV_FILE, RESET):
        assert step.span is not None
        return Row(number, place, _line(step.span), words)
    if step.kind == VARIABLE:
        return Row(number, place, step.note, words)
    if step.kind == DEFAULT:
        text = clean(step.span.text.split("\n")[0]) if step.span is not None else ""
        return Row(number, place or "Docker Compose", text, step.note, wins)
    if isinstance(step.value, (dict, list)) and step.kind == OVERRIDE:
        words = "is laid over it"
    if step.note == "!override":
        words = "!override replaces all of it"
    elif step.note:
        words = f"{words}, as {step.note}" if words else f"as {step.note}"
    return Row(number, place, clean(json.dumps(step.value, ensure_ascii=False)), words, wins)


def _line(span: Span) -> str:
    """The line in which something stands, from its key or dash on."""
    line = span.source.line(span.source.position(span.start).line)
    return clean(line.strip().removeprefix("- "))


_ORIGINS = {
    ENVIRONMENT: "set in the environment",
    FALLBACK: "its default",
    DOTENV: "",
    NAME: "the project's name",
}


def _use(use: Use, here: str) -> Row:
    value = json.dumps(use.value, ensure_ascii=False)
    text = f"{'  ' * use.depth}{use.name} = {value}"
    return Row("$", _where(use.span, here), clean(text), _ORIGINS.get(use.origin, "not set"))


def _part(part: Part, found: Provenance, here: str) -> Row:
    name = show(part.path)[len(show(found.path)) :].removeprefix(".")
    value = json.dumps(part.value, ensure_ascii=False)
    return Row("", _where(part.span, here) or "Docker Compose", clean(f"{name} = {value}"), "")


def _table(rows: list[Row], paint: Paint, columns: int) -> list[str]:
    """The rows in columns; a text that is too long is cut, and words go where there is room."""
    digits = max((len(row.number) for row in rows), default=0)
    places = max((width(row.place) for row in rows), default=0)
    words = max((width(row.words) for row in rows), default=0)
    left = columns - places - 4 - (digits + 2 if digits else 0)
    widest = max((width(row.text) for row in rows), default=0)
    room = max(min(widest, left - words - 2), min(widest, _LEAST))
    lines: list[str] = []
    for row in rows:
        text = _cut(row.text, room if row.words else max(left, _LEAST))
        line = "  " + paint("frame", f"{row.number:>{digits}}") + "  " * bool(digits)
        line += paint("title" if row.wins else "label", row.place)
        line += " " * (places - width(row.place) + 2)
        line += paint("title", text) if row.wins else text
        if row.words:
            line += " " * (room - width(text) + 2) + paint("faint", row.words)
        lines.append(line.rstrip())
    return lines
