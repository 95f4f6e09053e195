"""`docker stack deploy`: how it loads a project, and what it refuses.

Its loader is that of the Docker CLI, which is a program of its own: it reads the file formats 3.0
to 3.13, the newest where a file declares none, and neither `.env`, `include`, `extends`, profiles
nor names. Each file is judged by itself before they are merged. Seen with `docker stack config`
of the Docker CLI 28.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...finding import Problem, Report
from ...flavour import Flavour
from ...loading.dialect import Dialect
from ...model.gostring import go_string
from ...node import Mapping, Node, Scalar
from ...project import Project
from ...source import Span
from .merge import merge, with_entries
from .template import substitute

if TYPE_CHECKING:
    from ...loading.load import Loader

RULE = "refused-by-target"

#: The format of a file that declares none, or just 3.
NEWEST_FORMAT = "3.13"
_SUPPORTED = frozenset(f"3.{minor}" for minor in range(14))
_NEWEST = frozenset(("", "3"))
#: Formats that the CLI refuses: the rest of such a file is judged by what it declares.
_OTHER_FORMATS = {"1": "1", "2": "2.0", **{f"2.{minor}": f"2.{minor}" for minor in range(5)}}

#: Attributes of services that make the CLI refuse the project.
FORBIDDEN = (
    "cpu_quota",
    "cpu_shares",
    "cpuset",
    "extends",
    "mem_limit",
    "memswap_limit",
    "volume_driver",
    "volumes_from",
)
#: What deploy.resources has instead.
_LIMITS = frozenset(("cpu_quota", "cpu_shares", "cpuset", "mem_limit", "memswap_limit"))

#: Checks and rules that have nothing to say here: they are about what the CLI reads in another
#: way, or not at all, as it does depends_on and links.
PASSED_OVER = frozenset(
    (
        "checks.conflicts.check_conflicts",
        "checks.dependencies.cycles",
        "checks.dependencies.off_by_profile",
        "checks.deprecated.deprecated",
        "checks.files.named_files",
        "checks.names.container_names",
        "checks.names.jobs_like_services",
        "checks.readiness.started",
        "checks.readiness.waits",
        "undefined-service",
    )
)


def refusals(project: Project, report: Report) -> None:
    """What `docker stack config` refuses beyond the schema of the declared format."""
    if not supported(project):
        return
    from .values import values

    _empty_files(project, report)
    for root in project.stages:
        values(project, root, report)


def supported(project: Project) -> bool:
    """Whether the CLI reads the format that the project declares."""
    return project.format.startswith("3.")


def read(loader: Loader, root: Mapping) -> Mapping:
    """One file, as written -> with its variables filled in. The first says what the format is."""
    project = loader.project
    node = root.get("version")
    declared = _declared(node)
    found = NEWEST_FORMAT if declared in _NEWEST else declared
    if not project.stages:
        known = found if found in _SUPPORTED else _OTHER_FORMATS.get(found, NEWEST_FORMAT)
        project.format = known
    if found not in _SUPPORTED:
        _refuse_format(root, "format", {"value": declared}, loader.report)
    elif found != project.format:
        fields = {"value": found, "other": project.format}
        _refuse_format(root, "format-mismatch", fields, loader.report)
    else:
        root = _allowed(root, loader.report)
    return loader.lifted(loader.filled(root, substitute))


def _declared(node: Node | None) -> str:
    """The format as Go prints it: the number 3.80 is 3.8."""
    if node is None:
        return ""
    if type(node) is Scalar:
        return "<nil>" if node.value is None else go_string(node.value)
    return "[]" if type(node) is not Mapping else "map[]"


def _refuse_format(root: Mapping, variant: str, fields: dict[str, str], report: Report) -> None:
    node = root.get("version")
    span = root.span._replace(end=min(root.start + 1, root.end)) if node is None else node.span
    report(Problem(RULE, span, ("version",), variant, fields, refused=True))


def _empty_files(project: Project, report: Report) -> None:
    """Every file must have something in it, if only {}: others would make up for Docker Compose."""
    for path in project.files:
        source = project.sources.get(path)
        if source is None or any(root.source is source for root in project.stages):
            continue
        if not any(problem.span.source is source for problem in project.problems):
            span = Span(source, 0, min(1, len(source.text)))
            report(Problem("not-a-compose-file", span, (), "empty", refused=True))


def _allowed(root: Mapping, report: Report) -> Mapping:
    """The file without what no service may have; it is told once, and not as unknown again."""
    services = root.get("services")
    if type(services) is not Mapping:
        return root
    changed: dict[str, tuple[Scalar, Node]] = {}
    for name, (key, service) in services.entries.items():
        if type(service) is Mapping:
            rest = dict(service.entries)
            for word, variant in _not_allowed(service):
                span = rest.pop(word)[0].span
                path = ("services", name, word)
                report(Problem(RULE, span, path, variant, {"name": word}, refused=True))
            if len(rest) < len(service.entries):
                changed[name] = (key, with_entries(service, rest))
    if not changed:
        return root
    kept = with_entries(services, {**services.entries, **changed})
    return with_entries(root, {**root.entries, "services": (root.entries["services"][0], kept)})


def _not_allowed(service: Mapping) -> Iterator[tuple[str, str]]:
    """Each attribute that a service may not have, and the message for it."""
    for word in FORBIDDEN:
        if word in service.entries:
            yield word, "forbidden-limit" if word in _LIMITS else "forbidden"
    if type(service.get("depends_on")) is Mapping:
        yield "depends_on", "depends-on"


DIALECT = Dialect(
    yaml=Flavour(only_first=True),
    read=read,
    merge=merge,
    extends=False,
    include=False,
    resets=False,
    unique=False,
    judges_merge=False,
    refuses_empty=False,
    names=False,
    profiles=False,
    reads_env=False,
    sets_pwd=False,
    override_names=(),
)
