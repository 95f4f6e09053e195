"""Names that stand for something defined elsewhere in the project: CL201 to CL206.

Docker Compose refuses a project for each of them, with these exceptions (seen with 5.6.1): what a
service that no profile enables refers to; the networks, volumes, secrets, configs and models of
jobs. They are problems all the same.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from ..finding import Problem, Report
from ..model.bad import BadValue
from ..model.mounts import is_host_path, parse_long, parse_short
from ..nearest import nearest
from ..node import Mapping, Node, Path, Scalar, Sequence, show_path
from ..project import Project
from ..source import Span
from .edges import Edge, contexts, edges, services_and_jobs

#: Attribute of a service -> (top-level section, rule).
_SECTIONS = {
    "networks": ("networks", "undefined-network"),
    "secrets": ("secrets", "undefined-secret"),
    "configs": ("configs", "undefined-config"),
    "models": ("models", "undefined-model"),
}
#: Drivers that people name as if they were networks; network_mode is where they belong.
_MODES = ("host", "none", "bridge")
#: No service can join a network of such a name: Docker Compose takes it for a note under
#: `networks` of the service. Other sections have no such trouble (5.6.1 and 2.40.3).
_NOTE = "x-"


def references(project: Project, report: Report) -> None:
    """Report every reference to what the project does not define."""
    _References(project, report).run()


class _References:
    """One pass; what it knows of the project is gathered once."""

    def __init__(self, project: Project, report: Report) -> None:
        self.project = project
        self.report = report
        self.services = project.section("services")
        self.jobs = project.section("jobs")
        self.defined = {
            name: project.section(name)
            for name in ("networks", "volumes", "secrets", "configs", "models")
        }
        #: The names that can be referred to. The network `default` is there without being written.
        self.usable: dict[str, Container[str]] = dict(self.defined)
        self.usable["networks"] = {
            "default",
            *(name for name in self.defined["networks"] if not name.startswith(_NOTE)),
        }

    def run(self) -> None:
        for section, name, _, service in services_and_jobs(self.project):
            job = section == "jobs"
            for edge in edges(section, name, service):
                self._service(edge, job)
            for attribute, (_, node) in service.entries.items():
                known = _SECTIONS.get(attribute)
                if known is not None:
                    path = (section, name, attribute)
                    self._listed(known[0], known[1], node, path, not job)
                elif attribute == "volumes":
                    self._volumes(node, (section, name, attribute), not job)
                elif attribute == "build" and type(node) is Mapping:
                    self._build(node, (section, name, attribute), not job)
                    for edge in contexts(section, name, service):
                        self._context(edge, not job)

    # --- services

    def _service(self, edge: Edge, job: bool) -> None:
        if edge.target in self.services or (job and edge.target in self.jobs):
            return
        if edge.target in self.jobs:
            self._undefined_service(edge.target, edge.attribute, edge.span, edge.path, "job")
            return
        variant = "" if edge.required else "optional"
        self._undefined_service(edge.target, edge.attribute, edge.span, edge.path, variant)

    def _undefined_service(
        self, name: str, attribute: str, span: Span, path: Path, variant: str
    ) -> None:
        fields = {"name": name, "attribute": attribute}
        if not variant:
            variant = self._meant_service(name, fields)
        self.report(Problem("undefined-service", span, path, variant, fields, refused=True))

    def _meant_service(self, name: str, fields: dict[str, Any]) -> str:
        for other, _, service in self.project.services():
            given = service.get("container_name")
            if type(given) is Scalar and given.text == name:
                fields["near"] = other
                return "container-name"
        return _near(name, self.services, fields)

    def _build(self, build: Mapping, path: Path, refused: bool) -> None:
        secrets = build.get("secrets")
        if secrets is not None:
            self._listed("secrets", "undefined-secret", secrets, (*path, "secrets"), refused)

    def _context(self, edge: Edge, refused: bool) -> None:
        # 2.30.3 does not look at them, 2.33.1 refuses what follows.
        refused = refused and self.project.target.at_least(2, 33)
        entry = self.services.get(edge.target)
        fields: dict[str, Any] = {"name": edge.target, "attribute": edge.attribute}
        if entry is None:
            variant = self._meant_service(edge.target, fields)
        elif type(entry[1]) is Mapping and "build" not in entry[1].entries:
            variant = "not-built"
        else:
            return
        problem = Problem("undefined-service", edge.span, edge.path, variant, fields, refused)
        self.report(problem)

    # --- what has a section of its own at the top

    def _listed(self, section: str, rule: str, node: Node, path: Path, refused: bool) -> None:
        usable = self.usable[section]
        long_form = section in ("secrets", "configs")
        if type(node) is Mapping and not long_form:
            for name, (key, _) in node.entries.items():
                if name not in usable:
                    self._undefined(section, rule, name, key.span, (*path, name), refused)
            return
        if type(node) is not Sequence:
            return
        for index, item in enumerate(node.items):
            if type(item) is Mapping and long_form:
                source = item.get("source")
                where: Path = (*path, index, "source")
                if source is None:
                    self._no_source(node.items, index, path, refused)
            else:
                source, where = item, (*path, index)
            if type(source) is not Scalar or source.text in usable:
                continue
            if isinstance(source.value, str) and source.known:
                self._undefined(section, rule, source.text, source.span, where, refused)

    def _no_source(self, items: list[Node], index: int, path: Path, refused: bool) -> None:
        """A secret or config in the long form that does not say which: mostly it was cut in two,
        by a second dash."""
        item = items[index]
        before = items[index - 1] if index else None
        if type(item) is not Mapping:
            return
        where = (*path, index)
        key = next((key for key, _ in item.entries.values()), None)
        span = item.span if key is None else key.span
        fields: dict[str, Any] = {"name": "source", "owner": show_path(where)}
        rule, variant = "missing-attribute", ""
        if key is not None and _continues(before, item):
            fields = {"name": key.text, "owner": show_path(where), "before": _first_key(before)}
            rule, variant, where = "misplaced-attribute", "split-item", (*where, key.text)
        self.report(Problem(rule, span, where, variant, fields, refused=refused))

    def _volumes(self, node: Node, path: Path, refused: bool) -> None:
        if type(node) is not Sequence:
            return
        defined = self.usable["volumes"]
        for index, item in enumerate(node.items):
            if type(item) is Scalar:
                if item.text.partition(":")[0] in defined:
                    continue
                name, span = _short_volume(item)
                where: Path = (*path, index)
            elif type(item) is Mapping:
                name, span = _long_volume(item)
                where = (*path, index, "source")
            else:
                continue
            if span is not None and name not in defined:
                self._undefined("volumes", "undefined-volume", name, span, where, refused)

    def _undefined(
        self, section: str, rule: str, name: str, span: Span, path: Path, refused: bool
    ) -> None:
        fields: dict[str, Any] = {"name": name, "section": section}
        variant = self._variant(section, name, fields)
        self.report(Problem(rule, span, path, variant, fields, refused=refused))

    def _variant(self, section: str, name: str, fields: dict[str, Any]) -> str:
        defined = self.defined[section]
        if section == "networks" and name.startswith(_NOTE):
            return "extension"
        if section == "networks" and name in _MODES:
            return "mode"
        if section == "volumes" and ("/" in name or "\\" in name):
            return "host-path" if is_host_path(name) else "path"
        if not name:
            return "nameless"
        if not defined:
            return "no-section"
        for key, (_, node) in defined.items():
            given = node.get("name") if type(node) is Mapping else None
            if type(given) is Scalar and given.text == name:
                fields["near"] = key
                return "by-name"
        return _near(name, defined, fields)


def _continues(before: Node | None, item: Mapping) -> bool:
    """Whether two list items seem to be one that a second dash has split."""
    return type(before) is Mapping and bool(before.entries) and not set(before) & set(item)


def _first_key(node: Node | None) -> str:
    return next(iter(node.entries), "") if type(node) is Mapping else ""


def _near(name: str, known: Any, fields: dict[str, Any]) -> str:
    near = nearest(name, known)
    if near is None:
        fields["known"] = list(known)[:8]
        return ""
    fields["near"] = near
    return "near"


def _short_volume(item: Scalar) -> tuple[str, Span | None]:
    """The named volume that `data:/var/lib` mounts, and its place; None for any other mount."""
    text = item.text
    if not isinstance(item.value, str) or text[:1] in (".", "/", "~"):
        return "", None
    try:
        mount = parse_short(text)
    except BadValue:
        return "", None
    if mount.type != "volume" or not mount.source:
        return "", None
    return mount.source, item.part(*mount.source_at)


def _long_volume(item: Mapping) -> tuple[str, Span | None]:
    mount = parse_long(item)
    source = item.get("source")
    if mount.type != "volume" or not mount.source or source is None:
        return "", None
    return mount.source, source.span
