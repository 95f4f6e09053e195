"""How a command given as one string is split into words.

Not as a shell does: Docker Compose cuts at blanks, undoes quotes and backslashes, and drops
everything from an unquoted `;`, `&`, `|`, `<` or `>` on. Seen with Docker Compose 5.6.1; 2.40
reads `\\n` and `\\t` as n and t.
"""

from __future__ import annotations

from .bad import BadValue

_BLANK = " \t\r\n"
_ENDS = ";&|<>"
_ESCAPES = {"t": "\t", "n": "\n"}


def split_words(text: str) -> list[str]:
    """The words of a command.

    Raises BadValue: "quote" (not closed, at its opening), "escape" (a backslash at the end),
    "parenthesis" (one outside quotes and `$(…)`), "backquote" or "substitution" (not closed).
    """
    words, _ = _split(text)
    return words


def dropped_part(text: str) -> int | None:
    """The offset of the operator from which on the command is dropped; None where none is."""
    return _split(text)[1]


def _split(text: str) -> tuple[list[str], int | None]:
    if not any(mark in text for mark in "\\'\"`();&|<>"):
        return [word for word in _blank_to_space(text).split(" ") if word], None
    return _Splitter(text).run()


def _blank_to_space(text: str) -> str:
    return text.replace("\t", " ").replace("\r", " ").replace("\n", " ")


class _Splitter:
    """One pass over a command; `inside` is the open quote: ', ", ` or $ for `$(`."""

    __slots__ = ("begun", "inside", "opened", "text", "word", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.word = ""
        self.begun = False
        self.inside = ""
        self.opened = 0

    def run(self) -> tuple[list[str], int | None]:
        dropped = None
        at = 0
        while at < len(self.text):
            character = self.text[at]
            if character == "\\" and self.inside != "'":
                at += 1
                if at == len(self.text):
                    raise BadValue("escape", at - 1, at)
                self._escaped(self.text[at])
            elif character in _BLANK:
                self._blank(character)
            elif character in _ENDS and not self.inside:
                dropped = at
                if character == ">" and self.word.isascii() and self.word.isdigit():
                    self.begun = False
                break
            else:
                self._plain(character, at)
            at += 1
        if self.begun:
            self.words.append(self.word)
        if self.inside:
            reason = {"`": "backquote", "$": "substitution"}.get(self.inside, "quote")
            raise BadValue(reason, self.opened, self.opened + 1)
        return self.words, dropped

    def _escaped(self, character: str) -> None:
        if self.inside in ("`", "$") and self.inside:
            self.word += "\\" + character
        else:
            self.word += _ESCAPES.get(character, character)
        self.begun = True

    def _blank(self, character: str) -> None:
        if self.inside:
            self.word += character
        elif self.begun:
            self.words.append(self.word)
            self.word = ""
            self.begun = False

    def _plain(self, character: str, at: int) -> None:
        if character in "'\"" and self.inside in ("", character):
            self._toggle(character, at)
            # Empty quotes are a word once they are closed.
            self.begun = self.begun or not self.inside
            return
        if character == "`" and self.inside in ("", "`"):
            self._toggle(character, at)
        elif character == "(" and self.inside in ("", "$"):
            if self.inside or not self.word.endswith("$") or self.word.endswith("\\$"):
                raise BadValue("parenthesis", at, at + 1)
            self.inside = "$"
            self.opened = at
            self.word += "("
            return
        elif character == ")" and self.inside in ("", "$"):
            if not self.inside:
                raise BadValue("parenthesis", at, at + 1)
            self.inside = ""
        self.word += character
        self.begun = True

    def _toggle(self, character: str, at: int) -> None:
        self.inside = "" if self.inside else character
        self.opened = at
