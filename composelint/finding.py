"""What a check has to say: problems, as raised, and findings, as reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .node import Path
from .source import Span

ERROR = "error"
WARNING = "warning"
INFO = "info"

#: From the least to the gravest.
SEVERITIES = (INFO, WARNING, ERROR)


class Related(NamedTuple):
    """Another place that a reader needs to see: the first of two equal keys, say."""

    span: Span
    message: str

    @property
    def file(self) -> str:
        """The path of the file that it lies in."""
        return self.span.source.path

    @property
    def line(self) -> int:
        """Where it begins, from 1."""
        return self.span.source.position(self.span.start).line

    @property
    def column(self) -> int:
        """Where it begins in its line, from 1, in characters."""
        return self.span.source.position(self.span.start).column


class Problem(NamedTuple):
    """A rule's case, as a check raises it: where and with what, without prose.

    `rule` is the rule's name; `variant` picks one of the messages of its page ("" for its only
    one) and `fields` fill it. `refused` says that the target itself refuses the project for it.
    """

    rule: str
    span: Span
    path: Path = ()
    variant: str = ""
    fields: dict[str, Any] = {}  # noqa: RUF012  (a NamedTuple's default; nobody writes to it)
    refused: bool = False
    related: tuple[Related, ...] = ()
    severity: str = ""
    """Overrules the severity of the page, where a rule has cases of both kinds."""
    profiles: tuple[str, ...] | None = None
    """The profiles under which it holds; None where it always does."""


#: Where checks put their problems.
Report = Callable[[Problem], None]


class Edit(NamedTuple):
    """Replace the text of a span."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that belong together. `safe`: the project means the same after them."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool


class Finding(NamedTuple):
    """A problem as reported: with the words and the severity of its rule.

    `variant` and `fields` are the problem's own: what the words were made of. They stay the same
    where the words of a rule are bettered.
    """

    id: str
    name: str
    severity: str
    refused: bool
    message: str
    help: str
    span: Span
    path: Path
    project: str
    profiles: tuple[str, ...] | None
    related: tuple[Related, ...]
    fix: Fix | None
    variant: str = ""
    fields: dict[str, Any] = {}  # noqa: RUF012  (a NamedTuple's default; nobody writes to it)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity} {self.id} {self.message}"

    @property
    def file(self) -> str:
        """The path of the file that it is about."""
        return self.span.source.path

    @property
    def line(self) -> int:
        """Where it begins, from 1."""
        return self.span.source.position(self.span.start).line

    @property
    def column(self) -> int:
        """Where it begins in its line, from 1, in characters."""
        return self.span.source.position(self.span.start).column
