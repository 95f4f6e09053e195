"""The env files of services as `docker stack` reads them: `NAME=value` lines, and no more.

No variables, no `export`, no quotes over several lines; a name cannot have a space in it. Seen
with the Docker CLI 28.2.2.
"""

from __future__ import annotations

import posixpath

from ...checks.files import expected_later
from ...checks.judge import Judge
from ...finding import Problem
from ...node import UNKNOWN, Node, Path, Scalar, Sequence
from ...source import Source, Span

#: unicode.IsSpace of Go.
SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)
#: A line that is longer cannot be read.
_LONGEST = 65_535


class _BadLine(Exception):
    """Why a line cannot be read, and at which offset of the text it begins."""

    def __init__(self, reason: str, start: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.start = start


def env_file(judge: Judge, node: Node | None, path: Path) -> None:
    """Report env files that are not there or cannot be read."""
    for index, item in enumerate(node.items if type(node) is Sequence else [node]):
        if type(item) is Scalar and type(item.value) is str and UNKNOWN not in item.text:
            _file(judge, item, (*path, index) if type(node) is Sequence else path)


def _file(judge: Judge, node: Scalar, where: Path) -> None:
    project = judge.project
    path = posixpath.normpath(posixpath.join(project.directory, node.text))
    try:
        data = project.read(path)
    except OSError as error:
        if project.exact or not expected_later(project, path):
            fields = {"path": node.text, "reason": error.strerror or str(error)}
            found = Problem("missing-file", node.span, where, "env-file", fields, refused=True)
            judge.report(found)
        return
    source = Source(path, data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    try:
        _check(data)
    except _BadLine as bad:
        end = source.text.find("\n", bad.start)
        span = Span(source, bad.start, len(source.text) if end < 0 else end)
        fields = {"message": bad.reason}
        found = Problem("unreadable-file", span, (), "env-file", fields, refused=True)
        judge.report(found)


def _check(data: bytes) -> None:
    """Raises _BadLine."""
    start = 0
    for number, line in enumerate(data.split(b"\n")):
        if number == 0:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) > _LONGEST:
            raise _BadLine("a line is too long", start)
        try:
            text = line.removesuffix(b"\r").decode("utf-8")
        except UnicodeDecodeError:
            raise _BadLine("a line is no UTF-8", start) from None
        written = text.lstrip(SPACE)
        if written and written[0] != "#":
            name = written.partition("=")[0]
            if not name:
                raise _BadLine("a line has no name before the equals sign", start)
            if " " in name or "\t" in name:
                raise _BadLine(f'the name "{name}" has a space in it', start)
        start += len(text) + 1 + (line[-1:] == b"\r")
