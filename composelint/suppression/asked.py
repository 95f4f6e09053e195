"""What a file asks for: findings of some rules to be left out, in a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..finding import Finding, Problem
from ..nearest import nearest
from ..node import Path
from ..rule import GROUPS
from ..selection import Selection, UnknownSelector, matching
from ..source import Source, Span
from .layout import Stretch

#: That we could not read a file is not for the file to hide: what else is wrong with it is
#: unknown then.
NEVER = frozenset({"yaml-syntax", "unreadable-file", "runaway-document"})

#: More than any stretch of a file.
_WHOLE_FILE = 1 << 40


class Selector(NamedTuple):
    """One name in the brackets: as written, where, and the names of the rules that it means."""

    text: str
    span: Span
    rules: frozenset[str]


class Asked:
    """One comment, or one entry of `x-composelint`.

    It is about findings that begin in one of its `stretches` or stand under one of its `paths`;
    about all of the file where both are None. `until` is the last day on which it holds.
    """

    __slots__ = ("paths", "reason", "selectors", "span", "stretches", "until", "until_span", "used")

    def __init__(self, span: Span, selectors: list[Selector], reason: str) -> None:
        self.span = span
        self.selectors = selectors
        self.reason = reason
        self.until = ""
        self.until_span = span
        self.stretches: list[Stretch] | None = None
        self.paths: list[str] | None = None
        self.used: set[str] = set()

    def width(self) -> int:
        """How much it is about, in characters: the narrowest gives the reason that is shown."""
        if self.stretches:
            return max(end - start for start, end in self.stretches)
        return _WHOLE_FILE if self.paths is None else _WHOLE_FILE - 1

    def about(self, offset: int, path: Path = ()) -> bool:
        """Whether something that begins here in its file is meant."""
        if self.stretches is None and self.paths is None:
            return True
        if any(start <= offset < end for start, end in self.stretches or ()):
            return True
        return any(leads_to(pattern, path) for pattern in self.paths or ())

    def takes(self, finding: Finding | Problem, rule: str) -> bool:
        """Whether it leaves a finding of its file out; remembers which of its names did."""
        named = [selector.text for selector in self.selectors if rule in selector.rules]
        if not named or rule in NEVER or not self.about(finding.span.start, finding.path):
            return False
        self.used.update(named)
        return True


def leads_to(pattern: str, path: Path) -> bool:
    """Whether a path as people write it (services.web.ports[0], `*` for any one step) is the
    beginning of a path."""
    return left_of(pattern, path) == ""


def left_of(pattern: str, path: Path) -> str | None:
    """What is left of a path as people write it once the steps of another are gone; None where
    they lead elsewhere. "" as soon as nothing is left, whatever follows in `path`."""
    rest = pattern if pattern.startswith((".", "[")) else f".{pattern}"
    for step in path:
        if not rest:
            break
        shown = f"[{step}]" if isinstance(step, int) else f".{step}"
        if rest.startswith(shown) and rest[len(shown) :][:1] in ("", ".", "["):
            rest = rest[len(shown) :]
        elif rest.startswith((".*", "[*]")):
            rest = rest[2 if rest[0] == "." else 3 :]
        else:
            return None
    return rest


class Reader:
    """Collects what one file asks for, and what is wrong with the asking."""

    __slots__ = ("asked", "problems", "selection", "source")

    def __init__(self, source: Source, selection: Selection) -> None:
        self.source = source
        self.selection = selection
        self.asked: list[Asked] = []
        self.problems: list[Problem] = []

    def add(self, asked: Asked) -> None:
        self.asked.append(asked)

    def unclear(self, variant: str, span: Span, **fields: object) -> None:
        """What is written here is not understood, and holds nothing back."""
        self.problems.append(Problem("invalid-suppression", span, (), variant, fields))

    def selectors(self, written: Iterator[tuple[str, Span]]) -> list[Selector]:
        """What the names mean; those that mean nothing are told."""
        found: list[Selector] = []
        for text, span in written:
            selector = self._selector(text, span)
            if selector is not None and all(one.text != text for one in found):
                found.append(selector)
        return found

    def _selector(self, text: str, span: Span) -> Selector | None:
        rules = self.selection.rules
        if text.lower() in ("cl", "all", "*"):
            self.unclear("everything", span, name=text)
            return None
        try:
            meant = frozenset(matching(text, rules))
        except UnknownSelector:
            near = nearest(text, (*rules.by_name, *rules.by_id, *GROUPS))
            variant, fields = ("near", {"near": near}) if near else ("", {})
            self.problems.append(
                Problem("unknown-rule", span, (), variant, {"name": text, **fields})
            )
            return None
        if meant and meant <= NEVER:
            self.unclear("never", span, name=text)
            return None
        return Selector(text, span, meant)


def is_day(text: str) -> bool:
    """Whether a text is a day as ISO 8601 has it: 2027-01-31."""
    from datetime import date

    if len(text) != 10 or not text.isascii():
        return False
    try:
        # Later Pythons read other forms too; ours is compared as text.
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
