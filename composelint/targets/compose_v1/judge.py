"""How the checks of Docker Compose 1.29.2 report, and how they read values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...finding import Problem, Report
from ...node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence, show_path
from ...project import Project
from ...source import Span


class Judge:
    """Reports on a project; everything that it reports is refused."""

    __slots__ = ("project", "report")

    def __init__(self, project: Project, report: Report) -> None:
        self.project = project
        self.report = report

    def refuse(self, rule: str, span: Span, where: Path, variant: str, **fields: Any) -> None:
        """Fields beside those given: name (the last key of the path) and owner."""
        name = next((step for step in reversed(where) if isinstance(step, str)), "")
        given = {"name": name, "owner": show_path(where[:-1]), **fields}
        self.report(Problem(rule, span, where, variant, given, refused=True))

    def bad(self, node: Node, where: Path, variant: str = "", **fields: Any) -> None:
        """A value that means nothing. Fields beside: value and text (of the scalar)."""
        text = node.text if type(node) is Scalar else ""
        given = {"value": text, "text": text, **fields}
        self.refuse("invalid-value", node.span, where, variant, **given)


def texts(node: Node | None, path: Path) -> Iterator[tuple[Scalar, Path]]:
    """The known texts of a list with their paths, or the one text."""
    if type(node) is Scalar:
        if known(node):
            yield node, path
    elif type(node) is Sequence:
        for at, item in enumerate(node.items):
            if type(item) is Scalar and known(item):
                yield item, (*path, at)


def known(node: Node | None) -> bool:
    """Whether a node is a text without unknown parts."""
    return type(node) is Scalar and type(node.value) is str and UNKNOWN not in node.text


def mappings(node: Node | None, path: Path) -> Iterator[tuple[Mapping, Path]]:
    """The mappings of a list with their paths."""
    if type(node) is Sequence:
        for at, item in enumerate(node.items):
            if type(item) is Mapping:
                yield item, (*path, at)


def number(node: Node | None) -> float | None:
    """A number, or a text that is cast to one; None for what is unknown or none."""
    if type(node) is not Scalar or type(node.value) is bool:
        return None
    if isinstance(node.value, (int, float)):
        return node.value
    try:
        return float(node.text) if known(node) else None
    except ValueError:
        return None
