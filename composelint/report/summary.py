"""The page that GitHub shows for a job: what was found, file by file, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..finding import SEVERITIES, Finding
from ..run import Run
from .columns import clean
from .github import counted
from .names import show_file
from .places import in_repository, last_line, percent_encoded

#: GitHub takes no more of one step, in bytes.
LARGEST = 1024 * 1024

#: Whatever means something in Markdown, or in the HTML that may stand in it.
_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>#|~&@:$]")
_ROOM_FOR_END = 200


class Commit(NamedTuple):
    """Where files can be looked at: https://github.com, owner/name, the commit's hash."""

    server: str
    repository: str
    sha: str


def render(run: Run, root: str, commit: Commit | None, room: int = LARGEST) -> str:
    """The page, of at most `room` bytes; where it would be longer, files at its end are left out
    and it says so. Paths are those of the repository at `root`."""
    by_file: dict[str, list[Finding]] = {}
    for finding in run.findings:
        by_file.setdefault(finding.span.source.path, []).append(finding)
    names = _Names(run.here, root, commit)
    parts = ["## composelint\n\n", f"{escaped(counted(run))}\n"]
    reasons = dict.fromkeys(trouble.reason for trouble in run.troubles)
    parts += [f"\n- not judged: {escaped(reason)}\n" for reason in reasons]
    parts += _table(by_file, names)
    for path, findings in by_file.items():
        parts.append(f"\n### {names.file(path)}\n\n")
        parts += [_row(finding, names) for finding in findings]
    return _within(parts, room)


class _Names:
    """What files are called, and where they can be looked at."""

    def __init__(self, here: str, root: str, commit: Commit | None) -> None:
        self.here = here
        self.root = root
        self.commit = commit

    def file(self, path: str) -> str:
        return escaped(in_repository(path, self.root) or show_file(path, self.here))

    def link(self, shown: str, path: str, lines: str) -> str:
        """Words that lead to lines of a file, where it is one of the repository."""
        within = in_repository(path, self.root)
        if within is None or self.commit is None:
            return shown
        server, repository, sha = self.commit
        return f"[{shown}]({server}/{repository}/blob/{sha}/{percent_encoded(within)}#{lines})"


def _table(by_file: dict[str, list[Finding]], names: _Names) -> Iterator[str]:
    if not by_file:
        return
    heads = list(reversed(SEVERITIES))
    yield f"\n| file | {' | '.join(heads)} |\n|---|{'---:|' * len(heads)}\n"
    for path, findings in by_file.items():
        counts = [sum(finding.severity == each for finding in findings) for each in heads]
        yield f"| {names.file(path)} | {' | '.join(str(n) if n else '' for n in counts)} |\n"


def _row(finding: Finding, names: _Names) -> str:
    first = finding.line
    last = last_line(finding.span)
    anchor = f"L{first}" if last == first else f"L{first}-L{last}"
    place = names.link(f"line {first}", finding.span.source.path, anchor)
    message = escaped(finding.message)
    advice = f"<br>{escaped(finding.help)}" if finding.help else ""
    rule = f"{finding.id} {escaped(finding.name)}"
    return f"- {place}: **{finding.severity}** {rule}: {message}{advice}\n"


def escaped(text: str) -> str:
    """Text in one line that Markdown shows as it is."""
    line = clean(" ".join(text.split()))
    return _MEANS_SOMETHING.sub(lambda match: f"&#{ord(match[0])};", line)


def _within(parts: Iterable[str], room: int) -> str:
    kept: list[str] = []
    size = 0
    left_out = 0
    for part in parts:
        size += len(part.encode())
        if left_out or size > room - _ROOM_FOR_END:
            left_out += 1
        else:
            kept.append(part)
    if left_out:
        kept.append(f"\n… and {left_out} lines more; the log has them all.\n")
    return "".join(kept) if not left_out or room > _ROOM_FOR_END else ""
