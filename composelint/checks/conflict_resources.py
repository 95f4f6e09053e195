"""Networks, volumes, secrets and configs at the top level that contradict themselves."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping

from ..finding import Related, Report
from ..model.gostring import go_string
from ..model.services import external_name
from ..node import Mapping, Path, Scalar
from ..project import Project
from .conflict_raise import CONFLICT, MISSING, pair, raise_
from .judge import Judge

#: Where the contents of a secret or config come from; one of them.
SOURCES: AnyMapping[str, tuple[str, ...]] = {
    "secrets": ("file", "environment"),
    "configs": ("file", "environment", "content"),
}
_SECTIONS = ("networks", "volumes", "secrets", "configs")


def resources(project: Project, report: Report) -> None:
    """Report them, used or not, as Docker Compose does."""
    judge = Judge(project, report)
    for section in _SECTIONS:
        for name, (key, node) in project.section(section).items():
            if type(node) is not Mapping:
                continue
            path: Path = (section, name)
            if "external" in node.entries:
                _external(judge, node, path)
            if section in SOURCES:
                _sources(judge, key, node, path)


def _external(judge: Judge, node: Mapping, path: Path) -> None:
    external, name = external_name(node)
    own = node.get("name")
    if name and type(own) is Scalar and own.known and go_string(own.value) != name:
        pair(
            judge,
            node,
            path,
            "name",
            "external",
            "external-name",
            refused=True,
            value=own.text,
            second=name,
        )
    if not external:
        return
    sources = SOURCES.get(str(path[0]), ())
    for key in node:
        if key in ("name", "external") or key.startswith("x-"):
            continue
        # Docker Compose refuses them for volumes only, and elsewhere passes over them.
        volume = path[0] == "volumes"
        if volume or key in sources or path[0] == "networks":
            kind = str(path[0]).removesuffix("s")
            pair(
                judge,
                node,
                path,
                key,
                "external",
                "external",
                refused=volume,
                warn=not volume,
                kind=kind,
            )


def _sources(judge: Judge, key: Scalar, node: Mapping, path: Path) -> None:
    """Exactly one source, unless the thing is external or, a secret, of a driver's making."""
    sources = SOURCES[str(path[0])]
    given = [source for source in sources if source in node]
    kind = str(path[0]).removesuffix("s")
    if len(given) > 1:
        first, second = given[:2]
        fields = {"name": second, "other": first, "allowed": sources, "kind": kind}
        related = (Related(node.entries[first][0].span, first),)
        raise_(
            judge,
            CONFLICT,
            node.entries[second][0],
            (*path, second),
            "sources",
            fields,
            refused=True,
            related=related,
        )
    elif not given and not _made_elsewhere(node, path):
        fields = {"owner": f"{kind} {path[-1]}", "name": sources, "allowed": sources, "kind": kind}
        raise_(judge, MISSING, key, path, f"{kind}-source", fields, refused=True)


def _made_elsewhere(node: Mapping, path: Path) -> bool:
    external = node.get("external")
    if external is None:
        return False
    # `external: false` satisfies the check of configs, but not the second one of secrets.
    if path[0] == "configs" or (type(external) is Scalar and not external.known):
        return True
    return external_name(node)[0]
