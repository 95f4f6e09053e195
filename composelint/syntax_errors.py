"""YAML errors in our own words: libyaml's are about tokens, people's mistakes are about lines."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from .finding import Problem, Related
from .source import Source, Span

_MISSING_SPACE = re.compile(r"\s*(?:-\s+)?([A-Za-z_][\w.-]*):([^\s/].*)$")
_OPENING = {"'": "single quote", '"': "double quote"}


class _Where(NamedTuple):
    """What libyaml says: its words, and the offsets of the trouble and of what it was in."""

    problem: str
    at: int
    context: str
    context_at: int


def explain(source: Source, error: yaml.YAMLError) -> Problem:
    """The likely cause of a syntax error, where it stands, and what to write instead."""
    where = _where(source, error)
    for guess in _GUESSES:
        found = guess(source, where)
        if found is not None:
            return found
    return _problem(source, where.at, where.at + 1, "", {"problem": where.problem})


def without_tabs_before_comments(text: str) -> str:
    """The text, as long as before, without tabs that Docker Compose forgives and libyaml does not.

    They indent a comment that follows another comment (seen with 2.40.3 and 5.6.1).
    """
    if "\t" not in text:
        return text
    lines = text.split("\n")
    after_comment = False
    for number, line in enumerate(lines):
        content = line.lstrip(" \t")
        if content.startswith("#"):
            if after_comment:
                lines[number] = " " * (len(line) - len(content)) + content
            after_comment = after_comment or "\t" not in line[: len(line) - len(content)]
        elif line.strip(" \r"):
            after_comment = False
    return "\n".join(lines)


def _where(source: Source, error: Any) -> _Where:
    if isinstance(error, yaml.reader.ReaderError):
        return _Where("character", min(error.position, len(source.text)), "", 0)
    mark = error.problem_mark
    context_mark = error.context_mark
    size = len(source.text)
    at = min(mark.index, size) if mark is not None else 0
    context_at = min(context_mark.index, size) if context_mark is not None else at
    return _Where(error.problem or "", at, error.context or "", context_at)


def _problem(
    source: Source,
    start: int,
    end: int,
    variant: str,
    fields: dict[str, Any],
    related: tuple[Related, ...] = (),
) -> Problem:
    # A place of its own line: an error at the end of the text points at the last line.
    if start >= len(source.text) and source.text:
        start = len(source.text.rstrip()) or 1
        start, end = start - 1, start
    end = min(max(end, start + 1), len(source.text))
    span = Span(source, start, max(end, start))
    return Problem("yaml-syntax", span, (), variant, fields, refused=True, related=related)


def _line_span(source: Source, number: int) -> tuple[int, int, str]:
    text = source.line(number)
    start = source.line_starts[number - 1]
    return start, start + len(text), text


def _control_character(source: Source, where: _Where) -> Problem | None:
    if where.problem != "character":
        return None
    character = source.text[where.at : where.at + 1]
    code = f"U+{ord(character):04X}" if character else "the end"
    return _problem(source, where.at, where.at + 1, "character", {"code": code})


def _tab(source: Source, where: _Where) -> Problem | None:
    """A tab where YAML wants spaces: in the indentation of the line or of the one before."""
    if "quoted" in where.context:
        return None
    number = source.position(where.at).line
    for candidate in (number, number - 1):
        if candidate < 1:
            continue
        start, _, text = _line_span(source, candidate)
        indent = text[: len(text) - len(text.lstrip(" \t-"))]
        tab = indent.find("\t")
        if tab >= 0:
            return _problem(source, start + tab, start + len(indent.rstrip("-")), "tab", {})
    return None


def _unclosed_quote(source: Source, where: _Where) -> Problem | None:
    if "quoted scalar" not in where.context:
        return None
    quote = source.text[where.context_at : where.context_at + 1]
    if "escape" in where.problem:
        escape = source.text[where.at - 1 : where.at + 1]
        return _problem(source, where.at - 1, where.at + 1, "escape", {"escape": escape})
    name = _OPENING.get(quote, "quote")
    return _problem(source, where.context_at, where.context_at + 1, "quote", {"quote": name})


def _open_further_up(source: Source, where: _Where) -> Problem | None:
    """A quote that was never closed takes the next one, lines below, for its end: the error is
    said there."""
    number = source.position(where.at).line
    for quote in ('"', "'"):
        if quote not in source.line(number) and quote not in source.line(max(1, number - 1)):
            continue
        for candidate in range(number - 1, max(0, number - _LOOK_BACK), -1):
            start, _, text = _line_span(source, candidate)
            match = _OPEN_QUOTE.match(text)
            if match is not None and match[1] == quote and _unpaired(match[2], quote):
                at = start + match.start(1)
                return _problem(source, at, at + 1, "quote", {"quote": _OPENING[quote]})
    return None


#: So many lines above an error are searched for the quote that caused it.
_LOOK_BACK = 12
_OPEN_QUOTE = re.compile(r"\s*(?:- +)?(?:[\w.-]+: +|- +)([\"'])(.*)$")


def _unpaired(rest: str, quote: str) -> bool:
    """Whether what follows an opening quote in its line has no closing one."""
    if quote == '"':
        rest = re.sub(r"\\.", "", rest)
    return rest.count(quote) % 2 == 0


def _missing_space(source: Source, where: _Where) -> Problem | None:
    """`image:nginx`: without a blank after the colon it is one word, no key and value."""
    if "mapping values" not in where.problem and "expected" not in where.problem:
        return None
    number = source.position(where.at).line
    for candidate in (number, number - 1):
        if candidate < 1:
            continue
        start, end, text = _line_span(source, candidate)
        match = _MISSING_SPACE.match(text.split(" #")[0].rstrip())
        if match is not None and not match[2].startswith(("//", "\\")):
            key, value = match[1], match[2]
            at = start + match.start(1)
            fields = {"key": key, "value": value, "written": f"{key}:{value}"}
            return _problem(source, at, min(end, start + match.end(2)), "colon-space", fields)
    return None


def _unclosed_bracket(source: Source, where: _Where) -> Problem | None:
    if "flow" not in where.context or "expected ','" not in where.problem:
        return None
    bracket = source.text[where.context_at : where.context_at + 1]
    if bracket not in ("[", "{"):
        return None
    fields = {"bracket": bracket, "closing": "]" if bracket == "[" else "}"}
    related: tuple[Related, ...] = ()
    if where.at < len(source.text):
        related = (Related(Span(source, where.at, where.at + 1), "not closed by here"),)
    return _problem(
        source, where.context_at, where.context_at + 1, "bracket", fields, related=related
    )


def _second_colon(source: Source, where: _Where) -> Problem | None:
    if "mapping values" not in where.problem:
        return None
    number = source.position(where.at).line
    start, _, text = _line_span(source, number)
    column = where.at - start
    before = text[:column]
    if re.search(r":\s+\S", before):
        return _problem(source, where.at, where.at + 1, "second-colon", {"line": text.strip()})
    return _problem(source, where.at, where.at + 1, "indentation", {"line": text.strip()})


def _reserved(source: Source, where: _Where) -> Problem | None:
    if "cannot start any token" not in where.problem:
        return None
    character = source.text[where.at : where.at + 1]
    return _problem(source, where.at, where.at + 1, "reserved-character", {"character": character})


def _lost_dash(source: Source, where: _Where) -> Problem | None:
    if "block sequence entries are not allowed" in where.problem:
        return _problem(source, where.at, where.at + 1, "dash-in-value", {})
    if "expected '-' indicator" in where.problem:
        start, end, text = _line_span(source, source.position(where.at).line)
        begin = start + len(text) - len(text.lstrip())
        return _problem(source, begin, end, "list-mixed", {"line": text.strip()})
    return None


def _indentation(source: Source, where: _Where) -> Problem | None:
    if "expected key" not in where.problem and "block end" not in where.problem:
        return None
    start, end, text = _line_span(source, source.position(where.at).line)
    begin = start + len(text) - len(text.lstrip())
    if text.strip().startswith("- "):
        return _problem(source, begin, end, "map-mixed", {"line": text.strip()})
    return _problem(source, begin, end, "indentation", {"line": text.strip()})


def _no_colon(source: Source, where: _Where) -> Problem | None:
    if "could not find expected ':'" not in where.problem:
        return None
    number = source.position(where.context_at).line
    start, end, text = _line_span(source, number)
    begin = start + len(text) - len(text.lstrip())
    return _problem(source, begin, end, "no-colon", {"line": text.strip()})


_GUESSES = (
    _control_character,
    _tab,
    _unclosed_quote,
    _open_further_up,
    _missing_space,
    _unclosed_bracket,
    _second_colon,
    _reserved,
    _lost_dash,
    _no_colon,
    _indentation,
)
