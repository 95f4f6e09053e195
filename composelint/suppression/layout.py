"""Where the comments of a file stand, and which lines each of them is about.

Events tell nothing of comments; tokens at least tell where none can be: a comment is a `#` between
two tokens, or behind the head of a block scalar. What opens a block shows by its column.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from ..source import Source

#: A stretch of a file in offsets: from, and up to but not including.
Stretch = tuple[int, int]


class Comment(NamedTuple):
    """From its `#` to the end of the line; `alone` where nothing else stands in that line."""

    start: int
    end: int
    alone: bool


class Row(NamedTuple):
    """The first thing on a line: where it begins, whether it is the dash of a list item, and in
    how many brackets it stands. Columns count from 1; what parts documents has column 0."""

    start: int
    column: int
    dash: bool
    depth: int


class Layout:
    """The comments of a file, and its rows in order."""

    __slots__ = ("comments", "cut", "rows", "source")

    def __init__(self, source: Source, tokens: Iterator[tuple[str, int, int]]) -> None:
        """`tokens` are (kind, start, end) in order: "-" a list item, "[" and "]" any bracket,
        "|" a block scalar, "--" what parts documents, "line" one that opens no block, "end" the
        end of the file, "cut" where it cannot be read further, "" anything else."""
        self.source = source
        self.comments: list[Comment] = []
        self.rows: list[Row] = []
        #: Something follows that cannot be read.
        self.cut = False
        self._read(tokens)

    def _read(self, tokens: Iterator[tuple[str, int, int]]) -> None:
        last_line = depth = behind = 0
        for kind, start, end in tokens:
            self._comments(behind, start)
            line, column = self.source.position(start)
            if kind == "--":
                self.rows.append(Row(start, 0, False, 0))
            elif kind in ("end", "cut"):
                self.cut = kind == "cut"
            elif line > last_line:
                self.rows.append(Row(start, 1 if kind == "line" else column, kind == "-", depth))
            if kind in ("[", "]"):
                depth += 1 if kind == "[" else -1
            elif kind == "|":
                # Behind the head of a block scalar there may be a comment, and nothing else.
                head = _END.search(self.source.text, start)
                self._comments(start, head.start() if head else end)
            last_line = self.source.position(max(start, end - 1)).line
            behind = end

    def _comments(self, start: int, end: int) -> None:
        text = self.source.text
        for found in _COMMENT.finditer(text, start, end):
            begin = self.source.line_starts[self.source.position(found.start()).line - 1]
            alone = not text[begin : found.start()].strip()
            self.comments.append(Comment(*found.span(), alone))

    def about(self, comment: Comment) -> Stretch | None:
        """What a comment is about: its line, or the next one that holds something, with all of
        the block that is opened there; None where nothing follows."""
        rows = self.rows
        number = bisect_left(rows, (comment.start,))
        if not comment.alone:
            number -= 1
        else:
            while number < len(rows) and not rows[number].column:
                number += 1
        if not 0 <= number < len(rows):
            return None
        return self._line(rows[number].start), self._end(number)

    def _line(self, offset: int) -> int:
        return self.source.line_starts[self.source.position(offset).line - 1]

    def _end(self, number: int) -> int:
        """Where the block that a row opens is over: before the row that is not further in."""
        first = self.rows[number]
        for row in self.rows[number + 1 :]:
            if first.depth:
                inside = row.depth > first.depth
            elif row.depth or row.column > first.column:
                inside = True
            else:
                # The dashes of a list may stand right below its key.
                inside = row.column == first.column and row.dash and not first.dash
            if not inside:
                return self._line(row.start)
        return len(self.source.text) + 1


_COMMENT = re.compile("#[^\r\n\x85\u2028\u2029]*")
_END = re.compile("[\r\n\x85\u2028\u2029]")


def of_yaml(source: Source) -> Layout:
    """The layout of a YAML file, as far as it can be read."""
    return Layout(source, _tokens(source.text))


#: Characters that Docker Compose reads and libyaml does not: any other will do for them here.
_STRANGE = dict.fromkeys((*range(0x7F, 0x85), *range(0x86, 0xA0), 0xFEFF), 0xF7FF)

_KINDS = {
    "BlockEntryToken": "-",
    "FlowMappingStartToken": "[",
    "FlowSequenceStartToken": "[",
    "FlowMappingEndToken": "]",
    "FlowSequenceEndToken": "]",
    "DocumentStartToken": "--",
    "DocumentEndToken": "--",
    "DirectiveToken": "--",
}


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    import yaml

    from ..syntax_errors import without_tabs_before_comments

    readable = without_tabs_before_comments(text).translate(_STRANGE)
    try:
        for token in yaml.scan(readable, Loader=yaml.CSafeLoader):
            start, end = token.start_mark.index, token.end_mark.index
            kind = _KINDS.get(type(token).__name__, "")
            if getattr(token, "style", None) in ("|", ">"):
                kind = "|"
            if start < end:
                yield kind, start, end
        yield "end", len(text), len(text)
    except yaml.MarkedYAMLError as error:
        # What follows cannot be told apart; the comments before it can.
        marks = (error.context_mark, error.problem_mark)
        stop = min((mark.index for mark in marks if mark is not None), default=0)
        yield "cut", stop, stop
    except yaml.YAMLError:
        yield "cut", 0, 0


def of_env_file(source: Source) -> Layout:
    """The layout of an env file: each variable is a row, of several lines where it is quoted."""
    from ..loading.dotenv import DotenvError, entries

    def tokens() -> Iterator[tuple[str, int, int]]:
        try:
            for entry in entries(source.text, lambda name: None, assume=True):
                yield "line", entry.name_start, max(entry.value_end, entry.name_end)
            yield "end", len(source.text), len(source.text)
        except DotenvError as error:
            yield "cut", error.offset, error.offset

    return Layout(source, tokens())


def of_lines(source: Source) -> Layout:
    """The layout of a file whose comments have lines of their own, such as a Dockerfile."""

    def tokens() -> Iterator[tuple[str, int, int]]:
        for found in re.finditer(r"^[ \t]*([^\s#][^\r\n]*)", source.text, re.MULTILINE):
            yield "line", *found.span(1)
        yield "end", len(source.text), len(source.text)

    return Layout(source, tokens())
