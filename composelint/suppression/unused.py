"""Which of the things asked for are certainly of no use: in a run that would have shown the
finding, had there been one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..discover import OVERRIDE_NAMES
from ..engine import ENGINE, RUN, incomplete
from ..finding import INFO, Problem
from ..project import Project
from ..selection import Selection
from ..target import COMPOSE
from .asked import Asked, Selector

#: What these say depends on the machine, its files and its variables, on the target, or on what
#: else is checked with it: that one run has nothing to say tells nothing of another.
ELSEWHERE_OTHERWISE = frozenset(
    {
        "conflicting-definition",
        "cross-project-port-conflict",
        "dependency-off-by-profile",
        "fragment",
        "ignored-by-target",
        "invalid-interpolation",
        "looks-like-a-stack-file",
        "misplaced-attribute",
        "missing-attribute",
        "missing-bind-source",
        "missing-build-input",
        "missing-external",
        "missing-file",
        "missing-source-file",
        "needs-newer-release",
        "not-a-compose-file",
        "refused-by-target",
        "required-variable",
        "unknown-attribute",
        "unset-variable",
        "wrong-type",
    }
)


class Judge:
    """Tells what is unused in the files of a run."""

    def __init__(self, projects: list[Project], selection_of: Callable[[str], Selection]) -> None:
        self.selection_of = selection_of
        self.readers: dict[str, list[Project]] = {}
        for project in projects:
            for path in project.sources:
                self.readers.setdefault(path, []).append(project)

    def unused(self, path: str, each: Asked) -> Iterator[Problem]:
        """CL901 for what is asked for in a file: one for all names, or one for each that is
        unused beside others that are not."""
        idle = [one for one in each.selectors if one.text not in each.used]
        if not idle or not self._has_seen_all(path) or self._varies(path, each):
            return
        certain = [one for one in idle if self._would_speak(path, one)]
        if len(certain) == len(each.selectors):
            names = [one.text for one in certain]
            yield Problem("unused-suppression", each.span, fields={"rules": names})
            return
        for one in certain:
            yield Problem("unused-suppression", one.span, fields={"rules": [one.text]})

    def _has_seen_all(self, path: str) -> bool:
        """Whether the run has looked at all of the file, as it is usually run."""
        readers = self.readers.get(path, [])
        return all(map(_is_usual, readers)) and any(
            _is_on_top(path, project) for project in readers
        )

    def _would_speak(self, path: str, one: Selector) -> bool:
        """Whether every rule that is meant speaks, and says the same wherever it is run."""
        selection = self.selection_of(path)
        return bool(one.rules) and all(
            selection.least.get(name) == INFO
            and name not in ELSEWHERE_OTHERWISE
            and selection.rules.by_name[name].scope not in (RUN, ENGINE)
            and selection.rules.by_name[name].group != "own"
            for name in one.rules
        )

    def _varies(self, path: str, each: Asked) -> bool:
        """Whether variables stand where it is about: their values are others elsewhere."""
        return any(
            scalar.source.path == path and each.about(scalar.start, where)
            for project in self.readers[path]
            for scalar, _, where in project.variables
        )


def _is_usual(project: Project) -> bool:
    """Read whole, for the newest Docker Compose, and with all profiles."""
    if incomplete(project) or project.target != COMPOSE or project.profiles:
        return False
    return not project.exact or all(
        not project.profiles_of(service) for _, _, service in project.services()
    )


def _is_on_top(path: str, project: Project) -> bool:
    """Whether nothing lies over the file but the override that always does. Of a file that is
    extended only a part comes in."""
    files = project.files
    if path == files[-1] or any(
        bridge.kind == "include" and path in bridge.files for bridge in project.bridges
    ):
        return True
    return path in files[:-1] and len(files) == 2 and files[1].endswith(OVERRIDE_NAMES)
