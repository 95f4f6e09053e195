"""What a comment says to composelint: `# composelint: ignore[CL301,security] reason`, with
`until 2027-01-31` before the reason where it is to hold until then, and `ignore-file[CL109]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..nearest import nearest
from ..source import Span
from .asked import Asked, Reader, is_day
from .layout import Comment, Layout

IGNORE = "ignore"
IGNORE_FILE = "ignore-file"

#: The beginning of what is said to us: the comment itself may begin with something else.
_TO_US = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*composelint:[ \t]*")
_VERB = re.compile(r"([A-Za-z][\w-]*)[ \t]*(?:\[([^\]]*)\]?)?")
_NAME = re.compile(r"[^\s,]+")
_UNTIL = re.compile(r"[ \t]*until[ \t:=]+([^\s,;:—–]+)", re.IGNORECASE)  # noqa: RUF001

#: What is meant for a date, though it may be none; "until 2.0 is out" is the beginning of a reason.
_MEANT_AS_DAY = re.compile(
    r"\d{4}(?:[-/.]\d.*|\d{4})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}/\d{1,2}/\d{2}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?",
    re.IGNORECASE,
)

#: What other programs say for `ignore`.
_OTHER_WORDS = frozenset(
    "allow disable disable-file disable-line disable-next-line ignore-line ignore-next-line "
    "nolint noqa off skip skip-file suppress".split()
)
_RULE = re.compile(r"\bCL\d")

#: What may stand between the brackets, or the date, and the reason.
_BEFORE_REASON = " \t-–—:,;."  # noqa: RUF001


def read_comments(layout: Layout, reader: Reader) -> None:
    """All that the comments of a file ask for."""
    text = reader.source.text
    for comment in layout.comments:
        found = list(_TO_US.finditer(text[comment.start : comment.end]))
        ends = [comment.start + each.start() for each in found[1:]] + [comment.end]
        for each, end in zip(found, ends, strict=False):
            start = comment.start + each.start()
            _read(Said(reader, layout, comment, start, comment.start + each.end(), end))


class Said:
    """One thing that a comment says: from the `#` at `start`, the words from `words` to `end`."""

    __slots__ = ("comment", "end", "layout", "reader", "start", "text", "words")

    def __init__(
        self, reader: Reader, layout: Layout, comment: Comment, start: int, words: int, end: int
    ) -> None:
        self.reader = reader
        self.layout = layout
        self.comment = comment
        self.start = start
        self.words = words
        self.text = reader.source.text
        self.end = start + len(self.text[start:end].rstrip())

    def span(self, start: int, end: int) -> Span:
        return Span(self.reader.source, start, end)

    @property
    def whole(self) -> Span:
        return self.span(self.start, self.end)


def _read(said: Said) -> None:
    verb = _VERB.match(said.text, said.words, said.end)
    if verb is None or verb[1] not in (IGNORE, IGNORE_FILE):
        _other_words(said, "" if verb is None else verb[1])
        return
    if verb[2] is None or (not verb[2].strip() and verb[0].endswith("]")):
        said.reader.unclear("bare", said.whole, verb=verb[1])
        return
    if not verb[0].endswith("]"):
        said.reader.unclear("unclosed", said.whole)
        return
    known = len(said.reader.problems)
    selectors = said.reader.selectors(_names(said, *verb.span(2)))
    asked = Asked(said.whole, selectors, "")
    if not _until_and_reason(said, asked, verb.end()) or not selectors:
        return
    if verb[1] == IGNORE:
        stretch = said.layout.about(said.comment)
        if stretch is None:
            if len(said.reader.problems) == known and not said.layout.cut:
                said.reader.unclear("nothing-below", said.whole)
            return
        asked.stretches = [stretch]
    said.reader.add(asked)


def _names(said: Said, start: int, end: int) -> Iterator[tuple[str, Span]]:
    for name in _NAME.finditer(said.text, start, end):
        yield name[0], said.span(*name.span())


def _until_and_reason(said: Said, asked: Asked, at: int) -> bool:
    """Reads what stands behind the brackets; False where it is a date that is none."""
    until = _UNTIL.match(said.text, at, said.end)
    if until is not None and is_day(until[1]):
        asked.until = until[1]
        asked.until_span = said.span(*until.span(1))
        at = until.end()
    elif until is not None and _MEANT_AS_DAY.fullmatch(until[1]):
        said.reader.unclear("date", said.span(*until.span(1)), date=until[1])
        return False
    asked.reason = said.text[at : said.end].strip().lstrip(_BEFORE_REASON)
    return True


def _other_words(said: Said, word: str) -> None:
    """Tells of words that are meant for us; others may be about us: `# composelint: see README`."""
    rest = said.text[said.words : said.end]
    near = nearest(word, (IGNORE, IGNORE_FILE)) if word else None
    behind = rest[len(word) :].lstrip()[:1]
    if near or word.lower() in _OTHER_WORDS or behind in ("[", "(", "=") or _RULE.search(rest):
        said.reader.unclear("words", said.whole, verb=near or IGNORE)
