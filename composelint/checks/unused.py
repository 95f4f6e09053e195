"""CL209: what the top of a project defines, and nothing uses.

Docker Compose leaves it out: `config` does not print it, `up` does not create it (seen with
5.6.1). It is a leftover, or the service that was to use it says another name.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ..finding import Problem
from ..node import UNKNOWN, Mapping, Node, Scalar
from ..project import Project
from ..target import SWARM
from .uses import DEFAULT, SECTIONS, uses, uses_in

if TYPE_CHECKING:
    from ..engine import RunReport

#: Attributes that say how the engine names a network, and much else.
_AS_THE_ENGINE = ("network", "network_mode")

#: `docker stack deploy` makes all of these: a program on a manager may look for their labels.
_KEPT = ("configs", "secrets")

#: (path of the file, place in it, section, name): one definition, in however many projects.
_Definition = tuple[str, int, str, str]


def unused(projects: list[Project], report: RunReport) -> None:
    """Report each definition that no project of the run uses, of those that have it."""
    of_each = [(project, *_definitions(project)) for project in projects]
    used = {one for _, _, mine in of_each for one in mine}
    for project, idle, _ in of_each:
        for definition, key in idle.items():
            if definition not in used and not _named_beside(project, key):
                report(project, _problem(key, definition[2]))


def _definitions(project: Project) -> tuple[dict[_Definition, Scalar], list[_Definition]]:
    """(what the project's own files define and nothing uses, what is used)."""
    defined: dict[_Definition, Scalar] = {}
    for section in SECTIONS:
        for name, (key, node) in project.section(section).items():
            if not name.startswith("x-") and not (section in _KEPT and _labelled(node)):
                defined[key.source.path, key.start, section, name] = key
    if not defined or not _complete(project):
        return {}, list(defined)
    names, unsure = _used(project)
    own = frozenset(project.files)
    idle: dict[_Definition, Scalar] = {}
    mine: list[_Definition] = []
    for definition, key in defined.items():
        path, _, section, name = definition
        # What an included file brings may be meant for others that include it.
        if path in own and name not in names[section] and section not in unsure:
            idle[definition] = key
        else:
            mine.append(definition)
    return idle, mine


def _labelled(node: Node) -> bool:
    return type(node) is Mapping and "labels" in node


def _used(project: Project) -> tuple[dict[str, set[str]], set[str]]:
    """(for each section the names that are used, the sections of which a use is not known).

    A use of what nobody defines may be meant for what nobody uses, which has been said with it.
    """
    names: dict[str, set[str]] = {section: set() for section in SECTIONS}
    unsure = set()
    for use in uses(project):
        names[use.section].add(use.name)
        by_name = use.path[-1] in _AS_THE_ENGINE or use.name == DEFAULT
        if UNKNOWN in use.name or (not by_name and use.name not in project.section(use.section)):
            unsure.add(use.section)
    for document in project.documents if len(project.documents) > 1 else ():
        # What one file uses, and the next replaces, is there for the former.
        for use in uses_in(document):
            if use.node is not use.owner:
                names[use.section].add(use.name)
    names["networks"].update(_by_name(project, names["networks"]))
    return names, unsure


def _by_name(project: Project, used: set[str]) -> list[str]:
    """The networks that `network_mode` names as the engine does."""
    found = []
    for name, (_, node) in project.section("networks").items():
        given = node.get("name") if type(node) is Mapping else None
        full = given.text if type(given) is Scalar else f"{project.name}_{name}"
        if full in used or UNKNOWN in full:
            found.append(name)
    return found


def _complete(project: Project) -> bool:
    """Whether every service is there in whole, and there is one. Swarm drops what it does not
    carry out."""
    if project.target.kind == SWARM and project.mentions(("extends:", "include:")):
        return False
    nodes = [
        node for section in ("services", "jobs") for _, node in project.section(section).values()
    ]
    return bool(nodes) and all(type(node) is Mapping for node in nodes)


def _problem(key: Scalar, section: str) -> Problem:
    name = key.text
    variant = "default" if section == "networks" and name == DEFAULT else ""
    fields = {"kind": section.removesuffix("s"), "name": name}
    return Problem("unused-resource", key.span, (section, name), variant, fields)


def _named_beside(project: Project, key: Scalar) -> bool:
    """Whether another Compose file of the folder says the name: one that is laid over this one, or
    under it.

    In a check of the folder it is a project of the run; in one of this file alone it is not.
    """
    from ..discover import COMPOSE_NAME

    folder = posixpath.dirname(key.source.path)
    word = re.compile(rf"(?<![\w.-]){re.escape(key.text)}(?![\w.-])")
    try:
        names = [name for name, is_folder in project.entries(folder) if not is_folder]
    except OSError:
        return False
    for name in names:
        path = posixpath.join(folder, name)
        if path in project.sources or not re.fullmatch(COMPOSE_NAME, name):
            continue
        try:
            text = project.read(path).decode("utf-8", "replace")
        except OSError:
            continue
        if word.search(text):
            return True
    return False
