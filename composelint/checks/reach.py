"""Which services name which others, and whether that leads there: CL217, CL309, CL310, CL311.

Nearly every file has an environment, so this looks for names of services in it first, by a set
test for each value; only a file in which one is found pays for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Report
from ..node import Mapping, Scalar, Sequence
from ..project import Project
from ..reach.mentions import Reader

#: How a container names itself.
LOCALHOST = frozenset(("localhost", "127.0.0.1"))


def mentions(project: Project, report: Report) -> None:
    """Report what services say of others that are not where they are looked for, or not waited
    for. Nothing is said of services whose network we cannot know."""
    found = [
        (section, name, node)
        for section in ("services", "jobs")
        for name, (_, node) in project.section(section).items()
        if type(node) is Mapping
    ]
    if len(found) < 2 or project.format == "1":
        return
    wanted = LOCALHOST.union(*(_names(name, service) for _, name, service in found))
    reader = Reader(project, wanted)
    judge = None
    for section, name, service in found:
        uses = reader.uses(section, name, service)
        if not uses:
            continue
        if judge is None:
            from .reach_judge import Judge

            judge = Judge(project, report)
        judge.service(name, uses)


def _names(name: str, service: Mapping) -> Iterator[str]:
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
