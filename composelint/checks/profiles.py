"""Under which profiles services run, and run together."""

from __future__ import annotations

from ..node import Mapping
from ..project import Project


def condition(project: Project, service: Mapping) -> frozenset[str] | None:
    """The profiles of which one must be chosen for a service or job to run.

    None where it runs anyway: it names no profile, or one that is chosen already.
    """
    if "profiles" not in service.entries or project.enabled(service):
        return None
    return frozenset(project.profiles_of(service))


def together(
    first: frozenset[str] | None, second: frozenset[str] | None
) -> tuple[bool, tuple[str, ...] | None]:
    """Whether two services run together, and the profile that it takes (None: none at all).

    Services that share no profile are taken for alternatives (`cpu` and `gpu`, `dev` and
    `prod`): choosing both is possible, and hardly ever meant.
    """
    if first is None and second is None:
        return True, None
    if first is None or second is None:
        one = min(first or second or ())
        return True, (one,)
    common = first & second
    return (True, (min(common),)) if common else (False, None)
