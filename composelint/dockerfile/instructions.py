"""The instructions of a Dockerfile: dockerfile-parse joins the lines, and we see to the rest.

It knows nothing of heredocs and ends an instruction at an empty line within it, where BuildKit
goes on. Both are mended here, and held against BuildKit in the tests.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..source import Source, Span
from .records import Instruction
from .words import expand, raw_words

#: No Dockerfile that people write is longer (characters).
LARGEST = 200_000

#: BuildKit's instructions. A file with others is for another reader, or misread by us.
NAMES = frozenset(
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL "
    "STOPSIGNAL USER VOLUME WORKDIR".split()
)
_WITH_HEREDOCS = ("ADD", "COPY", "RUN", "ONBUILD")
_DIRECTIVE = re.compile(r"\s*#\s*([A-Za-z]+)\s*=\s*(.*?)\s*\Z")


class NotRead(Exception):
    """A Dockerfile that BuildKit would refuse, or that is for another reader."""


class Text(NamedTuple):
    """The text of a Dockerfile, and where each of its lines begins in `source` (None: somewhere
    in `whole`)."""

    text: str
    lines: list[str]
    source: Source
    starts: list[int | None]
    whole: Span

    def span(self, first: int, last: int) -> Span:
        """The place of some lines, counted from 0, without the blanks around them."""
        lines = self.lines
        begin, end = self.starts[first], self.starts[last]
        if begin is None or end is None:
            return self.whole
        indent = len(lines[first]) - len(lines[first].lstrip())
        return Span(self.source, begin + indent, end + len(lines[last].rstrip()))


def directives(text: str) -> dict[str, str]:
    """The `# name=value` lines at the top, by name in small letters."""
    found: dict[str, str] = {}
    for line in text.split("\n"):
        match = _DIRECTIVE.match(line)
        if match is None or match[1].lower() in found:
            break
        found[match[1].lower()] = match[2]
    return found


def read_instructions(text: Text, escape: str) -> list[Instruction]:
    """Every instruction in order; raises NotRead."""
    lines = text.lines
    found: list[Instruction] = []
    after = 0
    for row in _structure(lines, escape):
        name, first = row["instruction"], row["startline"]
        if name == "COMMENT" or first < after:
            continue
        if name not in NAMES:
            raise NotRead(name)
        last = min(row["endline"], len(lines) - 1)
        value = (row["value"] or "").strip() + _escapes(lines[last], escape)
        found.append(Instruction(name, value, text.span(first, last)))
        if name in _WITH_HEREDOCS and "<<" in value:
            after = _behind_heredocs(lines, last + 1, name, value, escape)
    return found


def _structure(lines: list[str], escape: str) -> list[dict[str, Any]]:
    # Only when a rule asks for an image: 17 ms.
    from io import BytesIO

    from dockerfile_parse import DockerfileParser

    # A comment does not end an instruction; the last line must not go on.
    shown = [_shown(line, escape) for line in lines]
    data = "\n".join([*shown, "", ""]).encode("utf-8", "replace")
    file: Any = BytesIO(data)  # its stubs want text, and it reads bytes
    return [dict(row) for row in DockerfileParser(fileobj=file).structure]


def _shown(line: str, escape: str) -> str:
    """A line as the library has to see it for the same meaning."""
    line = line.rstrip()
    # Two escapes at the end are one that is escaped, and the line ends there.
    return line.removesuffix(_escapes(line, escape)) or "#"


def _escapes(line: str, escape: str) -> str:
    """The escapes at the end of a line, where there are two or more of them."""
    line = line.rstrip()
    many = len(line) - len(line.rstrip(escape))
    return escape * many if many > 1 else ""


def _behind_heredocs(lines: list[str], at: int, name: str, value: str, escape: str) -> int:
    """The first line behind the heredocs of an instruction; raises NotRead where one has no end."""
    words = raw_words(value, escape)
    if name == "ONBUILD" and words[0].upper() not in _WITH_HEREDOCS:
        return at
    for word in words:
        match = re.match(r"\d*<<(-?)([^<]+)\Z", word)
        if match is None:
            continue
        end = expand(match[2], escape, lambda _: None)
        while at < len(lines):
            line = lines[at].rstrip("\r")
            at += 1
            if (line.lstrip("\t") if match[1] else line) == end:
                break
        else:
            raise NotRead(end)
    return at
