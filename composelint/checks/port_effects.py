"""Published ports that more containers want than there are (CL302), and ports that lead nowhere,
or keep the container from being made (CL303).

Docker Compose's config looks at neither. What the engine does was seen with Docker Engine 20.10
under Docker Compose 5.6.1, and under 1.29.2 for the target compose-v1.
"""

from __future__ import annotations

from ..finding import ERROR, Problem, Related, Report
from ..model.ports import HostRange, host_range, read_ports
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..target import COMPOSE_V1, SWARM
from .names import replicas
from .ports import place, publishes
from .profiles import condition

_SHARED = ("service:", "container:")
#: What `docker stack deploy` passes over, and the author of a stack would hardly write.
_NOT_OF_STACKS = (
    *("build", "container_name", "depends_on", "links", "network_mode", "privileged"),
    *("profiles", "restart", "scale"),
)
_PLACES = ("node.hostname", "node.id", "node.ip")


def too_many_containers(project: Project, report: Report) -> None:
    """Report each service that has more containers than one of its entries has ports of the
    host, once, with the first such entry."""
    swarm = project.target.kind == SWARM
    for name, _, service in project.services():
        entries = service.entries
        if "ports" not in entries or ("scale" not in entries and "deploy" not in entries):
            continue
        if (project.exact and not project.enabled(service)) or not publishes(service):
            continue
        count, attribute, node = replicas(service)
        if count is None or count < 2 or node is None:
            continue
        if project.target.kind == COMPOSE_V1 and attribute != "scale":
            continue  # deploy is for a swarm there
        if swarm and not _on_one_node(service):
            continue
        scarce = _scarce(entries["ports"][1], count, swarm)
        if scarce and (swarm or attribute == "scale" or not _may_be_a_stack(project)):
            report(_too_many(project, name, service, count, node, scarce))


def _scarce(ports: Node, count: int, swarm: bool) -> list[tuple[int, Node, HostRange]]:
    """(index, entry, its ports of the host) of the entries with fewer ports than containers.

    In a swarm every node leads a port on to all containers, but for the mode `host`.
    """
    found: dict[int, tuple[int, Node, HostRange]] = {}
    if type(ports) is not Sequence:
        return []
    index = {id(item): number for number, item in enumerate(ports.items)}
    for port, item in read_ports(ports):
        taken = host_range(port)
        if taken is None or (swarm and port.mode != "host"):
            continue
        if not taken.choice or taken.high - taken.low + 1 < count:
            found.setdefault(index[id(item)], (index[id(item)], item, taken))
    return list(found.values())


def _on_one_node(service: Mapping) -> bool:
    """Whether all tasks of a service go to one node of the swarm, by its name or address."""
    node: Node | None = service
    for key in ("deploy", "placement", "constraints"):
        node = node.get(key) if type(node) is Mapping else None
    for item in node.items if type(node) is Sequence else ():
        if type(item) is Scalar:
            place_of, equals, _ = item.text.partition("==")
            if equals and place_of.strip() in _PLACES:
                return True
    return False


def _may_be_a_stack(project: Project) -> bool:
    """Whether a file with replicas can as well be made for `docker stack deploy`, where the
    routing mesh makes its ports fine: it declares a format that stacks have, and asks for
    nothing that they lack."""
    from .ignored import stack_signs

    if any(True for _ in stack_signs(project)):
        return True
    version = project.root.get("version")
    if type(version) is not Scalar or not version.text.startswith("3"):
        return False
    return not any(
        name in service.entries for _, _, service in project.services() for name in _NOT_OF_STACKS
    )


def _too_many(
    project: Project,
    name: str,
    service: Mapping,
    count: int,
    node: Scalar,
    scarce: list[tuple[int, Node, HostRange]],
) -> Problem:
    index, item, taken = scarce[0]
    size = taken.high - taken.low + 1 if taken.choice else 1
    port = str(taken.low) if not taken.choice else f"{taken.low}-{taken.high}"
    others = tuple(Related(place(other), "and this entry") for _, other, _ in scarce[1:])
    named = condition(project, service)
    return Problem(
        "port-conflicts-with-replicas",
        place(item),
        ("services", name, "ports", index),
        "" if size == 1 else "range",
        {"service": name, "count": count, "port": port, "size": size},
        related=(Related(node.span, f"{count} containers are asked for here"), *others),
        profiles=None if named is None else (min(named),),
    )


def without_effect(project: Project, report: Report) -> None:
    """Report ports of services that have no network of their own to publish them in."""
    if project.target.kind == SWARM:
        return  # network_mode itself is passed over there
    for name, _, service in project.services():
        entries = service.entries
        if "network_mode" not in entries or "ports" not in entries:
            continue
        if project.exact and not project.enabled(service):
            continue
        ports, mode = entries["ports"][1], entries["network_mode"][1]
        if type(mode) is Scalar and type(ports) is Sequence and ports.items:
            path: Path = ("services", name, "ports")
            _mode(project, path, service, mode, report)


def _mode(project: Project, path: Path, service: Mapping, mode: Scalar, report: Report) -> None:
    variant = _variant(project, mode)
    key = service.key("ports")
    if not variant or key is None:
        return
    named = condition(project, service)
    report(
        Problem(
            "ports-without-effect",
            key.span,
            path,
            variant,
            {"service": path[1], "mode": mode.text.replace(UNKNOWN, "…")},
            related=(Related(mode.span, "the network mode"),),
            severity=ERROR if variant in ("refused", "refused-host") else "",
            profiles=None if named is None else (min(named),),
        )
    )


def _variant(project: Project, mode: Scalar) -> str:
    """Which case a network mode is; "" for none, and for one that somebody may set otherwise."""
    text = mode.text
    chosen_later = mode.raw is not None and not project.exact
    if text.startswith(_SHARED):
        raw = text if mode.raw is None else mode.raw
        return "refused" if not chosen_later or raw.startswith(_SHARED) else ""
    if chosen_later or text not in ("host", "none"):
        return ""
    if text == "host" and project.target.kind == COMPOSE_V1:
        return "refused-host"
    return text
