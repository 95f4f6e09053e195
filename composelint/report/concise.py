"""One line for each finding, for editors and for grep."""

from __future__ import annotations

from ..run import Run
from .columns import clean
from .names import show_file


def render(run: Run, show_suppressed: bool = False) -> str:
    """`file:line:column: severity CL301 message [name]`, nothing where nothing was found."""
    lines: list[str] = []
    for finding in run.findings:
        source, start, _ = finding.span
        line, column = source.position(start)
        file = clean(show_file(source.path, run.here))
        message = clean(" ".join(finding.message.split()))
        lines.append(
            f"{file}:{line}:{column}: {finding.severity} {finding.id} {message} [{finding.name}]\n"
        )
    if show_suppressed and run.suppressed:
        from . import suppressed

        lines += suppressed.lines(run)
    return "".join(lines)
