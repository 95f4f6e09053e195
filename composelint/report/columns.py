"""Text as a terminal shows it: how wide each character is, and what must not reach it raw."""

from __future__ import annotations

TAB = "    "

#: Marks that reorder the text around them: a file could show another text than it holds.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def clean(text: str) -> str:
    """Text in one line that no terminal takes for a command: controls are made visible."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return TAB
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or code in (0x2028, 0x2029) or 0xD800 <= code < 0xE000:
        return "\ufffd"
    return "\ufffd" if character in _REORDERING else character


def width(text: str) -> int:
    """How many columns a cleaned text takes."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if character < "\u0300":
        return 1
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


class Line:
    """One line of a file as shown: `text`, and the column at which each character begins.

    `columns` has one more item than the line has characters: where the line ends.
    """

    __slots__ = ("columns", "text")

    def __init__(self, raw: str) -> None:
        if raw.isascii() and raw.isprintable():
            self.text = raw
            self.columns: list[int] | range = range(len(raw) + 1)
            return
        shown = [_shown(character) for character in raw]
        at = 0
        columns = [0]
        for piece in shown:
            at += width(piece)
            columns.append(at)
        self.text = "".join(shown)
        self.columns = columns

    def column(self, index: int) -> int:
        """The column of the character at an index, the line's end for one beyond it."""
        return self.columns[min(index, len(self.columns) - 1)]

    def cut(self, begin: int, end: int) -> str:
        """The text between two columns, with an ellipsis where something is left out."""
        total = self.columns[-1]
        if begin <= 0 and total <= end:
            return self.text
        kept: list[str] = []
        at = 0
        first = begin + 1 if begin > 0 else 0  # the ellipsis takes a column itself
        last = end - 1 if total > end else total
        for character in self.text:
            after = at + _width(character)
            if at >= first and after <= last:
                kept.append(character)
            elif at < first < after:
                kept.append(" ")  # half of a wide one
            at = after
        return ("…" if begin > 0 else "") + "".join(kept) + ("…" if total > end else "")


def wrap(text: str, room: int) -> list[str]:
    """Break at spaces so that every line has at most `room` columns, where words allow it."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and width(line) + 1 + width(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append(line)
    return lines
