"""For people: every finding with the lines that it is about, and what to do about it."""

from __future__ import annotations

from ..finding import ERROR, Finding
from ..node import show_path
from ..run import Run
from .ansi import Paint
from .columns import clean, width, wrap
from .excerpt import Frame, Mark, Place, draw, place
from .names import show_file


def render(
    run: Run, colour: bool = False, columns: int = 100, show_suppressed: bool = False
) -> str:
    """The whole report; `columns` is how wide it may be."""
    paint = Paint(colour)
    blocks = [block(finding, run.here, paint, columns) for finding in run.findings]
    if show_suppressed and run.suppressed:
        from . import suppressed

        blocks += suppressed.blocks(run, paint, columns)
    blocks.append(_footer(run, paint))
    return "\n\n".join(blocks) + "\n"


def block(finding: Finding, here: str, paint: Paint, columns: int) -> str:
    """A finding with its excerpt, notes and help, without a line end."""
    groups = _groups(finding)
    digits = max(len(str(max(p.first, p.last))) for group in groups for p in group)
    frame = Frame(paint, finding.severity, digits, columns)
    rows = _title(finding, paint, columns)
    for number, group in enumerate(groups):
        arrow = paint("frame", "-->" if number == 0 else ":::")
        if number:
            rows.append(frame.gutter())
        rows.append(f"{' ' * digits}{arrow} {_where(group[0], finding, here, paint)}")
        rows += draw(group, frame)
    return "\n".join(rows + _notes(finding, frame))


def _title(finding: Finding, paint: Paint, columns: int) -> list[str]:
    head = f"{finding.severity}[{finding.id}]"
    words = clean(" ".join(finding.message.split()))
    title = f"{head} {finding.name}: {words}"
    first, *more = [title] if width(title) <= columns else wrap(title, columns - 2)
    rest = first.removeprefix(head)
    if rest == first:  # so narrow that the head itself is broken
        return [paint("title", line) for line in (first, *more)]
    lines = [f"{paint(finding.severity, head)}{paint('title', rest)}"]
    return lines + [f"  {paint('title', line)}" for line in more]


def _groups(finding: Finding) -> list[list[Place]]:
    """All that is to be marked, file by file; the finding's own file comes first."""
    marks = [Mark(finding.span, "", True)]
    marks += [Mark(related.span, related.message, False) for related in finding.related]
    groups: dict[str, list[Place]] = {}
    for mark in marks:
        groups.setdefault(mark.span.source.path, []).append(place(mark))
    return list(groups.values())


def _where(at: Place, finding: Finding, here: str, paint: Paint) -> str:
    file = clean(show_file(at.mark.span.source.path, here))
    text = f"{file}:{at.first}:{at.start + 1}"
    if at.mark.primary and finding.path:
        text += paint("faint", f"  {clean(show_path(finding.path))}")
    return text


def _notes(finding: Finding, frame: Frame) -> list[str]:
    paint = frame.paint
    notes: list[tuple[str, str]] = []
    if finding.profiles is not None:
        notes.append(("note", f"only with --profile {' --profile '.join(finding.profiles)}"))
    if finding.help:
        notes.append(("help", clean(" ".join(finding.help.split()))))
    rows = [frame.gutter()] if notes else []
    for label, text in notes:
        first, *more = wrap(text, max(frame.columns - frame.digits - 9, 30))
        equals = paint("frame", "=")
        rows.append(f"{' ' * frame.digits} {equals} {paint('help', label + ':')} {first}")
        rows += [f"{' ' * (frame.digits + 9)}{line}" for line in more]
    return rows


def _footer(run: Run, paint: Paint) -> str:
    projects = len(run.projects)
    files = len({path for project in run.projects for path in project.sources})
    scope = f"{_many(files, 'file')} of {_many(projects, 'project')}"
    suppressed = f" ({len(run.suppressed)} suppressed)" if run.suppressed else ""
    if not run.findings:
        return f"{paint('good', 'No problems')} in {scope}{suppressed}."
    counts = [
        paint(severity, _many(count, severity) if severity != "info" else f"{count} info")
        for severity, count in run.counts().items()
        if count
    ]
    first = next((f for f in run.findings if f.severity == ERROR), run.findings[0])
    more = paint("faint", f"More about a rule: composelint explain {first.id}")
    return f"Found {', '.join(counts)} in {scope}{suppressed}.\n{more}"


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
