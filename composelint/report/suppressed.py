"""For people: the findings that the files ask to be left out, faint, and why."""

from __future__ import annotations

from collections.abc import Iterator

from ..node import show_path
from ..run import Run, Suppressed
from ..source import Span
from .ansi import Paint
from .columns import clean, wrap
from .names import show_file


def blocks(run: Run, paint: Paint, columns: int) -> list[str]:
    """One block for each: what was found and where, then what leaves it out."""
    return [
        "\n".join(paint("faint", row) for row in _rows(each, run.here, columns))
        for each in run.suppressed
    ]


def lines(run: Run) -> Iterator[str]:
    """One line for each, as concise reports have it, with the reason at the end."""
    for each in run.suppressed:
        finding = each.finding
        message = _one_line(finding.message)
        where = f"{_place(finding.span, run.here)}:{finding.column}"
        yield f"{where}: suppressed {finding.id} {message} [{finding.name}] ({_why(each)})\n"


def _rows(each: Suppressed, here: str, columns: int) -> Iterator[str]:
    finding = each.finding
    title = f"suppressed[{finding.id}] {finding.name}: {_one_line(finding.message)}"
    first, *more = wrap(title, columns - 2)
    yield first
    yield from (f"  {row}" for row in more)
    path = f"  {clean(show_path(finding.path))}" if finding.path else ""
    yield f" --> {_place(finding.span, here)}:{finding.column}{path}"
    first, *more = wrap(f"{_place(each.span, here)}: {_why(each)}", columns - 9)
    yield f"  = by {first}"
    yield from (f"       {row}" for row in more)


def _place(span: Span, here: str) -> str:
    line = span.source.position(span.start).line
    return f"{clean(show_file(span.source.path, here))}:{line}"


def _why(each: Suppressed) -> str:
    reason = _one_line(each.reason) or "no reason given"
    return f"{reason} (until {each.until})" if each.until else reason


def _one_line(text: str) -> str:
    return clean(" ".join(text.split()))
