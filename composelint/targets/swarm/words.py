"""How `docker stack` splits a command that is one text: which it cannot.

Blanks part words; `'` takes all to the next one, `"` too but for what a backslash escapes; a `#`
that begins a word begins a comment. Seen with the Docker CLI 28.2.2.
"""

from __future__ import annotations

from ...model.bad import BadValue

_BLANK = " \t\r\n"


def check_words(text: str) -> None:
    """Raises BadValue: "quote" (not closed, at its opening), "escape" (a backslash at the end)."""
    at, size = 0, len(text)
    begun = False
    while at < size:
        character = text[at]
        if character == "#" and not begun:
            at = text.find("\n", at)
            if at < 0:
                return
        elif character in _BLANK:
            begun = False
        else:
            begun = True
            if character == "\\":
                at = _escaped(text, at)
            elif character in "'\"":
                at = _quoted(text, at, character)
        at += 1


def _escaped(text: str, at: int) -> int:
    if at + 1 == len(text):
        raise BadValue("escape", at, at + 1)
    return at + 1


def _quoted(text: str, start: int, quote: str) -> int:
    """The place of the quote that closes the one at `start`."""
    at = start + 1
    while at < len(text):
        if text[at] == quote:
            return at
        if text[at] == "\\" and quote == '"':
            at = _escaped(text, at)
        at += 1
    raise BadValue("quote", start, start + 1)
