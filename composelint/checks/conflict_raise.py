"""How the checks of contradictions report."""

from __future__ import annotations

from typing import Any

from ..finding import WARNING, Problem, Related
from ..node import Mapping, Node, Path, show_path
from .judge import Judge

CONFLICT = "conflicting-attributes"
MISSING = "missing-attribute"


def missing(judge: Judge, node: Mapping, path: Path, variant: str, name: str, **more: Any) -> None:
    """Report what a mapping lacks, at its first key. Fields: owner, name, and `more`."""
    fields = {"owner": show_path(path), "name": name, **more}
    first = next(iter(node.entries.values()), None)
    raise_(judge, MISSING, first[0] if first else node, path, variant, fields, refused=True)


def pair(
    judge: Judge,
    node: Mapping,
    path: Path,
    name: str,
    other: str,
    variant: str,
    *,
    refused: bool = False,
    warn: bool = False,
    **more: Any,
) -> None:
    """Report one key that excludes another. Fields: name, other, owner, and `more`."""
    key, beside = node.entries[name][0], node.entries[other][0]
    fields = {"name": name, "other": other, "owner": show_path(path), **more}
    related = (Related(beside.span, other),)
    raise_(
        judge,
        CONFLICT,
        key,
        (*path, name),
        variant,
        fields,
        refused=refused,
        warn=warn,
        related=related,
    )


def raise_(
    judge: Judge,
    rule: str,
    node: Node,
    path: Path,
    variant: str,
    fields: dict[str, Any],
    *,
    refused: bool = False,
    warn: bool = False,
    related: tuple[Related, ...] = (),
) -> None:
    judge.report(
        Problem(
            rule,
            node.span,
            path,
            variant,
            fields,
            refused,
            related,
            WARNING if warn else "",
            judge.profiles,
        )
    )
