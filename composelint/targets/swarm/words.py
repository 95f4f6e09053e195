"""How `docker stack` splits a command that is one text, and which it cannot.

Blanks part words; `'` takes all to the next one, `"` too but for what a backslash escapes; a `#`
that begins a word begins a comment. A backslash elsewhere stands for what follows it. Seen with
the Docker CLI 28.2.2.
"""

from __future__ import annotations

from ...model.bad import BadValue

_BLANK = " \t\r\n"


def check_words(text: str) -> None:
    """Raises BadValue: "quote" (not closed, at its opening), "escape" (a backslash at the end)."""
    split_words(text)


def split_words(text: str) -> list[str]:
    """The words of a command; raises BadValue as `check_words` does."""
    words: list[str] = []
    word: list[str] | None = None
    at, size = 0, len(text)
    while at < size:
        character = text[at]
        if character == "#" and word is None:
            at = text.find("\n", at)
            if at < 0:
                break
        elif character in _BLANK:
            if word is not None:
                words.append("".join(word))
            word = None
        else:
            word = [] if word is None else word
            at = _taken(text, at, word)
        at += 1
    return words if word is None else [*words, "".join(word)]


def _taken(text: str, at: int, word: list[str]) -> int:
    """The place of the last character that what begins here takes, which goes to the word."""
    character = text[at]
    if character in "'\"":
        return _quoted(text, at, character, word)
    if character == "\\":
        at = _escaped(text, at)
    word.append(text[at])
    return at


def _escaped(text: str, at: int) -> int:
    if at + 1 == len(text):
        raise BadValue("escape", at, at + 1)
    return at + 1


def _quoted(text: str, start: int, quote: str, word: list[str]) -> int:
    """The place of the quote that closes the one at `start`; what it holds goes to the word."""
    at = start + 1
    while at < len(text):
        if text[at] == quote:
            return at
        if text[at] == "\\" and quote == '"':
            at = _escaped(text, at)
        word.append(text[at])
        at += 1
    raise BadValue("quote", start, start + 1)
