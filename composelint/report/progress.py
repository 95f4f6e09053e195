"""A bar on a terminal, for runs that make people wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

_PATIENCE = 1.0
_PAUSE = 0.1
_CELLS = 30


class Progress:
    """Draws how many of `total` steps are done, once it has taken longer than a second.

    `stream` is standard error where that is a terminal, else None; `clock` gives seconds.
    """

    __slots__ = ("_clock", "_done", "_next", "_shown", "_stream", "_total")

    def __init__(self, stream: TextIO | None, total: int, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._total = total
        self._clock = clock
        self._done = 0
        self._shown = False
        self._next = clock() + _PATIENCE

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._stream is None:
            return
        now = self._clock()
        if now < self._next:
            return
        self._next = now + _PAUSE
        self._shown = True
        full = _CELLS * self._done // max(self._total, 1)
        bar = "━" * full + " " * (_CELLS - full)
        self._stream.write(f"\rChecking {bar} {self._done}/{self._total}")
        self._stream.flush()

    def clear(self) -> None:
        """Wipe the bar, before anything else is written."""
        if self._shown and self._stream is not None:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
