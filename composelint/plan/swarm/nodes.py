"""Nodes to what the Docker CLI makes of them on the way to a swarm.

It is stricter than Docker Compose, and the schema of the declared format has been held against the
file before: what has another kind than it should is passed over here.
"""

from __future__ import annotations

import posixpath
from fractions import Fraction
from typing import Any

from ...model.bad import BadValue
from ...model.casts import string, text_list
from ...model.durations import parse_duration
from ...model.sizes import parse_size
from ...node import Mapping, Node, Scalar, Sequence
from ...project import Project
from ...targets.swarm.words import split_words

NANO = 1_000_000_000


def child(node: Node | None, *path: str) -> Node | None:
    """What stands below a mapping, None where there is nothing or null."""
    for key in path:
        node = node.get(key) if type(node) is Mapping else None
    return None if type(node) is Scalar and node.value is None else node


def text(node: Node | None) -> str:
    return string(node) if type(node) is Scalar else ""


def texts(node: Node | None) -> list[str]:
    return [] if node is None else text_list(node)


def flag(node: Node | None) -> bool:
    """Whether it is true: variables are cast by the CLI, in the words of YAML."""
    if type(node) is not Scalar:
        return False
    return node.value is True or string(node).lower() in ("true", "y", "yes", "on")


def number(node: Node | None) -> int | None:
    if type(node) is not Scalar or node.value is None:
        return None
    try:
        return int(Fraction(string(node)))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def fraction(node: Node | None) -> float:
    if type(node) is not Scalar or node.value is None:
        return 0.0
    try:
        return float(string(node))
    except ValueError:
        return 0.0


def nanoseconds(node: Node | None) -> int | None:
    try:
        return parse_duration(string(node)) if type(node) is Scalar else None
    except BadValue:
        return None


def size(node: Node | None) -> int:
    if type(node) is not Scalar:
        return 0
    if type(node.value) is int:
        return node.value
    try:
        return parse_size(string(node), minus_one=False) or 0
    except BadValue:
        return 0


def nano_cpus(node: Node | None) -> int:
    """Billionths of a processor."""
    try:
        return int(Fraction(text(node) or "0") * NANO)
    except (ValueError, ZeroDivisionError):
        return 0


def words(node: Node | None) -> list[str]:
    """A command: a text is split as a shell does."""
    if type(node) is Scalar and type(node.value) is str:
        try:
            return split_words(node.text)
        except BadValue:
            return []
    return texts(node) if type(node) is Sequence else []


def clean(value: dict[str, Any]) -> dict[str, Any]:
    """Without what Go leaves out of its JSON: empty values, but for a mapping."""
    return {key: one for key, one in value.items() if one not in (None, "", 0, False, [])}


def path_of(project: Project, path: str) -> str:
    """A path of the file: relative ones are so to the folder of the first stack file."""
    return posixpath.normpath(posixpath.join(project.directory, path))
