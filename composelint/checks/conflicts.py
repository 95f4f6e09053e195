"""Attributes that exclude each other, and what is missing beyond the attribute table: CL110, CL104.

Read off Docker Compose 5.6.1 and 2.40.3. Three steps of theirs, and who they look at:
what is wrong in itself (a mount without a target) counts in every service; what services say in
contradiction (network_mode with networks) only in those that the profiles bring in, and not in
jobs; what is wrong with a secret or a volume at the top level always.
"""

from __future__ import annotations

from ..finding import Related, Report
from ..node import Mapping, Node, Path, Scalar, Sequence, show_path
from ..project import Project
from .conflict_limits import limits
from .conflict_mounts import mounts, targets
from .conflict_raise import CONFLICT, MISSING, missing, pair, raise_
from .conflict_resources import resources
from .judge import Judge, known_text, mappings

#: What a container in another's network cannot have of its own, in the engine's eyes.
_OF_THE_NETWORK = ("hostname", "dns", "extra_hosts", "expose")
_NEEDS_NO_TARGET = ("rebuild", "restart")


def check_conflicts(project: Project, report: Report) -> None:
    """Report contradictions and missing parts of services, jobs and top-level resources."""
    judge = Judge(project, report)
    for name, key, service in project.services():
        judge.enter(service)
        path: Path = ("services", name)
        parts(judge, service, path)
        if judge.live:
            if not _runs(service) and not _extends_nothing(project, service):
                fields = {"service": name, "owner": show_path(path), "name": "image"}
                raise_(judge, MISSING, key, path, "image", fields, refused=True)
            _service(judge, service, path)
    for name, (_, job) in project.section("jobs").items():
        if type(job) is Mapping:
            judge.enter(job, job=True)
            parts(judge, job, ("jobs", name))
    resources(project, report)


def parts(judge: Judge, service: Mapping, path: Path) -> None:
    """What is wrong in itself, whether the service runs or not."""
    entries = service.entries
    if "volumes" in entries:
        mounts(judge, entries["volumes"][1], (*path, "volumes"))
    if judge.job:
        return
    if "ports" in entries:
        for port, at in mappings(entries["ports"][1], (*path, "ports")):
            if "target" not in port:
                missing(judge, port, at, "port-target", "target")
    if "devices" in entries:
        for device, at in mappings(entries["devices"][1], (*path, "devices")):
            if "target" not in device and "source" in device:
                missing(judge, device, at, "device-target", "target")
    if "gpus" in entries:
        _requests(judge, entries["gpus"][1], (*path, "gpus"))
    if "deploy" in entries:
        node: Node | None = entries["deploy"][1]
        at = (*path, "deploy")
        for key in ("resources", "reservations", "devices"):
            node = node.get(key) if type(node) is Mapping else None
            at = (*at, key)
        _requests(judge, node, at)


def _requests(judge: Judge, node: Node | None, path: Path) -> None:
    for request, at in mappings(node, path):
        if "count" in request and "device_ids" in request:
            pair(judge, request, at, "count", "device_ids", "exclusive", refused=True)


def _runs(service: Mapping) -> bool:
    """Whether a service says what it runs."""
    entries = service.entries
    if "build" in entries or "provider" in entries:
        return True
    image = service.get("image")
    return image is not None and not (type(image) is Scalar and image.value == "")


def _extends_nothing(project: Project, service: Mapping) -> bool:
    """Whether what a service extends could not be read: its image may stand there."""
    return any(
        "extends" in problem.path
        and problem.span.source is service.source
        and service.start <= problem.span.start < service.end
        for problem in project.problems
    )


def _service(judge: Judge, service: Mapping, path: Path) -> None:
    """What holds only of services that run."""
    entries = service.entries
    if "network_mode" in entries:
        _network_mode(judge, service, path)
    if "build" in entries:
        _build(judge, service, entries["build"][1], path)
    if "deploy" in entries or "mem_limit" in entries or "memswap_limit" in entries:
        limits(judge, service, path)
    if "tmpfs" in entries:
        targets(judge, service, path)
    if "develop" in entries:
        _watch(judge, entries["develop"][1], (*path, "develop", "watch"))
    if "healthcheck" in entries:
        _healthcheck(judge, entries["healthcheck"][1], (*path, "healthcheck"))
    if "uts" in entries and "hostname" in entries and known_text(service.get("uts")) == "host":
        pair(judge, service, path, "hostname", "uts", "uts-hostname")


def _network_mode(judge: Judge, service: Mapping, path: Path) -> None:
    mode = service.get("network_mode")
    networks = service.get("networks")
    if type(mode) is Scalar and mode.text and _filled(networks):
        pair(judge, service, path, "networks", "network_mode", "network-mode", refused=True)
    text = known_text(mode)
    if text is None or not text.startswith(("service:", "container:")):
        return
    for key in _OF_THE_NETWORK:
        value = service.get(key)
        if _filled(value) or known_text(value) is not None:
            pair(judge, service, path, key, "network_mode", "shared-network", mode=text)


def _build(judge: Judge, service: Mapping, build: Node, path: Path) -> None:
    if type(build) is not Mapping:
        return
    at = (*path, "build")
    if _written(build.get("dockerfile")) and _written(build.get("dockerfile_inline")):
        pair(judge, build, at, "dockerfile_inline", "dockerfile", "exclusive", refused=True)
    platforms = build.get("platforms")
    platform = service.get("platform")
    text = known_text(platform)
    if type(platforms) is not Sequence or platform is None or text is None:
        return
    built = [item for item in platforms.items if type(item) is Scalar]
    if built and all(item.known and item.text != text for item in built):
        fields = {"platform": text, "platforms": [item.text for item in built]}
        key = build.key("platforms")
        raise_(
            judge,
            CONFLICT,
            platform,
            (*path, "platform"),
            "platform",
            fields,
            refused=True,
            related=(Related(key.span, "what is built"),) if key is not None else (),
        )


def _watch(judge: Judge, develop: Node, path: Path) -> None:
    watch = develop.get("watch") if type(develop) is Mapping else None
    for trigger, at in mappings(watch, path):
        action = known_text(trigger.get("action"))
        target = trigger.get("target")
        if action is None or action in _NEEDS_NO_TARGET:
            continue
        if target is None or (type(target) is Scalar and target.value == ""):
            missing(judge, trigger, at, "watch-target", "target", action=action)


def _healthcheck(judge: Judge, node: Node, path: Path) -> None:
    """A test beside `disable: true` in one file: it never runs."""
    if type(node) is not Mapping:
        return
    disable, test = node.get("disable"), node.get("test")
    if type(disable) is not Scalar or test is None or disable.source is not test.source:
        return
    if disable.value is True or (disable.known and disable.text.lower() in ("true", "yes", "on")):
        pair(judge, node, path, "test", "disable", "healthcheck-disabled", warn=True)


def _filled(node: Node | None) -> bool:
    return isinstance(node, (Mapping, Sequence)) and len(node) > 0


def _written(node: Node | None) -> bool:
    return type(node) is Scalar and bool(node.text)
