"""What to change in a file of format 1, 2.x or 3.x to leave the formats behind.

A plan for people, not an edit: each step says what stands there, what to write instead, and
whether the project means the same afterwards. What the Compose Specification reads as it stands
(`mem_limit`, `depends_on` with conditions, `extends`) is no step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from .finding import Problem
from .node import Mapping, Node, Path, Scalar, Sequence
from .project import Project
from .source import Span


class Step(NamedTuple):
    """`before` is the text that stands there ("" for a place that gains something), `after` what
    to write instead ("" for nothing); `changes` tells what will be different ("" for nothing)."""

    span: Span
    path: Path
    title: str
    before: str
    after: str
    changes: str


def plan(project: Project) -> list[Step]:
    """The steps in the order of the files' lines. The project is one of the target `compose`."""
    steps = [*_version(project), *_format_1(project.problems), *_external_names(project)]
    for name, _, service in project.services():
        for attribute, step in _OF_SERVICES.items():
            entry = service.entries.get(attribute)
            if entry is not None:
                steps += step(project, ("services", name, attribute), entry[0], entry[1])
    return sorted(steps, key=lambda step: (step.span.source.path, step.span.start))


def _version(project: Project) -> Iterator[Step]:
    entry = project.root.entries.get("version")
    if entry is None:
        return
    key, value = entry
    text = _written(key, value)
    changes = ""
    if getattr(value, "text", "")[:1] == "1":
        changes = "services are read from `services` only"
    yield Step(key.span, ("version",), "take the version out", text, "", changes)


def _format_1(problems: list[Problem]) -> Iterator[Step]:
    for problem in problems:
        if problem.variant == "format-1":
            names = str(problem.fields["services"])
            after = "services:\n  " + names.partition(",")[0] + ": …"
            changes = "they share a network of the project, in which each has its name"
            title = f"put the services ({names}) below `services`"
            yield Step(problem.span, (), title, problem.span.text + ": …", after, changes)


def _external_names(project: Project) -> Iterator[Step]:
    for section in ("networks", "volumes", "secrets", "configs"):
        for name, (_, resource) in project.section(section).items():
            external = resource.get("external") if type(resource) is Mapping else None
            if type(external) is not Mapping or "name" not in external.entries:
                continue
            assert type(resource) is Mapping
            key = resource.entries["external"][0]
            told = external.entries["name"][1]
            after = f"external: true\nname: {told.span.text}"
            path = (section, name, "external")
            title = "name the external resource beside `external`"
            yield Step(key.span, path, title, _written(key, external), after, "")


# -- services ---------------------------------------------------------------------------------

_Make = Callable[[Project, Path, Scalar, Node], Iterator[Step]]


def _net(project: Project, path: Path, key: Scalar, value: Node) -> Iterator[Step]:
    mode = getattr(value, "text", "")
    kind, _, other = mode.partition(":")
    services = project.section("services")
    if kind == "container" and other in services:
        mode = f"service:{other}"
    yield _renamed(path, key, value, f'network_mode: "{mode}"', "`net` is `network_mode`")


def _log_driver(project: Project, path: Path, key: Scalar, value: Node) -> Iterator[Step]:
    after = f"logging:\n  driver: {value.span.text}"
    yield _renamed(path, key, value, after, "`log_driver` is `logging.driver`")


def _log_opt(project: Project, path: Path, key: Scalar, value: Node) -> Iterator[Step]:
    options = value.entries.items() if type(value) is Mapping else ()
    lines = [f"    {name}: {node.span.text}" for name, (_, node) in options]
    after = "\n".join(["logging:", "  options:", *lines])
    yield _renamed(path, key, value, after, "`log_opt` is `logging.options`")


def _dockerfile(project: Project, path: Path, key: Scalar, value: Node) -> Iterator[Step]:
    service = project.section("services")[str(path[1])][1]
    build = service.get("build") if type(service) is Mapping else None
    context = build.span.text if type(build) is Scalar else "."
    after = f"build:\n  context: {context}\n  dockerfile: {value.span.text}"
    yield _renamed(path, key, value, after, "`dockerfile` stands in `build`")


def _volume_driver(project: Project, path: Path, key: Scalar, value: Node) -> Iterator[Step]:
    after = f"volumes:\n  NAME:\n    driver: {value.span.text}"
    changes = "volumes without a name get the default driver; name those that need this one"
    title = "give the driver to each named volume at the top"
    yield Step(key.span, path, title, _written(key, value), after, changes)


def _links(project: Project, path: Path, key: Scalar, value: Node) -> Iterator[Step]:
    links = [item.text for item in _texts(value)]
    service = project.section("services")[str(path[1])][1]
    present = service.get("depends_on") if type(service) is Mapping else None
    named = set(present) if type(present) is Mapping else set()
    named |= {item.text for item in _texts(present)} if type(present) is Sequence else set()
    missing = [name for name in (link.partition(":")[0] for link in links) if name not in named]
    after = "\n".join(["depends_on:", *(f"  - {name}" for name in missing)]) if missing else ""
    aliases = [link for link in links if _aliased(link)]
    changes = ""
    if aliases:
        told = ", ".join(alias.replace(":", " as ") for alias in aliases)
        changes = f"an alias has to move to the other service's networks first: {told}"
    title = "services on one network reach each other by name; only the order is left to say"
    yield Step(key.span, path, title, _written(key, value), after, changes)


def _aliased(link: str) -> bool:
    name, _, alias = link.partition(":")
    return alias not in ("", name)


def _external_links(project: Project, path: Path, key: Scalar, value: Node) -> Iterator[Step]:
    after = "networks: [default, SHARED]"
    changes = "the other container has to join the network SHARED, with `external: true` here"
    title = "reach containers of other projects through a network that both join"
    yield Step(key.span, path, title, _written(key, value), after, changes)


def _volumes_from(project: Project, path: Path, key: Scalar, value: Node) -> Iterator[Step]:
    others = [item.text.partition(":")[0] for item in _texts(value)]
    paths = [mount for other in others for mount in _mounts(project, other)]
    after = "\n".join(["volumes:", *(f"  - {mount}" for mount in paths or ["NAME:/path"])])
    changes = "volumes without a name, and those of the image, have to be named to be shared"
    title = "write the volumes of the other service out"
    yield Step(key.span, path, title, _written(key, value), after, changes)


def _deploy(project: Project, path: Path, key: Scalar, value: Node) -> Iterator[Step]:
    if type(value) is not Mapping:
        return
    for name in _ONLY_SWARM:
        entry = value.entries.get(name)
        if entry is not None:
            title = f"only Swarm reads deploy.{name}: take it out where the file is not for it"
            yield Step(entry[0].span, (*path, name), title, _written(*entry), "", "")


#: About rolling out over several machines: Docker Compose reads it and does nothing with it.
_ONLY_SWARM = ("update_config", "rollback_config", "placement", "endpoint_mode")

_OF_SERVICES: dict[str, _Make] = {
    "net": _net,
    "log_driver": _log_driver,
    "log_opt": _log_opt,
    "dockerfile": _dockerfile,
    "volume_driver": _volume_driver,
    "links": _links,
    "external_links": _external_links,
    "volumes_from": _volumes_from,
    "deploy": _deploy,
}


# -- texts ------------------------------------------------------------------------------------


def _renamed(path: Path, key: Scalar, value: Node, after: str, title: str) -> Step:
    return Step(key.span, path, title, _written(key, value), after, "")


def _written(key: Scalar, value: Node) -> str:
    """A key and its value as they stand in the file; only the key where they are apart."""
    source = key.source
    if value.source is not source or value.start < key.start:
        return key.span.text
    return source.text[key.start : max(key.end, value.end)].rstrip()


def _texts(node: Node) -> list[Scalar]:
    items = node.items if type(node) is Sequence else [node]
    return [item for item in items if type(item) is Scalar]


def _mounts(project: Project, name: str) -> list[str]:
    """The mounts of another service that can be repeated word for word."""
    entry = project.section("services").get(name)
    volumes = entry[1].get("volumes") if entry and type(entry[1]) is Mapping else None
    return [] if volumes is None else [item.text for item in _texts(volumes) if ":" in item.text]
