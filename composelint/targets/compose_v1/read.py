"""One file as Docker Compose 1.29.2 reads it: its format, its sections, its variables.

Without a `version`, a file with services, networks or volumes is read by the Compose Specification
of that time (format "1.29" of the table), any other one as format 1, where all of the top level is
services. Of a declared version only this is asked: that it is a text, and 2 or 3.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...finding import Problem
from ...node import Mapping, Node, Scalar, Sequence
from ...source import Span
from .fill import SECTIONS, filled

if TYPE_CHECKING:
    from ...loading.load import Loader

FORMAT_1 = "1"
SPECIFICATION = "1.29"
_VERSION = re.compile(r"[1-3]+(\.\d+)?\n?\Z")


def read(loader: Loader, root: Mapping) -> Mapping:
    """A file with its variables filled in, its services under `services`."""
    project = loader.project
    format_ = format_of(loader, root)
    if project.stages and project.format != format_:
        _differs(loader, root, format_)
    project.format = project.format or format_
    _check_names(loader, root, format_)
    result = filled(loader, root, format_1=format_ == FORMAT_1)
    return lifted(result) if format_ == FORMAT_1 else result


def format_of(loader: Loader, root: Mapping) -> str:
    """ "1" or "1.29"; a version that is none is reported."""
    version = root.get("version")
    if version is None or _is_nothing(version):
        sections = (root.get(name) for name in ("services", "networks", "volumes"))
        some = any(node is not None and not _is_nothing(node) for node in sections)
        return SPECIFICATION if some else FORMAT_1
    if type(version) is Mapping:
        return FORMAT_1
    if type(version) is Scalar and type(version.value) is str and not _is_known(version.text):
        fields = {"name": "version", "value": version.text}
        loader.report(
            Problem(
                "invalid-value", version.span, ("version",), "file-format", fields, refused=True
            )
        )
    return SPECIFICATION


def _is_known(version: str) -> bool:
    return _VERSION.match(version) is not None and not version.startswith("1")


def lifted(root: Mapping) -> Mapping:
    """A file of format 1 with its services under `services`, as the checks expect them."""
    key = Scalar(root.source, root.start, root.start, "", "services", "services", True)
    result = Mapping(root.source, root.start, root.end, root.tag, {})
    result.entries["services"] = (key, root)
    return result


def _is_nothing(node: Node) -> bool:
    """Whether Python takes a value for false."""
    if not isinstance(node, (Mapping, Sequence)):
        return not getattr(node, "value", None)
    return len(node) == 0


def _differs(loader: Loader, root: Mapping, format_: str) -> None:
    """Files of format 1 and of others cannot be laid over each other."""
    first = loader.project.stages[0].source.path
    at = root.key("version")
    span = at.span if at is not None else Span(root.source, root.start, root.start + 1)
    variant = "other-format" if format_ == SPECIFICATION else "other-format-1"
    fields = {"file": first, "name": "version", "value": ""}
    loader.report(Problem("invalid-value", span, ("version",), variant, fields, refused=True))


def _check_names(loader: Loader, root: Mapping, format_: str) -> None:
    """The names of services, volumes and the like must be text."""
    if format_ == FORMAT_1:
        _check_section(loader, root, ())
        return
    for section in SECTIONS:
        node = root.get(section)
        if type(node) is Mapping:
            _check_section(loader, node, (section,))
            if section == "networks":
                _check_networks(loader, node)


def _check_section(loader: Loader, section: Mapping, path: tuple[str, ...]) -> None:
    for name, (key, _) in section.entries.items():
        if type(key.value) is not str:
            kinds = {bool: "a boolean", int: "a number", float: "a number", type(None): "null"}
            fields = {"key": key.text, "kind": kinds.get(type(key.value), "a date")}
            loader.report(
                Problem("wrong-type", key.span, (*path, name), "key", fields, refused=True)
            )


def _check_networks(loader: Loader, networks: Mapping) -> None:
    """The schema does not look at networks whose name is none; they must be mappings still."""
    for name, (_, node) in networks.entries.items():
        if type(node) is Mapping or (type(node) is Scalar and node.value is None):
            continue
        if re.match(r"[a-zA-Z0-9._-]+$", name):
            continue
        fields = {"name": name, "kinds": ["a mapping"], "found": "no mapping"}
        loader.report(
            Problem("wrong-type", node.span, ("networks", name), "", fields, refused=True)
        )
