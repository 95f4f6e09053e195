"""CL210 and CL213: secrets and configs whose content Docker Compose cannot get.

A file that is missing and an external secret stop `up` at the first service that is given them;
what no service uses is not looked at (seen with Docker Compose 5.6.1 and Docker Engine 28.2).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ..finding import WARNING, Problem, Related, Report
from ..model.services import external_name
from ..node import Mapping, Path, Scalar
from ..project import Project
from ..target import SWARM
from .ignored import stack_signs
from .presence import MISSING, awaited, host_path, kind_of
from .profiles import condition
from .uses import Use, uses

_SECTIONS = ("secrets", "configs")
_PRIVATE = ("cert", "credential", "key", "private", "secret", "ssl", "tls")


def missing_files(project: Project, report: Report) -> None:
    """Report the file of a secret or config that a service is given, where it is not there.

    Secrets are rightly kept out of repositories: outside of an exact reading that of a folder for
    such things is expected to come, unless others of the folder are there, or a file of nearly
    its name; and any other is a warning only.
    """
    found = list(_with_files(project))
    lost = [one for one in found if kind_of(project, one[3]) == MISSING]
    if not lost:
        return
    users = _users(project)
    there = {path for _, _, _, path in found} - {path for _, _, _, path in lost}
    folders = {posixpath.dirname(path) for path in there}
    for section, name, node, path in lost:
        use = users.get((section, name))
        if use is None or awaited(project, node, node.text, path):
            continue
        near = _near(project, node, path)
        committed = near is not None or posixpath.dirname(path) in folders
        if section == "configs" or project.exact or committed or not _kept_out(node.text):
            report(_missing(project, (section, name), node, use, near))


def _kept_out(text: str) -> bool:
    """Whether a file lies in a folder for what nobody commits."""
    folders = text.lower().split("/")[:-1]
    return any(word in folder for folder in folders for word in _PRIVATE)


def _with_files(project: Project) -> Iterator[tuple[str, str, Scalar, str]]:
    """(section, name, `file` as written, absolute path) of those whose path is known."""
    for section in _SECTIONS:
        for name, (_, resource) in project.section(section).items():
            file = resource.get("file") if type(resource) is Mapping else None
            if type(file) is Scalar and type(file.value) is str:
                path = host_path(file, file.text)
                if path is not None:
                    yield section, name, file, path


def _users(project: Project) -> dict[tuple[str, str], Use]:
    """One use by a service of each secret and config: one that needs no profile, if there is."""
    users: dict[tuple[str, str], Use] = {}
    for use in uses(project, _SECTIONS):
        if project.exact and not project.enabled(use.owner):
            continue
        known = users.get((use.section, use.name))
        if known is None or (condition(project, known.owner) and not condition(project, use.owner)):
            users[use.section, use.name] = use
    return users


def _missing(project: Project, where: Path, node: Scalar, use: Use, near: str | None) -> Problem:
    section, name = where
    fields = {"kind": str(section)[:-1], "name": name, "path": node.text, "near": near}
    fields["user"] = use.path[1]
    needed = condition(project, use.owner)
    unsure = needed is not None or (section == "secrets" and not project.exact)
    return Problem(
        "missing-source-file",
        node.span,
        (*where, "file"),
        "" if near is None else "near",
        fields,
        related=(Related(use.node.span, f"{use.path[1]} uses it here"),),
        severity=WARNING if unsure else "",
        profiles=None if needed is None else tuple(sorted(needed)),
    )


def _near(project: Project, node: Scalar, path: str) -> str | None:
    """A file that is there and has nearly the name, as it would be written."""
    folder, name = posixpath.split(path)
    stem, ending = posixpath.splitext(name)
    directory = node.source.directory
    swapped = name.replace("_", "-") if "_" in name else name.replace("-", "_")
    for candidate in (
        f"{folder}/{stem}" if ending else f"{folder}/{name}.txt",
        f"{folder}/{swapped}",
        f"{directory}/{name}",
        f"{directory}/secrets/{name}",
        f"{directory}/config/{name}",
    ):
        if candidate != path and kind_of(project, candidate) != MISSING:
            return "./" + posixpath.relpath(candidate, directory)
    return None


def external(project: Project, report: Report) -> None:
    """Report external secrets and configs that a service is given, but for those of a stack file:
    that it is one is said once (CL113)."""
    names = [
        (section, name)
        for section in _SECTIONS
        for name, (_, node) in project.section(section).items()
        if type(node) is Mapping and external_name(node)[0]
    ]
    if not names or project.target.kind == SWARM or any(stack_signs(project)):
        return
    users = _users(project)
    for section, name in names:
        use = users.get((section, name))
        if use is not None:
            report(_never(project, section, name, use))


def _never(project: Project, section: str, name: str, use: Use) -> Problem:
    resource = project.section(section)[name][1]
    key = resource.key("external") if type(resource) is Mapping else None
    needed = condition(project, use.owner)
    return Problem(
        "external-never-works",
        project.section(section)[name][0].span if key is None else key.span,
        (section, name, "external"),
        "",
        {"kind": section[:-1], "name": name, "user": use.path[1]},
        related=(Related(use.node.span, f"{use.path[1]} uses it here"),),
        profiles=None if needed is None else tuple(sorted(needed)),
    )
