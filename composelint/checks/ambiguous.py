"""CL111: plain scalars that do not reach the container as they are written.

Where Docker Compose wants text and finds a number or a boolean, it prints that anew: `3.10` is
the number 3.1, `0777` is 511, `True` is true (seen with 5.6.1). What other readers of YAML take
for something else, but Docker Compose for text (`yes`, `22:22`), does no harm to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Problem, Report
from ..model.gostring import go_string
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from .edges import services_and_jobs

RULE = "ambiguous-scalar"

#: Mappings of free keys whose values are text to whoever gets them.
_OF_SERVICES: tuple[tuple[str, ...], ...] = (
    ("environment",),
    ("labels",),
    ("annotations",),
    ("sysctls",),
    ("build", "args"),
    ("build", "labels"),
    ("deploy", "labels"),
    ("logging", "options"),
)
_OF_RESOURCES = ("driver_opts", "labels")
_RESOURCES = ("networks", "volumes", "secrets", "configs")
_OCTAL = frozenset("01234567")


def ambiguous(project: Project, report: Report) -> None:
    """Report plain numbers and booleans where text is wanted, and modes that are not octal."""
    for section, name, _, service in services_and_jobs(project):
        for steps in _OF_SERVICES:
            _texts(_at(service, steps), (section, name, *steps), report)
        for path, mode in _modes(service, (section, name)):
            _mode(mode, path, report)
    for section in _RESOURCES:
        for name, (_, resource) in project.section(section).items():
            for attribute in _OF_RESOURCES:
                _texts(_at(resource, (attribute,)), (section, name, attribute), report)


def _at(node: Node, steps: tuple[str, ...]) -> Node | None:
    found: Node | None = node
    for step in steps:
        found = found.get(step) if type(found) is Mapping else None
    return found


def _texts(node: Node | None, path: Path, report: Report) -> None:
    """Fields: name, value (as written), becomes."""
    if type(node) is not Mapping:
        return
    for name, (_, value) in node.entries.items():
        if type(value) is not Scalar or not value.plain:
            continue
        if type(value.value) not in (int, float, bool):
            continue
        becomes = go_string(value.value)
        if becomes == value.text:
            continue
        variant = "boolean" if type(value.value) is bool else _number_kind(value)
        fields = {"name": name, "value": value.text, "becomes": becomes}
        report(Problem(RULE, value.span, (*path, name), variant, fields))


def _number_kind(node: Scalar) -> str:
    digits = node.text.lstrip("+-")
    if digits[:1] == "0" and type(node.value) is int:
        return "octal" if digits[1:2] not in ("x", "X", "b", "B") else ""
    return ""


def _modes(service: Mapping, path: Path) -> Iterator[tuple[Path, Scalar]]:
    """The file modes of a service's secrets and configs, and of its mounts in memory."""
    for attribute in ("secrets", "configs", "volumes"):
        items = service.get(attribute)
        for index, item in enumerate(items.items if type(items) is Sequence else ()):
            steps = ("tmpfs", "mode") if attribute == "volumes" else ("mode",)
            mode = _at(item, steps)
            if type(mode) is Scalar:
                yield (*path, attribute, index, *steps), mode


def _mode(node: Scalar, path: Path, report: Report) -> None:
    """Decimal digits that look like an octal mode; fields value, becomes (in octal)."""
    text = node.text
    if type(node.value) is int and len(text) == 3 and set(text) <= _OCTAL and text[0] != "0":
        fields = {"value": text, "becomes": f"{node.value:04o}"}
        report(Problem(RULE, node.span, path, "mode", fields))
