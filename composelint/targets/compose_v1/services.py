"""What Docker Compose 1.29.2 asks of the services of the merged project, beyond its schema.

It looks at every service, whatever its profiles. It does not look for networks, secrets and
configs that are not defined, nor for the service of `volumes_from`, before it starts something.
"""

from __future__ import annotations

from ...checks.dependencies import cycles
from ...checks.edges import edges
from ...finding import Report
from ...node import Mapping, Node, Path, Scalar, Sequence
from ...project import Project
from ...source import Span
from .files import build_path, env_files, seccomp
from .judge import Judge, known, number, texts
from .mounts import mounts
from .read import FORMAT_1

#: `cpus` is counted in billionths.
_BILLION = 1_000_000_000
#: Of these, and of links, the service must be there.
_NAMING = ("depends_on", "network_mode", "ipc", "pid")


def services(project: Project, report: Report) -> None:
    """Report what makes the program refuse the services."""
    judge = Judge(project, report)
    for name, key, service in project.services():
        path = ("services", name)
        _runs(judge, key, service, path)
        _limits(judge, service, path)
        _needs(judge, service, path)
        if "healthcheck" in service.entries:
            _healthcheck(judge, service.entries["healthcheck"][1], (*path, "healthcheck"))
        _settings(judge, service, path)
        build_path(judge, service, path)
        env_files(judge, service, path)
        mounts(judge, service, path)
    cycles(project, report)


def _runs(judge: Judge, key: Scalar, service: Mapping, path: Path) -> None:
    """An image or a build; in format 1 not both."""
    entries = service.entries
    image, build = service.get("image"), service.get("build")
    if image is None and build is None:
        judge.refuse("missing-attribute", key.span, path, "image", service=path[-1])
    elif image is not None and judge.project.format == FORMAT_1:
        for other in ("build", "dockerfile"):
            if other in entries:
                at = entries[other][0].span
                judge.refuse(
                    "conflicting-attributes", at, (*path, other), "exclusive", other="image"
                )
    if type(build) is Mapping and "context" not in build.entries:
        at = entries["build"][0].span
        judge.refuse("missing-attribute", at, (*path, "build"), "", name="context", owner="build")
    unnamed = image is None or (type(image) is Scalar and not image.text)
    if unnamed and any("A" <= letter <= "Z" for letter in key.text):
        judge.bad(key, path, "image-upper-case")


def _limits(judge: Judge, service: Mapping, path: Path) -> None:
    cpus = service.get("cpus")
    amount = number(cpus)
    if cpus is not None and type(amount) is float and not (amount * _BILLION).is_integer():
        judge.bad(cpus, (*path, "cpus"), "cpus-digits")
    ulimits = service.get("ulimits")
    for name, limit in ulimits.items() if type(ulimits) is Mapping else ():
        if type(limit) is Mapping:
            soft, hard = number(limit.get("soft")), number(limit.get("hard"))
            if soft is not None and hard is not None and soft > hard:
                at = limit.entries["soft"][1]
                judge.bad(at, (*path, "ulimits", name, "soft"), "ulimit-soft", hard=hard)


def _needs(judge: Judge, service: Mapping, path: Path) -> None:
    """Services that are needed must be there."""
    defined = judge.project.section("services")
    for edge in edges("services", str(path[1]), service):
        if edge.attribute in _NAMING and edge.target and edge.target not in defined:
            _undefined(judge, edge.span, edge.path, edge.attribute, edge.target)
    for item, at in texts(service.get("links"), (*path, "links")):
        target = item.text.split(":")[0]
        if target not in defined:
            _undefined(judge, item.part(0, len(target)), at, "links", target)
    mode = service.get("network_mode")
    if type(mode) is Scalar and mode.text and "networks" in service.entries:
        span = service.entries["networks"][0].span
        where = (*path, "networks")
        judge.refuse("conflicting-attributes", span, where, "network-mode", other="network_mode")


def _undefined(judge: Judge, span: Span, path: Path, attribute: str, name: str) -> None:
    judge.refuse("undefined-service", span, path, "", attribute=attribute, name=name)


def _healthcheck(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is not Mapping:
        return
    if "disable" in node.entries:
        # Whatever it is, the test is NONE then, and nothing can stand beside that.
        others = [key for name, (key, _) in node.entries.items() if name not in ("disable", "test")]
        if others:
            judge.refuse(
                "conflicting-attributes",
                others[0].span,
                (*path, others[0].text),
                "exclusive",
                other="disable",
            )
        return
    test = node.get("test")
    if type(test) is not Sequence:
        return
    where = (*path, "test")
    allowed = ["NONE", "CMD", "CMD-SHELL"]
    if not test.items:
        judge.bad(test, where, "health-word", allowed=allowed)
    elif known(test.items[0]):
        word = test.items[0]
        assert type(word) is Scalar
        if word.text not in allowed:
            judge.bad(word, (*where, 0), "health-word", allowed=allowed)
        elif word.text == "NONE" and len(node.entries) > 1:
            at = node.entries["test"][0].span
            judge.refuse("conflicting-attributes", at, where, "exclusive", other="NONE")


def _settings(judge: Judge, service: Mapping, path: Path) -> None:
    restart = service.get("restart")
    if type(restart) is Scalar and known(restart):
        _restart(judge, restart, (*path, "restart"))
    spec = service.get("credential_spec")
    if type(spec) is Mapping and spec.entries and not {"registry", "file"} & spec.entries.keys():
        span = service.entries["credential_spec"][0].span
        where = (*path, "credential_spec")
        judge.refuse(
            "missing-attribute",
            span,
            where,
            "any-of",
            names=["file", "registry"],
            owner="credential_spec",
        )
    for item, at in texts(service.get("security_opt"), (*path, "security_opt")):
        seccomp(judge, item, at)
    build = service.get("build")
    _variables(judge, service.get("environment"), (*path, "environment"))
    if type(build) is Mapping:
        _variables(judge, build.get("args"), (*path, "build", "args"))
    for item, at in texts(service.get("volumes_from"), (*path, "volumes_from")):
        parts = item.text.split(":")
        most = 2 if judge.project.format == FORMAT_1 else 3
        if len(parts) > most or (len(parts) == 3 and parts[0] not in ("service", "container")):
            judge.bad(item, at)


def _restart(judge: Judge, node: Scalar, path: Path) -> None:
    """`mode` or `mode:attempts`; the mode may be any word."""
    parts = node.text.split(":")
    if len(parts) > 2:
        judge.bad(node, path)
    elif len(parts) == 2:
        try:
            int(parts[1])
        except ValueError:
            judge.bad(node, path)


def _variables(judge: Judge, node: Node | None, path: Path) -> None:
    """`NAME=value` in a list: no white space in the name."""
    if type(node) is not Sequence:
        return
    for item, at in texts(node, path):
        name = item.text.partition("=")[0]
        if len((name + ".").split()) > 1 or name != name.strip():
            judge.bad(item, at, "variable-space", variable=name.strip())
