"""One run of a check over projects: found, read, judged each for itself and then together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from .discover import Found
from .engine import across, findings, in_order, problems
from .errors import CannotLook
from .finding import ERROR, Finding, Problem
from .loading.chosen import load_for
from .loading.load import load_project
from .loading.options import CannotLoad
from .project import Project
from .request import Request
from .run import NotJudged, Run, Suppressed
from .selection import Selection, joined, select
from .settings import Settings

Trouble = Callable[[Exception, str], object]
"""Takes what kept a project from being judged, and its file. A CannotLook tells why in words;
anything else is a mistake of ours."""


class Checked(NamedTuple):
    """A project that was checked, with what was raised on it."""

    found: Found
    project: Project
    settings: Settings
    problems: list[Problem]


class Session:
    """What is the same for all projects of a run."""

    def __init__(
        self,
        request: Request,
        settings_of: Callable[[str], Settings],
        trouble: Trouble,
        *,
        validator: str = "walk",
        state: Any = None,
        today: str = "",
    ) -> None:
        self.request = request
        self.settings_of = settings_of
        self.tell = trouble
        self.troubles: list[NotJudged] = []
        self.by_file: dict[str, Settings] = {}
        self.validator = validator
        self.state = state
        self.today = today
        self.load = request.load_options()

    def trouble(self, error: Exception, file: str) -> None:
        """Something could not be judged: keep that with the run, and tell of it at once."""
        own = isinstance(error, CannotLook)
        reason = str(error) if own else f"internal error: {type(error).__name__}: {error}"
        self.troubles.append(NotJudged(file, reason))
        self.tell(error, file)

    def run(self, found: Iterable[Found], step: Callable[[], object]) -> Run:
        """Check the projects; `step` is called after each. One that another of them includes is
        none of its own."""
        checked = []
        for each in found:
            one = self._one(each)
            if one is not None:
                checked.append(one)
            step()
        return self.judge(_standing_alone(checked))

    def judge(self, checked: list[Checked]) -> Run:
        """All that is to be said of some projects, each finding once: they may share files."""
        self._across(checked)
        seen: set[tuple[Any, ...]] = set()
        of_each: list[list[Finding]] = []
        for one in checked:
            mine = []
            for finding in self._wanted(one):
                span = finding.span
                key = (finding.id, span.source.path, span.start, span.end, finding.message)
                if key not in seen:
                    seen.add(key)
                    mine.append(finding)
            of_each.append(mine)
        suppressed = self._suppress(checked, of_each)
        projects = [one.project for one in checked]
        shown = [finding for mine in of_each for finding in mine]
        catalogues = {id(one.settings.selection.rules): one for one in checked}
        return Run(
            projects,
            shown,
            suppressed,
            self.request.here,
            self.troubles,
            self._fail_on,
            [one.settings.selection.rules for one in catalogues.values()],
        )

    def _one(self, found: Found) -> Checked | None:
        try:
            if not found.asked and self.settings_of(_own(found)).excluded:
                return None
            settings = self.settings_of(found.files[0])
            return self.checked(found, self._load(found, settings), settings)
        except CannotLoad as error:
            self.trouble(CannotLook(str(error)), found.files[-1])
        except Exception as error:
            self.trouble(error, found.files[-1])
        return None

    def checked(self, found: Found, project: Project, settings: Settings) -> Checked:
        """A project that is loaded, with what its own files bring up."""
        project.state = self.state
        project.entries = self.request.disk.entries
        selection = settings.selection
        if settings.by_file:
            selection = joined(selection, map(self._selection_of, project.sources))
        return Checked(found, project, settings, problems(project, selection))

    def _load(self, found: Found, settings: Settings) -> Project:
        load = self.load._replace(files=found.files, fragment=found.fragment)
        if self.request.target is None and settings.target is not None:
            load = load._replace(target=settings.target)
        read = self.request.disk.read
        project = load_project(load, read)
        if self.request.target is None:
            project = load_for(project, load, read, by_name=settings.target is None)
        project.validator = self.validator
        return project

    def _across(self, checked: list[Checked]) -> None:
        """What the rules about a whole run raise goes to the project that it is about."""
        by_selection: dict[int, Selection] = {}
        for one in checked:
            selection = one.settings.selection
            by_selection.setdefault(id(selection), selection)
        problems_of = {id(one.project): one for one in checked}
        for selection in by_selection.values():

            def report(project: Project, problem: Problem, mine: Selection = selection) -> None:
                one = problems_of[id(project)]
                if one.settings.selection is mine:
                    one.problems.append(problem)

            across([one.project for one in checked], selection, report)

    def _wanted(self, one: Checked) -> list[Finding]:
        """Of a project's findings those that have to do with the files asked for."""
        selection = one.settings.selection
        of_file = self._selection_of if one.settings.by_file else None
        return self._concerning(one, findings(one.project, selection, one.problems, of_file))

    def _concerning(self, one: Checked, found: list[Finding]) -> list[Finding]:
        if not one.found.only or not found:
            return found
        from .involved import concerning

        return list(filter(concerning(one.project, one.found.only), found))

    def _selection_of(self, path: str) -> Selection:
        return self._settings_of(path).selection

    def _fail_on(self, path: str) -> str:
        return self._settings_of(path).fail_on or ERROR

    def _settings_of(self, path: str) -> Settings:
        """The settings of any file: another folder that a project reads from may have a
        configuration of its own, with mistakes of its own."""
        known = self.by_file.get(path)
        if known is None:
            try:
                known = self.settings_of(path)
            except CannotLook as error:
                self.trouble(error, path)
                known = Settings(select())
            self.by_file[path] = known
        return known

    def _suppress(self, checked: list[Checked], of_each: list[list[Finding]]) -> list[Suppressed]:
        """Take away the findings that the files ask to be left out, and add what is to be said
        of the asking itself, each to the first project that has to do with the file."""
        if not any(map(_asks, checked, of_each)):
            return []
        from .suppression import suppress

        projects = [one.project for one in checked]
        outcome = suppress(
            projects, [f for mine in of_each for f in mine], self._selection_of, self.today
        )
        left_out = {id(each.finding) for each in outcome.suppressed}
        raised: dict[str, list[Problem]] = {}
        for problem in outcome.problems:
            raised.setdefault(problem.span.source.path, []).append(problem)
        for one, mine in zip(checked, of_each, strict=True):
            paths = one.project.sources.keys() | {finding.span.source.path for finding in mine}
            mine[:] = [finding for finding in mine if id(finding) not in left_out]
            for path in raised.keys() & paths:
                selection = self._selection_of(path)
                more = self._concerning(one, findings(one.project, selection, raised[path]))
                if more:
                    mine += more
                    del raised[path]
            mine.sort(key=in_order)
        return outcome.suppressed


def _asks(one: Checked, found: list[Finding]) -> bool:
    """Whether a file may ask for something to be left out: without this word none does."""
    if one.project.mentions(("composelint",)):
        return True
    others = (each.span.source for each in found if each.file not in one.project.sources)
    return any("composelint" in source.text for source in others)


def _standing_alone(checked: list[Checked]) -> list[Checked]:
    """Without the projects met in folders that are only parts of others in the same run."""
    parts = parts_of_others([(one.found, one.project) for one in checked])
    return [one for one, part in zip(checked, parts, strict=True) if not part]


def parts_of_others(read: Sequence[tuple[Found, Project]]) -> list[bool]:
    """Of each project whether it was met in a folder and is only a part of another of them."""
    includers: dict[str, list[tuple[Found, Project]]] = {}
    for one in read:
        for path in one[1].sources:
            includers.setdefault(path, []).append(one)

    def is_part(found: Found, project: Project) -> bool:
        own = _own(found)
        return any(
            own not in other.files and other.files[0] not in project.sources
            for other, _ in includers.get(own, ())
        )

    return [not found.asked and is_part(found, project) for found, project in read]


def _own(found: Found) -> str:
    """The file that a project is found by: its first, or the one laid over a base."""
    return found.files[-1 if found.only else 0]
