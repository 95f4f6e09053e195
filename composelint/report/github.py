"""Annotations for GitHub Actions: one workflow command for each finding.

The runner reads them off the log: `::error file=…,line=…,title=…::message`. It shows ten of each
kind for a step at most, so the gravest come first.
"""

from __future__ import annotations

from ..finding import ERROR, INFO, SEVERITIES, WARNING, Finding, Related
from ..run import Run
from .columns import clean
from .names import show_file
from .places import in_repository, last_line

_COMMANDS = {ERROR: "error", WARNING: "warning", INFO: "notice"}

#: More related places than a reader would follow.
_MOST_RELATED = 10


def render(run: Run, root: str) -> str:
    """The commands, a line each, and a last line that counts. `root` is the repository's."""
    gravest = sorted(run.findings, key=lambda finding: -SEVERITIES.index(finding.severity))
    lines = [_annotation(finding, run.here, root) for finding in gravest]
    # One that could not be judged is an error of the step, without a line.
    reasons = dict.fromkeys(trouble.reason for trouble in run.troubles)
    lines += [_command("error", {}, _lines(reason)) for reason in reasons]
    return "".join(f"{line}\n" for line in [*lines, counted(run)])


def counted(run: Run) -> str:
    """How much was found, as a sentence."""
    counts = [
        f"{count} {severity}{'s' if count > 1 and severity != INFO else ''}"
        for severity, count in run.counts().items()
        if count
    ]
    suppressed = f" ({len(run.suppressed)} suppressed)" if run.suppressed else ""
    found = f"Found {', '.join(counts)}" if counts else "No problems"
    projects = len(run.projects)
    return f"{found} in {projects} project{'s' if projects != 1 else ''}{suppressed}."


def _annotation(finding: Finding, here: str, root: str) -> str:
    properties: dict[str, str] = {}
    span = finding.span
    if span.source.path != "-":
        file = in_repository(span.source.path, root) or show_file(span.source.path, here)
        line, column = span.source.position(span.start)
        last = last_line(span)
        properties = {"file": clean(file), "line": str(line), "endLine": str(last)}
        if last == line:  # GitHub takes columns within one line only
            properties["col"] = str(column)
            properties["endColumn"] = str(column + max(span.end - span.start, 1))
    properties["title"] = f"{finding.id} {clean(finding.name)}"
    return _command(_COMMANDS[finding.severity], properties, _message(finding, here, root))


def _message(finding: Finding, here: str, root: str) -> str:
    """What is wrong, where else to look, and what to do about it, a line each."""
    lines = [_line(finding.message)]
    lines += [_related(each, here, root) for each in finding.related[:_MOST_RELATED]]
    left_out = len(finding.related) - _MOST_RELATED
    if left_out > 0:
        lines.append(f"and {left_out} more")
    if finding.profiles is not None:
        lines.append(
            f"Only with {' '.join(f'--profile {_line(name)}' for name in finding.profiles)}."
        )
    if finding.help:
        lines.append(_line(finding.help))
    return "\n".join(lines)


def _related(related: Related, here: str, root: str) -> str:
    path, start = related.span.source.path, related.span.start
    file = in_repository(path, root) or show_file(path, here)
    place = f"{clean(file)}:{related.span.source.position(start).line}"
    return f"{place}: {_line(related.message)}" if related.message else f"see {place}"


def _line(text: str) -> str:
    return clean(" ".join(text.split()))


def _lines(text: str) -> str:
    return "\n".join(map(_line, text.splitlines()))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{key}={_escaped_property(value)}" for key, value in properties.items())
    return f"::{name} {given}::{_escaped(message)}" if given else f"::{name}::{_escaped(message)}"


def _escaped(text: str) -> str:
    """Text as the runner's own library escapes it, in the order in which that can be undone."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
