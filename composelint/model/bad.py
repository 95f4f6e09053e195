"""The one exception of the value syntaxes."""

from __future__ import annotations

from typing import Any


class BadValue(ValueError):
    """A text that is not of its syntax.

    `reason` is a short code ("host-port", "unit", …), `begin` and `end` bound the offending part
    of the text, and `fields` say more about it.
    """

    def __init__(self, reason: str, begin: int, end: int, **fields: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.begin = begin
        self.end = end
        self.fields = fields
