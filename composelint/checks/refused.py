"""CL107: what the target's schema lets through, and what then fails when the project starts.

What `docker stack deploy` says was seen with the Docker CLI 28.2.2 on a Swarm of one; what Docker
Compose says, with 5.6.1. `config` accepts all of it, so that nothing here is refused by it.
"""

from __future__ import annotations

from typing import Any

from ..finding import Problem, Report
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..source import Span
from ..target import COMPOSE, SWARM
from .judge import known_text

RULE = "refused-by-target"

_MODES = ("global", "global-job", "replicated", "replicated-job")
#: Kinds of mounts, and the options that each takes.
_MOUNTS: dict[str, tuple[str, ...]] = {
    "bind": ("bind",),
    "cluster": ("cluster",),
    "npipe": ("bind",),
    "tmpfs": ("tmpfs",),
    "volume": ("volume",),
}
#: Drivers whose networks are those of one machine.
_LOCAL_DRIVERS = ("bridge", "host", "none")


def refused(project: Project, report: Report) -> None:
    """Report what will not start."""
    kind = project.target.kind
    if kind == COMPOSE.kind:
        for section in ("secrets", "configs"):
            for name, (_, node) in project.section(section).items():
                key = node.key("template_driver") if type(node) is Mapping else None
                if key is not None:
                    fields = {"name": "template_driver", "target": "Docker Compose"}
                    path = (section, name, "template_driver")
                    report(Problem(RULE, key.span, path, "", fields))
    elif kind == SWARM and project.format.startswith("3."):
        local = _local_networks(project)
        for name, key, service in project.services():
            _service(name, key, service, local, report)


def _local_networks(project: Project) -> dict[str, str]:
    """The networks that services cannot join, with their drivers."""
    found: dict[str, str] = {}
    for name, (_, node) in project.section("networks").items():
        driver = known_text(node.get("driver")) if type(node) is Mapping else None
        if driver in _LOCAL_DRIVERS:
            found[name] = driver
    return found


def _service(
    name: str, key: Scalar, service: Mapping, local: dict[str, str], report: Report
) -> None:
    path: Path = ("services", name)

    def say(span: Span, where: Path, variant: str, **fields: Any) -> None:
        report(Problem(RULE, span, (*path, *where), variant, fields))

    image = service.get("image")
    if image is None or (type(image) is Scalar and image.value == ""):
        build = service.key("build")
        say((build or key).span, (), "no-image" if build is None else "build", service=name)
    health = service.get("healthcheck")
    if type(health) is Mapping and getattr(health.get("disable"), "value", False) is True:
        test = health.get("test")
        if test is not None and (type(test) is not Sequence or test.items):
            say(health.entries["test"][0].span, ("healthcheck", "test"), "disabled-test")
    deploy = service.get("deploy")
    if type(deploy) is Mapping:
        mode = deploy.get("mode")
        text = known_text(mode)
        if mode is not None and text is not None and text not in _MODES:
            say(mode.span, ("deploy", "mode"), "mode", value=text, allowed=_MODES)
        elif text in ("global", "global-job") and "replicas" in deploy:
            span = deploy.entries["replicas"][0].span
            say(span, ("deploy", "replicas"), "global-replicas", value=text)
        if (known_text(deploy.get("endpoint_mode")) or "").lower() == "dnsrr":
            _ports_of_none(service.get("ports"), say)
    networks = service.get("networks")
    for joined, node in _names(networks):
        if joined in local:
            at = ("networks", joined)
            say(node.span, at, "local-network", name=joined, driver=local[joined])
    volumes = service.get("volumes")
    for index, mount in enumerate(volumes.items if type(volumes) is Sequence else ()):
        if type(mount) is Mapping:
            _mount(mount, ("volumes", index), say)


def _names(networks: Node | None) -> list[tuple[str, Node]]:
    if type(networks) is Mapping:
        return [(name, key) for name, (key, _) in networks.entries.items()]
    items = networks.items if type(networks) is Sequence else ()
    return [(item.text, item) for item in items if type(item) is Scalar]


def _ports_of_none(ports: Node | None, say: Any) -> None:
    """A service that has no address of its own can publish ports on its nodes only."""
    for index, item in enumerate(ports.items if type(ports) is Sequence else ()):
        mode = known_text(item.get("mode")) if type(item) is Mapping else "ingress"
        if mode in ("", "ingress") or (type(item) is Mapping and "mode" not in item):
            say(item.span, ("ports", index), "dnsrr")


def _mount(mount: Mapping, where: Path, say: Any) -> None:
    node = mount.get("type")
    kind = known_text(node)
    if node is None or kind is None:
        return
    if kind not in _MOUNTS:
        say(node.span, (*where, "type"), "mount-type", value=kind, allowed=sorted(_MOUNTS))
        return
    for options in ("bind", "cluster", "tmpfs", "volume"):
        if options in mount and options not in _MOUNTS[kind]:
            span = mount.entries[options][0].span
            say(span, (*where, options), "mount-options", name=options, value=kind)
    source = mount.get("source")
    if kind == "tmpfs" and known_text(source) is not None and source is not None:
        say(source.span, (*where, "source"), "tmpfs-source")
