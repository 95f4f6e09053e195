"""Secrets in what an engine says: masked before it is saved.

A masked value is MASKED in its whole, or holds it where only a part of a text was secret (the
password of an address, of an option). Nothing of the value stays, no hash of it either: most
passwords are short enough to be found by their hash. So nobody can tell whether a masked value has
changed; `is_masked` is for those who would compare. (That it did is still seen by Docker Compose's
own label config-hash, which is of the whole service.)
"""

from __future__ import annotations

import re
from typing import Any

from ..graph.masks import HIDDEN, is_secret, masked

MASKED = "(masked)"

#: What masks.py writes over a password within a text.
_PART = re.compile(r"(?:(?<=:|/)\*\*\*(?=@)|(?<==|\s)\*\*\*|(?<=[-+])\*\*\*(?=\}))")

#: What may stand before the `=` of an option or a variable.
_NAME = re.compile(r"[\w.-]+")


def is_masked(value: Any) -> bool:
    """Whether a value of a saved state is masked, or a part of it: it says nothing about what the
    engine has."""
    if isinstance(value, (list, tuple)):
        return any(is_masked(one) for one in value)
    return isinstance(value, str) and MASKED in value


def value(text: str, *names: str) -> str:
    """A value as it is saved; `names` are those of what it is the value of."""
    shown = masked(text, *names)
    if shown == text:
        return text
    return MASKED if shown == HIDDEN else _PART.sub(MASKED, shown)


def variable(text: str) -> str:
    """NAME=value, as an environment holds it."""
    name, equals, said = text.partition("=")
    return f"{name}={value(said, name)}" if equals else text


def words(arguments: list[Any]) -> list[Any]:
    """The words of a command: a password after an option, behind `=`, in an address, or in the
    script of a shell."""
    shown = []
    secret_next = False
    for word in arguments:
        if not isinstance(word, str):
            shown.append(word)
            continue
        option = word.startswith("-")
        shown.append(MASKED if secret_next and word and not option else _word(word))
        secret_next = option and "=" not in word and is_secret(word.lstrip("-"))
    return shown


def _word(word: str) -> str:
    name, equals, said = word.partition("=")
    if not equals or not _NAME.fullmatch(name):
        return value(word)
    return f"{name}={value(said, name.lstrip('-'))}"
