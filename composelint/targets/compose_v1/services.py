"""What Docker Compose 1.29.2 asks of the services of the merged project, beyond its schema.

It looks at every service, whatever its profiles. It does not look for networks, secrets and
configs that are not defined, nor for the service of `volumes_from`, before it starts something.
"""

from __future__ import annotations

from ...checks.dependencies import report_cycles
from ...finding import Report
from ...node import Mapping, Node, Path, Scalar, Sequence
from ...project import Project
from .edges import edges, graph
from .files import build_path, env_files, seccomp
from .judge import Judge, known, number, texts
from .mounts import mounts
from .read import FORMAT_1
from .values import breaks_duration, variables

#: `cpus` is counted in billionths.
_BILLION = 1_000_000_000


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
    report_cycles(project, graph(project), report)


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
    if type(ulimits) is Mapping:
        for name, (key, limit) in ulimits.entries.items():
            if type(limit) is Mapping:
                _ulimit(judge, key, limit, (*path, "ulimits", name))


def _ulimit(judge: Judge, key: Scalar, limit: Mapping, path: Path) -> None:
    for name in ("soft", "hard"):
        if name not in limit.entries:
            judge.refuse("missing-attribute", key.span, path, "", name=name)
    soft, hard = number(limit.get("soft")), number(limit.get("hard"))
    if soft is not None and hard is not None and soft > hard:
        judge.bad(limit.entries["soft"][1], (*path, "soft"), "ulimit-soft", hard=hard)


def _needs(judge: Judge, service: Mapping, path: Path) -> None:
    """Services that are needed must be there; volumes_from is looked at later only."""
    defined = judge.project.section("services")
    for edge in edges(str(path[1]), service):
        if edge.attribute != "volumes_from" and edge.target not in defined:
            fields = {"attribute": edge.attribute, "name": edge.target}
            judge.refuse("undefined-service", edge.span, edge.path, "", **fields)
    mode = service.get("network_mode")
    if type(mode) is Scalar and mode.text and "networks" in service.entries:
        span = service.entries["networks"][0].span
        where = (*path, "networks")
        judge.refuse("conflicting-attributes", span, where, "network-mode", other="network_mode")


def _healthcheck(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is not Mapping:
        return
    for name in ("interval", "timeout", "start_period"):
        value = node.get(name)
        if value is not None and known(value) and breaks_duration(getattr(value, "text", "")):
            judge.bad(value, (*path, name), "duration")
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
    variables(judge, service, path)
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
