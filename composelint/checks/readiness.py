"""Waits that never come (CL215, CL216), and waits for less than there is (CL218)."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import WARNING, Problem, Related, Report
from ..node import Mapping, Node, Scalar
from ..project import Project
from ..readiness.health import HERE, IMAGE, NONE, OFF, UNKNOWN_HEALTH, Health, health_of
from ..readiness.waits import (
    COMPLETED,
    HEALTHY,
    STARTED,
    Wait,
    always_restarts,
    waited_for,
    waits_of,
)
from .edges import services_and_jobs
from .profiles import condition, together

#: So many that are stuck behind a wait are shown.
_MOST_BEHIND = 3

Pair = tuple[Wait, Mapping, tuple[str, ...] | None]
"""A wait, the service that is waited for, and the profiles that it takes."""


def waits(project: Project, report: Report) -> None:
    """Report what waits for a healthcheck that is not there, or for the end of what always
    restarts."""
    known: dict[str, Health] = {}
    for wait, target, profiles in _pairs(project, (HEALTHY, COMPLETED)):
        if wait.condition == COMPLETED:
            _never_completes(project, wait, target, profiles, report)
        else:
            if wait.target not in known:
                known[wait.target] = health_of(project, target)
            _never_healthy(project, wait, known[wait.target], "build" in target, profiles, report)


def started(project: Project, report: Report) -> None:
    """Report, once for each service with a healthcheck, who waits for its start only.

    A condition that is written out is what its author wants. Of two services with one image, the
    nodes of a cluster, one is often healthy only once the other has joined it.
    """
    services = project.section("services")
    waiting: dict[str, list[Pair]] = {}
    for pair in _pairs(project, (STARTED,)):
        wait, target, _ = pair
        if wait.attribute == "depends_on" and not wait.said:
            mine = services.get(wait.service)
            if mine is None or not _same_image(mine[1], target):
                waiting.setdefault(wait.target, []).append(pair)
    for name, pairs in waiting.items():
        service = pairs[0][1]
        if _may_have_one(project, service):
            health = health_of(project, service)
            if health.kind in (HERE, IMAGE):
                _started(name, pairs, health, report)


def _pairs(project: Project, conditions: tuple[str, ...]) -> Iterator[Pair]:
    """The waits on these conditions whose two sides run together."""
    services = project.section("services")
    for section, name, _, service in services_and_jobs(project):
        if "depends_on" not in service.entries:
            continue
        for wait in waits_of(section, name, service):
            if wait.condition not in conditions or wait.target not in services:
                continue
            target = services[wait.target][1]
            if type(target) is not Mapping or not waited_for(target):
                continue
            if project.exact and not project.enabled(target):
                continue
            both, profile = together(condition(project, service), condition(project, target))
            if both:
                yield wait, target, profile


def _never_healthy(
    project: Project,
    wait: Wait,
    health: Health,
    built: bool,
    profiles: tuple[str, ...] | None,
    report: Report,
) -> None:
    if health.kind == UNKNOWN_HEALTH:
        if not project.option("dependency-never-healthy", "unknown-images", False):
            return
    elif health.kind not in (OFF, NONE):
        return
    variants = {OFF: "switched-off", NONE: "built" if built else ""}
    variant = variants.get(health.kind, "unknown")
    fields = {"service": wait.service, "name": wait.target, "image": health.image}
    words = "it is switched off here" if health.kind == OFF else "there is none in this image"
    # Where it is not required Docker Compose goes on without it, and waits for nothing.
    mild = not wait.required or health.kind == UNKNOWN_HEALTH
    related = [] if health.span is None else [Related(health.span, words)]
    report(
        Problem(
            "dependency-never-healthy",
            wait.condition_span,
            (*wait.path, "condition"),
            variant,
            fields,
            related=tuple(related if mild else related + _behind(project, wait.service)),
            severity=WARNING if mild else "",
            profiles=profiles,
        )
    )


def _never_completes(
    project: Project,
    wait: Wait,
    target: Mapping,
    profiles: tuple[str, ...] | None,
    report: Report,
) -> None:
    policy = always_restarts(target)
    if policy is None:
        return
    fields = {"service": wait.service, "name": wait.target, "policy": policy.text}
    report(
        Problem(
            "dependency-never-completes",
            wait.condition_span,
            (*wait.path, "condition"),
            "",
            fields,
            related=(
                Related(policy.span, f"{wait.target} is started again here"),
                *_behind(project, wait.service),
            ),
            profiles=profiles,
        )
    )


def _behind(project: Project, stuck: str) -> list[Related]:
    """Who waits for a service that never starts, one after the other: no findings of their own."""
    waits = [
        wait
        for section, name, _, service in services_and_jobs(project)
        for wait in waits_of(section, name, service)
    ]
    names = [stuck]
    found: list[Related] = []
    for name in names:
        for wait in waits:
            if wait.target == name and wait.service not in names and len(found) < _MOST_BEHIND:
                names.append(wait.service)
                words = f"{wait.service} waits for {name}, and never starts either"
                found.append(Related(wait.span, words))
    return found


def _started(name: str, pairs: list[Pair], health: Health, report: Report) -> None:
    first = pairs[0][0]
    related = [Related(wait.span, f"{wait.service} too") for wait, _, _ in pairs[1:]]
    if health.span is not None:
        related.append(Related(health.span, f"the healthcheck of {name}"))
    always = any(profiles is None for _, _, profiles in pairs)
    report(
        Problem(
            "started-is-not-ready",
            first.span,
            first.path,
            "" if len(pairs) == 1 else "several",
            {"name": name, "services": [wait.service for wait, _, _ in pairs]},
            related=tuple(related),
            profiles=None if always else pairs[0][2],
        )
    )


def _same_image(service: Node, target: Mapping) -> bool:
    image = service.get("image") if type(service) is Mapping else None
    other = target.get("image")
    return type(image) is Scalar and type(other) is Scalar and image.text == other.text


def _may_have_one(project: Project, service: Mapping) -> bool:
    """Whether it is worth the library that reads Dockerfiles."""
    if "healthcheck" in service.entries or "build" not in service.entries:
        return "healthcheck" in service.entries
    from ..dockerfile.files import text_of

    return "HEALTHCHECK" in (text_of(project, service) or "").upper()
