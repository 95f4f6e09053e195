"""CL108 and CL113: what the target passes over in silence, or with no more than a line.

Which attributes those are stands in the column `targets` of the attribute table: Docker Compose
5.6.1 warns of most of its own when it starts a project; what `docker stack deploy` drops was seen
in the services that the Docker CLI 28.2.2 made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..finding import Problem, Related, Report
from ..model.bad import BadValue
from ..model.ports import parse_short
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..target import COMPOSE, SWARM
from .judge import known_text
from .shape import table_of

RULE = "ignored-by-target"
_PROGRAMS = {
    "compose": "Docker Compose",
    "compose-v1": "Docker Compose 1.x",
    "swarm": "docker stack",
}


def ignored(project: Project, report: Report) -> None:
    """Report attributes without effect; for a stack file, just that it is one."""
    kind = project.target.kind
    if kind == COMPOSE.kind:
        signs = list(stack_signs(project))
        if signs:
            names = list(dict.fromkeys(sign.name for sign in signs))
            span = signs[0].key.span
            fields: dict[str, Any] = {"names": names}
            report(Problem("looks-like-a-stack-file", span, signs[0].path, "", fields))
            return
    told: dict[str, list[tuple[Scalar, Path]]] = {}
    table = table_of(project)
    for key, node, path, pattern in _present(project.root, table.paths_with(f"{kind}=ignores")):
        matters = _MATTERS.get((kind, pattern), _written)
        if matters(project, node, path):
            told.setdefault(pattern, []).append((key, path))
    for pattern, places in told.items():
        report(_passed_over(kind, pattern, places))
    if kind == SWARM:
        _of_swarm(project, report)


def _passed_over(kind: str, pattern: str, places: list[tuple[Scalar, Path]]) -> Problem:
    """One problem for an attribute, at its first place: ten services that reserve processors
    are one thing to know."""
    key, path = places[0]
    name = ".".join(step for step in path[2:] if isinstance(step, str)) or str(path[-1])
    fields = {"name": name, "target": _PROGRAMS[kind]}
    variant = _VARIANTS.get((kind, pattern), "")
    others = [(other, str(at[1])) for other, at in places[1:_MOST_RELATED] if len(at) > 1]
    related = tuple(Related(other.span, f"{whose} has it, too") for other, whose in others)
    return Problem(RULE, key.span, path, variant, fields, related=related)


_MOST_RELATED = 6


# -- stack files ---------------------------------------------------------------------------


class Sign(NamedTuple):
    """What shows that a file is made for Swarm."""

    name: str
    key: Scalar
    path: Path


def stack_signs(project: Project) -> Iterator[Sign]:
    """External secrets and configs, and what tells a scheduler where containers go and how they
    are replaced: a single machine's Docker Compose has no use for them.

    External secrets are no sign in a file that asks for what no stack has: there they are a
    mistake (CL213). Nothing is a sign in a file that `docker stack deploy` would refuse.
    """
    if _no_stack(project):
        return
    placed = [*_of_scheduler(project), *_of_overlays(project)]
    if placed or not _for_one_machine(project):
        yield from _external(project)
    yield from placed


def _external(project: Project) -> Iterator[Sign]:
    for section in ("secrets", "configs"):
        for name, (key, node) in project.section(section).items():
            external = node.get("external") if type(node) is Mapping else None
            if external is not None and (
                type(external) is Mapping or getattr(external, "value", False) is True
            ):
                yield Sign(f"external {section}", key, (section, name))


def _no_stack(project: Project) -> bool:
    """Whether services extend others, are only built, or have conditions: no stack has them."""
    return any(bridge.kind == "extends" for bridge in project.bridges) or any(
        ("build" in service and "image" not in service)
        or "scale" in service
        or type(service.get("depends_on")) is Mapping
        for _, _, service in project.services()
    )


def _for_one_machine(project: Project) -> bool:
    """Whether a service has what `docker stack deploy` passes over, and its author would miss."""
    return any(name in service for _, _, service in project.services() for name in _OF_ONE_MACHINE)


_OF_ONE_MACHINE = ("container_name", "network_mode", "privileged", "profiles")


def _of_scheduler(project: Project) -> Iterator[Sign]:
    for name, _, service in project.services():
        deploy = service.get("deploy")
        for attribute in _OF_STACKS if type(deploy) is Mapping else ():
            key_of = deploy.key(attribute) if type(deploy) is Mapping else None
            value = deploy.get(attribute) if type(deploy) is Mapping else None
            path: Path = ("services", name, "deploy", attribute)
            if key_of is None or value is None or not _written(project, value, path):
                continue
            if attribute != "mode" or _not_replicated(project, value, path):
                yield Sign(f"deploy.{attribute}", key_of, path)


def _of_overlays(project: Project) -> Iterator[Sign]:
    """Labels of services, which are read by what runs on a manager, on a network of many nodes."""
    drivers = [network.get("driver") for network in _mappings(project, "networks")]
    if not any(known_text(driver) == "overlay" for driver in drivers if driver is not None):
        return
    for name, _, service in project.services():
        deploy = service.get("deploy")
        key = deploy.key("labels") if type(deploy) is Mapping else None
        if key is not None:
            yield Sign("deploy.labels", key, ("services", name, "deploy", "labels"))


def _mappings(project: Project, section: str) -> Iterator[Mapping]:
    for _, node in project.section(section).values():
        if type(node) is Mapping:
            yield node


_OF_STACKS = ("placement", "update_config", "rollback_config", "endpoint_mode", "mode")


# -- the attributes of the table -----------------------------------------------------------


def _present(root: Mapping, patterns: list[str]) -> Iterator[tuple[Scalar, Node, Path, str]]:
    """(key, value, path, pattern) of everything in a project at one of some paths."""
    tree: dict[str, Any] = {}
    for pattern in patterns:
        at = tree
        for step in pattern.split("."):
            at = at.setdefault(step, {})
        at[""] = pattern
    yield from _below(root, tree, ())


def _below(
    node: Node, tree: dict[str, Any], trail: Path
) -> Iterator[tuple[Scalar, Node, Path, str]]:
    if type(node) is Mapping:
        for name, (key, value) in node.entries.items():
            below = tree.get(name) or tree.get("*")
            if below is not None:
                path = (*trail, name)
                if "" in below:
                    yield key, value, path, below[""]
                yield from _below(value, below, path)
    elif type(node) is Sequence and "[]" in tree:
        for index, item in enumerate(node.items):
            yield from _below(item, tree["[]"], (*trail, index))


Matters = Callable[[Project, Node, Path], bool]


def _written(project: Project, node: Node, path: Path) -> bool:
    """Whether there is anything to pass over."""
    if type(node) is Scalar:
        return node.value is not None and node.value is not False and node.value != ""
    return not isinstance(node, (Mapping, Sequence)) or len(node) > 0


def _never(project: Project, node: Node, path: Path) -> bool:
    """What has no effect that anybody would miss."""
    return False


def _not_replicated(project: Project, node: Node, path: Path) -> bool:
    return known_text(node) not in (None, "replicated")


def _not_default(project: Project, node: Node, path: Path) -> bool:
    return known_text(node) not in (None, "default")


def _of_a_file(project: Project, node: Node, path: Path) -> bool:
    """Whether a secret or config is mounted from a file, and so has the owner that the file has."""
    service = project.section("services")[str(path[1])][1]
    items = service.get(str(path[2])) if type(service) is Mapping else None
    item = items.items[int(path[3])] if type(items) is Sequence else None
    source = known_text(item.get("source")) if type(item) is Mapping else None
    resource = project.section(str(path[2])).get(source or "")
    return resource is not None and type(resource[1]) is Mapping and "file" in resource[1]


_GRANTS = {
    ("compose", f"services.*.{section}.[].{name}"): _of_a_file
    for section in ("secrets", "configs")
    for name in ("uid", "gid", "mode")
}

#: Whether what is passed over matters, where being there is not enough.
_MATTERS: dict[tuple[str, str], Matters] = {
    **_GRANTS,
    ("compose", "services.*.deploy.mode"): _not_replicated,
    ("compose", "services.*.ports.[].mode"): _never,
    ("compose", "services.*.volumes.[].consistency"): _never,
    ("swarm", "services.*.expose"): _never,
    ("swarm", "services.*.isolation"): _not_default,
}

#: Messages and help of their own.
_VARIANTS: dict[tuple[str, str], str] = {
    **dict.fromkeys(_GRANTS, "grant"),
    ("compose", "services.*.deploy.labels"): "labels",
    ("compose", "services.*.deploy.resources.reservations.cpus"): "reserved-cpus",
    ("swarm", "services.*.build"): "build",
    ("swarm", "services.*.container_name"): "container-name",
    ("swarm", "services.*.depends_on"): "depends-on",
    ("swarm", "services.*.links"): "links",
    ("swarm", "services.*.network_mode"): "network-mode",
    ("swarm", "services.*.tmpfs"): "tmpfs",
}


# -- what is passed over in a value --------------------------------------------------------


def _of_swarm(project: Project, report: Report) -> None:
    for name, _, service in project.services():
        path: Path = ("services", name)
        restart = service.get("restart")
        deploy = service.get("deploy")
        policy = deploy.get("restart_policy") if type(deploy) is Mapping else None
        if restart is not None and known_text(restart) == "no" and policy is None:
            report(Problem(RULE, restart.span, (*path, "restart"), "restart-no", {}))
        ports = service.get("ports")
        for index, item in enumerate(ports.items if type(ports) is Sequence else ()):
            address = _address(item)
            if address and type(item) is Scalar:
                span = item.part(0, len(address))
                fields = {"value": address}
                report(Problem(RULE, span, (*path, "ports", index), "host-ip", fields))


def _address(node: Node) -> str:
    """The address that a port of the short syntax is to listen on; "" for every one."""
    if type(node) is not Scalar or type(node.value) is not str or UNKNOWN in node.text:
        return ""
    try:
        ports = parse_short(node.text)
    except BadValue:
        return ""
    host = ports[0].host_ip if ports else ""
    if not host or host in ("0.0.0.0", "::"):
        return ""
    return node.text.rpartition(":")[0].rpartition(":")[0]
