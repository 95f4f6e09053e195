"""CL008: variables that have no value and become blank."""

from __future__ import annotations

from ..finding import Problem, Related, Report
from ..loading.environment import declared_names
from ..nearest import nearest
from ..node import Mapping, Path, Scalar, Sequence
from ..project import Project

#: Set in every shell, so that no project lists them.
_OF_THE_SHELL = frozenset(
    "DISPLAY EUID GID GROUP HOME HOST HOSTNAME LANG LOGNAME PATH PWD SHELL TERM TMPDIR TZ UID USER "
    "USERNAME USERPROFILE XDG_RUNTIME_DIR".split()
)
#: Set by the program that starts Docker Compose: Laravel Sail.
_OF_STARTERS = frozenset(("WWWGROUP", "WWWUSER"))
_MOST_RELATED = 4


def unset(project: Project, report: Report) -> None:
    """One problem for each name, at its first use, the others beside it.

    When assuming, only where the project's env file or an example of it lists variables and not
    this one: where nothing is listed, all may be set at deployment.
    """
    uses = _unset_uses(project)
    if not uses:
        return
    declared = declared_names(project)
    if not project.exact:
        if not declared:
            return
        uses = {
            name: places
            for name, places in uses.items()
            if not (name in declared or name in _OF_THE_SHELL or name in _OF_STARTERS)
            and not _of_compose(name)
        }
    for name, places in uses.items():
        scalar, start, end, path = places[0]
        near = nearest(name, [*declared, *project.environment])
        related = tuple(
            Related(other.part(begin, stop), f"{name} is used here, too")
            for other, begin, stop, _ in places[1:_MOST_RELATED]
        )
        report(
            Problem(
                "unset-variable",
                scalar.part(start, end),
                path,
                "near" if near else "" if project.exact else "not-listed",
                {"name": name, "near": near or ""},
                related=related,
            )
        )


def never_set(project: Project, report: Report) -> None:
    """`environment: - todo-db`: the value comes from the shell, which cannot have such a name."""
    for name, _, service in project.services():
        node = service.get("environment")
        if type(node) is Sequence:
            for index, item in enumerate(node.items):
                if type(item) is Scalar and type(item.value) is str and "=" not in item.text:
                    path: Path = ("services", name, "environment", index)
                    _inherited(project, item, path, report)
        elif type(node) is Mapping:
            for key, value in node.entries.values():
                if type(value) is Scalar and value.value is None:
                    _inherited(project, key, ("services", name, "environment", key.text), report)


def _inherited(project: Project, name: Scalar, path: Path, report: Report) -> None:
    text = name.text
    if not name.known or text in project.environment:
        return
    if not (text.isascii() and text.isidentifier()):
        fields = {"name": text, "near": ""}
        report(Problem("unset-variable", name.span, path, "not-of-the-shell", fields))


_Use = tuple[Scalar, int, int, Path]


def _unset_uses(project: Project) -> dict[str, list[_Use]]:
    uses: dict[str, list[_Use]] = {}
    for scalar, variable, path in project.variables:
        if variable.set or variable.operator or not variable.used:
            continue
        if variable.name not in project.environment:
            use = (scalar, variable.start, variable.end, path)
            uses.setdefault(variable.name, []).append(use)
    return uses


def _of_compose(name: str) -> bool:
    return name.startswith(("COMPOSE_", "DOCKER_", "BUILDKIT_", "BUILDX_", "CI_", "GITHUB_"))
