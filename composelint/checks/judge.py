"""What the checks of values share: where they are, and how they report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..finding import WARNING, Problem, Report
from ..model.bad import BadValue
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence, show_path
from ..project import Project
from ..releases import Release
from ..source import Span
from ..target import show_release
from .profiles import condition

RULE = "invalid-value"


class Judge:
    """Reports on one project. `job` and `live` are about the service at hand: whether it is a
    job, and whether an exact reading brings it in."""

    __slots__ = (
        "durations",
        "good",
        "job",
        "live",
        "profiles",
        "project",
        "release",
        "report",
        "sizes",
    )

    def __init__(self, project: Project, report: Report) -> None:
        self.project = project
        self.report = report
        self.release = project.target.release
        #: Texts that were found good, so that a thousand services cost no more than their
        #: different values; durations and sizes with their amounts.
        self.good: set[tuple[str, str]] = set()
        self.durations: dict[str, int | None] = {}
        self.sizes: dict[str, int | None] = {}
        self.job = False
        self.live = True
        self.profiles: tuple[str, ...] | None = None

    def enter(self, service: Mapping, *, job: bool = False) -> None:
        """Go on with a service or a job."""
        self.job = job
        if "profiles" not in service.entries:
            self.live = True
            self.profiles = None
            return
        self.live = not self.project.exact or self.project.consistent(service)
        named = condition(self.project, service)
        self.profiles = None if named is None else tuple(sorted(named))

    def bad(
        self,
        node: Node,
        path: Path,
        variant: str,
        error: BadValue | None = None,
        *,
        refused: bool = False,
        warn: bool = False,
        span: Span | None = None,
        **more: Any,
    ) -> None:
        """Report a value. Fields: name (of the attribute), at (its path), text (the whole
        value), value (the part at fault), what `error` tells, and `more`."""
        text = node.text if isinstance(node, Scalar) else ""
        fields: dict[str, Any] = {
            "name": next((step for step in reversed(path) if isinstance(step, str)), ""),
            "at": show_path(path),
            "text": text,
            "value": text,
        }
        if error is not None:
            fields.update(error.fields)
            fields["value"] = text[error.begin : error.end] or fields["value"]
            if span is None and isinstance(node, Scalar) and error.begin < error.end:
                span = node.part(error.begin, error.end)
        fields.update(more)
        self.report(
            Problem(
                RULE,
                span or node.span,
                path,
                variant,
                fields,
                refused=refused,
                severity=WARNING if warn else "",
            )
        )

    def too_new(self, node: Scalar, path: Path, since: Release) -> None:
        """Report a value that the target is too old for."""
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        fields = {"name": name, "value": node.text, "since": show_release(since)}
        fields["release"] = fields["since"]
        self.report(Problem("needs-newer-release", node.span, path, "value", fields, refused=True))


Check = Callable[[Judge, Node, Path], None]


def scalars(node: Node | None, path: Path) -> list[tuple[Scalar, Path]]:
    """The texts of a list with their paths, or the single text as a list of one."""
    if type(node) is Scalar:
        return [(node, path)] if type(node.value) is str else []
    if type(node) is Sequence:
        return [
            (item, (*path, index))
            for index, item in enumerate(node.items)
            if type(item) is Scalar and type(item.value) is str
        ]
    return []


def mappings(node: Node | None, path: Path) -> list[tuple[Mapping, Path]]:
    """The mappings of a list with their paths."""
    if type(node) is not Sequence:
        return []
    return [
        (item, (*path, index)) for index, item in enumerate(node.items) if type(item) is Mapping
    ]


def known_text(node: Node | None) -> str | None:
    """A text that is known in all its parts, and not empty; else None."""
    if type(node) is Scalar and type(node.value) is str and node.text:
        return None if UNKNOWN in node.text else node.text
    return None
