"""CL109: attributes that Docker Compose has something better for, or reads no more."""

from __future__ import annotations

from ..finding import Problem, Report
from ..node import Mapping
from ..project import Project

_WITH_EXTERNAL = ("networks", "volumes", "secrets", "configs")


def deprecated(project: Project, report: Report) -> None:
    """`version`, and the name of an external resource said the old way."""
    version = project.root.entries.get("version")
    if version is not None:
        key, value = version
        fields = {"value": getattr(value, "text", "")}
        report(Problem("deprecated-attribute", key.span, ("version",), "version", fields))
    for section in _WITH_EXTERNAL:
        for name, (_, resource) in project.section(section).items():
            external = resource.get("external") if type(resource) is Mapping else None
            if type(external) is Mapping and "name" in external.entries:
                key, value = external.entries["name"]
                fields = {"section": section, "name": name, "value": getattr(value, "text", "")}
                path = (section, name, "external", "name")
                report(Problem("deprecated-attribute", key.span, path, "external-name", fields))


_LEGACY = ("links", "external_links", "volumes_from")


def legacy(project: Project, report: Report) -> None:
    """What services were tied together with before there were networks; it still works."""
    for name, _, service in project.services():
        for attribute in _LEGACY:
            key = service.key(attribute)
            if key is not None and getattr(service.get(attribute), "items", None):
                path = ("services", name, attribute)
                report(Problem("legacy-attribute", key.span, path, attribute))
