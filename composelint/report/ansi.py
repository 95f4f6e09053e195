"""Colour for terminals: the few styles that reports use."""

from __future__ import annotations

from ..finding import ERROR, INFO, WARNING

_CODES = {
    ERROR: "1;31",
    WARNING: "1;33",
    INFO: "1;36",
    "good": "1;32",
    "title": "1",
    "frame": "1;34",
    "label": "34",
    "help": "1;36",
    "faint": "2",
}


class Paint:
    """Puts text into a style, or leaves it alone where there is no colour."""

    __slots__ = ("on",)

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, style: str, text: str) -> str:
        """`text` in a style of `_CODES`: a severity, or a part of the report."""
        if not self.on or not text:
            return text
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m"
