"""Texts that `docker stack` reads as numbers and booleans: only what a variable brought.

`privileged: ${ON}` is cast, `privileged: "true"` is refused as text, and so is what stands at any
path that is not here. Seen with the Docker CLI 28.2.2.
"""

from __future__ import annotations

from typing import Any

from ...finding import Problem, Report
from ...model.bad import BadValue
from ...model.gonumbers import parse_bool, parse_float, parse_int
from ...node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence, show_path

_READERS = {"boolean": parse_bool, "integer": parse_int, "number": parse_float}
#: Stands for a value that is not known: one of the kind that is wanted.
_ANY: dict[str, Any] = {"boolean": False, "integer": 1, "number": 1}

_BOOLEANS = """
    configs.*.external networks.*.attachable networks.*.external networks.*.internal
    secrets.*.external services.*.healthcheck.disable services.*.privileged
    services.*.read_only services.*.stdin_open services.*.tty services.*.volumes.[].read_only
    services.*.volumes.[].volume.nocopy volumes.*.external
"""
_INTEGERS = """
    services.*.configs.[].mode services.*.deploy.placement.max_replicas_per_node
    services.*.deploy.replicas services.*.deploy.restart_policy.max_attempts
    services.*.deploy.rollback_config.parallelism services.*.deploy.update_config.parallelism
    services.*.healthcheck.retries services.*.ports.[].published services.*.ports.[].target
    services.*.secrets.[].mode services.*.ulimits.* services.*.ulimits.*.hard
    services.*.ulimits.*.soft
"""
_NUMBERS = """
    services.*.deploy.rollback_config.max_failure_ratio
    services.*.deploy.update_config.max_failure_ratio
"""

_tree: dict[str, Any] = {}


def cast(root: Mapping, report: Report) -> Mapping:
    """The tree with these texts read; reports invalid-value for those that cannot be."""
    if "$" in root.source.text:
        _cast(root, _paths(), (), report)
    return root


def _paths() -> dict[str, Any]:
    """The paths as a tree; what is to be read stands under the empty name."""
    if not _tree:
        for reading, paths in (
            ("boolean", _BOOLEANS),
            ("integer", _INTEGERS),
            ("number", _NUMBERS),
        ):
            for path in paths.split():
                at = _tree
                for step in path.split("."):
                    at = at.setdefault(step, {})
                at[""] = reading
    return _tree


def _cast(node: Node, paths: dict[str, Any], trail: Path, report: Report) -> None:
    # Where variables were filled in, the collections on the way are this file's own copies.
    if type(node) is Mapping:
        for name, (key, value) in node.entries.items():
            below = paths.get(name) or paths.get("*")
            # The CLI joins paths with dots: a name with one in it fits nowhere.
            if below is None or "." in name:
                continue
            if type(value) is Scalar:
                if value.raw is not None and "" in below:
                    node.entries[name] = (key, _read(value, below[""], (*trail, name), report))
            else:
                _cast(value, below, (*trail, name), report)
    elif type(node) is Sequence and "[]" in paths:
        for index, item in enumerate(node.items):
            _cast(item, paths["[]"], (*trail, index), report)


def _read(node: Scalar, reading: str, path: Path, report: Report) -> Scalar:
    value = _ANY[reading]
    if UNKNOWN not in node.text:
        try:
            value = _READERS[reading](node.text)
        except BadValue:
            variant = f"not-{reading}" if node.text else "blank"
            owner = show_path(path[:-1])
            fields = {"name": path[-1], "at": show_path(path), "owner": owner, "value": node.text}
            report(Problem("invalid-value", node.span, path, variant, fields, refused=True))
    copy = Scalar(node.source, node.start, node.end, node.tag, node.text, value, node.plain)
    copy.origin = node.origin
    copy.raw = node.raw
    return copy
