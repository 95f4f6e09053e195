"""Checks that a page can name with parameters, so that many rules need no code.

    check: generic.forbid        with: {values: [...]}     without values: the attribute itself
    check: generic.require       with: {attribute: name, unless: [names]}
    check: generic.one_of        with: {values: [...]}
    check: generic.matches       with: {pattern: regular expression for the whole text}
    check: generic.unique
    check: generic.schema        with: {schema: a JSON Schema}

`target` says where: a path with `*` for any key or item (`services.*.ports.*`), or a list of
paths; none for the whole project where a schema is run. A message may use {value}, {path},
{attribute}, {values}, {first} and {reason}.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..finding import Problem, Related, Report
from ..node import Mapping, Node, Path, Scalar, Sequence, show_path
from ..project import Project
from ..rule import InvalidPage, Rule
from ..source import Span

#: Judges one node: (path, node of its key or None, node).
Judge = Callable[[Path, "Scalar | None", Node], None]


class _Step:
    """A step of the targets of all rules: who judges here, and what comes below."""

    __slots__ = ("below", "judges")

    def __init__(self) -> None:
        self.below: dict[str, _Step] = {}
        self.judges: list[Judge] = []


def run_generic(project: Project, rules: list[Rule], report: Report) -> None:
    """One walk for all rules; raises InvalidPage for a check or a parameter that is unknown."""
    top = _Step()
    for rule in rules:
        for check in rule.checks:
            make = _MAKERS.get(check)
            if make is None:
                raise InvalidPage(f"{rule.name}.md: there is no check {check!r}")
            judge = make(rule, report)
            for target in rule.target or ("",):
                step = top
                for name in filter(None, target.split(".")):
                    step = step.below.setdefault(name, _Step())
                step.judges.append(judge)
    _walk(project, top, (), None, project.root)


def _walk(project: Project, step: _Step, path: Path, key: Scalar | None, node: Node) -> None:
    for judge in step.judges:
        judge(path, key, node)
    if not step.below:
        return
    everything = step.below.get("*")
    if type(node) is Mapping:
        # What no chosen profile brings in is not judged by a reading that stands for one run.
        skip_disabled = project.exact and path == ("services",)
        for name, (child_key, child) in node.entries.items():
            below = step.below.get(name)
            if below is None and everything is None:
                continue
            if skip_disabled and type(child) is Mapping and not project.consistent(child):
                continue
            for match in (below, everything):
                if match is not None:
                    _walk(project, match, (*path, name), child_key, child)
    elif type(node) is Sequence and everything is not None:
        for index, child in enumerate(node.items):
            _walk(project, everything, (*path, index), None, child)


def _place(key: Scalar | None, node: Node) -> Span:
    """A scalar itself; of a collection the key, for its own span can be half a file."""
    return node.span if type(node) is Scalar or key is None else key.span


def _parameter(rule: Rule, name: str) -> Any:
    if name not in rule.parameters:
        raise InvalidPage(f"{rule.name}.md: {rule.checks[0]} needs {name!r} under 'with'")
    return rule.parameters[name]


def _known(node: Node) -> Scalar | None:
    return node if type(node) is Scalar and node.known else None


def _forbid(rule: Rule, report: Report) -> Judge:
    values = rule.parameters.get("values")

    def judge(path: Path, key: Scalar | None, node: Node) -> None:
        if values is not None:
            scalar = _known(node)
            if scalar is None or not _among(scalar, values):
                return
        fields = {"value": _text(node), "path": show_path(path), "attribute": path[-1]}
        report(Problem(rule.name, _place(key, node), path, fields=fields))

    return judge


def _require(rule: Rule, report: Report) -> Judge:
    attribute = _parameter(rule, "attribute")
    enough = {attribute, *rule.parameters.get("unless", ())}

    def judge(path: Path, key: Scalar | None, node: Node) -> None:
        if type(node) is Mapping and enough.isdisjoint(node.entries):
            fields = {"value": path[-1], "path": show_path(path), "attribute": attribute}
            report(Problem(rule.name, _place(key, node), path, fields=fields))

    return judge


def _one_of(rule: Rule, report: Report) -> Judge:
    values = _parameter(rule, "values")

    def judge(path: Path, key: Scalar | None, node: Node) -> None:
        scalar = _known(node)
        if scalar is not None and not _among(scalar, values):
            fields = {"value": scalar.text, "path": show_path(path), "values": values}
            report(Problem(rule.name, scalar.span, path, fields=fields))

    return judge


def _matches(rule: Rule, report: Report) -> Judge:
    pattern = re.compile(_parameter(rule, "pattern"))

    def judge(path: Path, key: Scalar | None, node: Node) -> None:
        scalar = _known(node)
        if scalar is not None and not pattern.fullmatch(scalar.text):
            fields = {"value": scalar.text, "path": show_path(path)}
            report(Problem(rule.name, scalar.span, path, fields=fields))

    return judge


def _unique(rule: Rule, report: Report) -> Judge:
    first: dict[str, tuple[Path, Scalar]] = {}

    def judge(path: Path, key: Scalar | None, node: Node) -> None:
        scalar = _known(node)
        if scalar is None:
            return
        before, holder = first.setdefault(scalar.text, (path, scalar))
        if before != path:
            fields = {"value": scalar.text, "path": show_path(path), "first": show_path(before)}
            related = (Related(holder.span, "the same value stands here"),)
            report(Problem(rule.name, scalar.span, path, fields=fields, related=related))

    return judge


def _schema(rule: Rule, report: Report) -> Judge:
    from .schemas import Checker

    checker = Checker(rule)

    def judge(path: Path, key: Scalar | None, node: Node) -> None:
        for span, below, reason in checker.errors(key, node):
            whole = (*path, *below)
            fields = {"path": show_path(whole) or "the project", "reason": reason}
            report(Problem(rule.name, span, whole, fields=fields))

    return judge


def _among(scalar: Scalar, values: list[Any]) -> bool:
    """Whether a scalar is one of the values of a page: by value, and text by its text."""
    return any(type(v) is type(scalar.value) and v == scalar.value for v in values)


def _text(node: Node) -> str:
    return node.text if type(node) is Scalar else ""


_MAKERS: dict[str, Callable[[Rule, Report], Judge]] = {
    "generic.forbid": _forbid,
    "generic.require": _require,
    "generic.one_of": _one_of,
    "generic.matches": _matches,
    "generic.unique": _unique,
    "generic.schema": _schema,
}
