"""Names that only one container can have, and how many there are of it: CL304, CL305; jobs named
like services (CL009) and numbers of containers below none (CL103).
"""

from __future__ import annotations

from ..finding import Problem, Related, Report
from ..node import Mapping, Scalar
from ..project import Project
from .edges import services_and_jobs
from .profiles import condition, together

_LONGEST = 20


def container_names(project: Project, report: Report) -> None:
    """Report one container name given to two services, and to a service of several containers.

    Both are refused by Docker Compose for the services that the profiles bring in (5.6.1).
    """
    holders: dict[str, list[tuple[str, Scalar, frozenset[str] | None]]] = {}
    for section, name, key, service in services_and_jobs(project):
        given = service.get("container_name")
        if section == "jobs" or type(given) is not Scalar or not given.text or not given.known:
            continue
        _replicas(name, service, given, report)
        mine = condition(project, service)
        others = holders.setdefault(given.text, [])
        for other, first, theirs in others:
            clash, profile = together(theirs, mine)
            if clash:
                # Through an alias or a merge key both have the very same text.
                place = key if given.span == first.span else given
                _twice(name, given.text, place, other, first, profile, report)
                break
        others.append((name, given, mine))


def _twice(
    name: str,
    given: str,
    place: Scalar,
    other: str,
    first: Scalar,
    profiles: tuple[str, ...] | None,
    report: Report,
) -> None:
    fields = {"container": given, "service": name, "other": other, "profiles": profiles}
    report(
        Problem(
            "duplicate-container-name",
            place.span,
            ("services", name, "container_name"),
            "" if profiles is None else "profiles",
            fields,
            refused=True,
            related=(Related(first.span, f"{other} has this name first"),),
            profiles=profiles,
        )
    )


def _replicas(name: str, service: Mapping, given: Scalar, report: Report) -> None:
    count, attribute, node = replicas(service)
    if count is None or count < 2 or node is None:
        return
    fields = {"container": given.text, "service": name, "count": count, "attribute": attribute}
    report(
        Problem(
            "container-name-with-replicas",
            given.span,
            ("services", name, "container_name"),
            "",
            fields,
            refused=True,
            related=(Related(node.span, f"{count} containers are asked for here"),),
        )
    )


def counts(project: Project, report: Report) -> None:
    """Report less than no container at all: refused, of services that run (5.6.1, 2.40.3)."""
    for name, _, service in project.services():
        if project.exact and not project.enabled(service):
            continue
        count, attribute, node = replicas(service)
        if count is None or count >= 0 or node is None:
            continue
        steps = attribute.split(".")
        fields = {"name": steps[-1], "value": node.text, "limit": 0}
        path = ("services", name, *steps)
        report(Problem("invalid-value", node.span, path, "minimum", fields, refused=True))


def replicas(service: Mapping) -> tuple[int | None, str, Scalar | None]:
    """How many containers a service has, the attribute that says so, and its node.

    `scale` counts before `deploy.replicas`; (1, "", None) without either, None for the number
    where it is not known.
    """
    attribute = "scale"
    node = service.get("scale")
    if node is None:
        deploy = service.get("deploy")
        node = deploy.get("replicas") if type(deploy) is Mapping else None
        attribute = "deploy.replicas"
    if type(node) is not Scalar or node.value is None:
        return 1, "", None
    return _number(node), attribute, node


def _number(node: Scalar) -> int | None:
    value = node.value
    if isinstance(value, str):
        digits = value.removeprefix("-")
        number = node.known and digits.isascii() and digits.isdigit() and len(digits) < _LONGEST
        return int(value) if number else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value if isinstance(value, int) else None


def jobs_like_services(project: Project, report: Report) -> None:
    """Report a job with the name of a service: refused whatever the profiles (5.6.1)."""
    services = project.section("services")
    for name, (key, _) in project.section("jobs").items():
        if name in services:
            first = services[name][0]
            report(
                Problem(
                    "conflicting-definition",
                    key.span,
                    ("jobs", name),
                    "job",
                    {"name": name},
                    refused=True,
                    related=(Related(first.span, "the service of this name"),),
                )
            )
