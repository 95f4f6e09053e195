"""Which services name which others, and whether that leads there: CL309, CL310, CL311.

Nearly every file has an environment, so this looks for names of services in it first, by a set
test for each value; only a file in which one is found pays for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Report
from ..node import Mapping, Scalar, Sequence
from ..project import Project
from ..reach.mentions import COMMANDS, ENV_FILE, ENVIRONMENT, HEALTHCHECK, LOCALHOST, Reader

_READ = frozenset((ENVIRONMENT, ENV_FILE, HEALTHCHECK, *COMMANDS))


def mentions(project: Project, report: Report) -> None:
    """Report the addresses that lead nowhere: of services that are not reached, at ports of the
    host, at localhost. Nothing is said of services whose network we cannot know."""
    found = services(project)
    if len(found) < 2 or project.format == "1":
        return
    # Build arguments are used on the network of the build, and so not looked at.
    wanted = LOCALHOST.union(*(names_of(name, service) for _, name, service in found))
    reader = Reader(project, wanted, _READ)
    judge = None
    for section, name, service in found:
        uses = reader.uses(section, name, service)
        if not uses:
            continue
        if judge is None:
            from .reach_judge import Judge

            judge = Judge(project, report)
        judge.service(name, uses)


def services(project: Project) -> list[tuple[str, str, Mapping]]:
    """(section, name, service) of every service and job."""
    return [
        (section, name, node)
        for section in ("services", "jobs")
        for name, (_, node) in project.section(section).items()
        if type(node) is Mapping
    ]


def names_of(name: str, service: Mapping) -> Iterator[str]:
    """The names that may lead to a service, in small letters."""
    yield name.lower()
    entries = service.entries
    for attribute in ("container_name", "hostname"):
        if attribute in entries:
            node = entries[attribute][1]
            if type(node) is Scalar:
                yield node.text.lower()
    if "networks" in entries and type(entries["networks"][1]) is Mapping:
        for _, node in entries["networks"][1].items():
            aliases = node.get("aliases") if type(node) is Mapping else None
            for alias in aliases.items if type(aliases) is Sequence else ():
                if type(alias) is Scalar:
                    yield alias.text.lower()
    if "links" in entries and type(entries["links"][1]) is Sequence:
        for link in entries["links"][1].items:
            if type(link) is Scalar:
                yield link.text.rpartition(":")[2].lower()
