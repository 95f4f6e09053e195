"""Where a value of the merged project comes from, by way of all that files do to each other."""

from __future__ import annotations

from typing import Any

from ..loading.merge import RESET as TAKEN
from ..loading.name import folder_name
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..resolved.values import plain
from ..source import Span
from .envfiles import Brought, labels_of, variables_of
from .implied import Elsewhere, default, elsewhere
from .paths import PathError, choose, tokens
from .record import (
    DEFAULT,
    REPEATED,
    RESET,
    UNSET,
    VARIABLE,
    Part,
    Provenance,
    Step,
    Use,
)
from .steps import Steps, leaves, shown, within
from .trail import Trails
from .tree import below, printed_items, same_place, spot_of
from .variables import Variables, names_in
from .versions import History, Version, history

_NOTHING: Any = object()


class Explainer:
    """Explains the values of one project.

    `model` is what `config` prints of it (resolved.resolved), None for a project that Docker
    Compose refuses or that another program reads: then the merged tree has the say.
    """

    def __init__(self, project: Project, model: dict[str, Any] | None) -> None:
        self.project = project
        self.model = model
        self.trails = Trails(project)
        self.variables = Variables(project)
        self._brought: dict[tuple[str, str], dict[str, list[Brought]]] = {}

    def path(self, text: str) -> Path:
        """The path that a text names; raises PathError."""
        written = tokens(text)
        try:
            return choose(written, self.children)
        except PathError as error:
            try:
                return choose(written, self._written_children)
            except PathError:
                raise error from None

    def children(self, path: Path) -> list[str] | int:
        """What stands below a path, as `config` prints it, and then what it does not print."""
        value = _in_model(self.model, path)
        if isinstance(value, list):
            return len(value)
        written = self._written_children(path)
        if isinstance(value, dict):
            names = written if isinstance(written, list) else []
            return list(dict.fromkeys((*value, *names)))
        return written

    def _written_children(self, path: Path) -> list[str] | int:
        node = self._node(path)
        if type(node) is Mapping:
            return list(dict.fromkeys((*node.entries, *(node.history or ()))))
        if type(node) is Sequence:
            return len(printed_items(node, path))
        return []

    def _node(self, path: Path) -> Node | None:
        spot = spot_of("", self.project.root)
        for depth, step in enumerate(path):
            found = below(spot, path[:depth], step)
            if found is None:
                return None
            spot = found
        return spot.node

    def explain(self, path: Path) -> Provenance:
        """Where the value at a path comes from, with the places of its parts."""
        found = self.of(path)
        known = self.children(path)
        steps: list[str | int] = list(known) if isinstance(known, list) else list(range(known))
        parts = []
        for step in steps:
            at = (*path, step)
            part = self.of(at)
            parts.append(Part(at, part.value, part.span))
        return found._replace(parts=tuple(parts))

    def of(self, path: Path) -> Provenance:
        """The same without the parts."""
        if path == ("name",):
            return self._project_name()
        brought = self._env_file_entries(path)
        found = history(self.project.root, path)
        last = found.versions[-1] if found.versions else None
        if last is None or last.then == TAKEN:
            return self._taken(path, found)
        if last.rest and not brought:
            other = elsewhere(self.project, path)
            if other is not None:
                return self._elsewhere(path, other)
            return self._default(path, last)
        if not brought and self._is_implied(path, last.spot.node):
            return self._default(path, last, last.spot.span)
        if not brought and type(last.spot.node) is not Scalar:
            return self._of_parts(path, found)
        return self._of_versions(path, found, brought)

    def _is_implied(self, path: Path, node: Node) -> bool:
        """Whether a node stands for what Docker Compose makes of it: a condition of a dependency
        that is but named (loading.forms.made), the settings of a network that is but named."""
        value = _in_model(self.model, path)
        if type(node) is not Scalar:  # `external: {name: x}`
            return value is not _NOTHING and not isinstance(value, (dict, list))
        if node.value is None:
            return False
        if node.raw is not None and "$" not in node.raw and node.raw != node.text:
            return True
        return value in ({}, [])

    def _of_parts(self, path: Path, found: History) -> Provenance:
        """A mapping or list: everywhere that something of it is written."""
        node = found.versions[-1].spot.node
        places = [(version.spot.node.source.path, version.spot.span) for version in found.versions]
        places += [(place.source.path, place.span) for place in leaves(node)]
        values = [
            each
            for each in self.trails.all(path)
            if any(file == each.node.source.path and within(at, each.node) for file, at in places)
        ]
        if len(values) < 2:
            return self._of_versions(path, found, [])
        steps = self._steps(path)
        steps.parts(values)
        span = values[-1].node.span
        value = self._value(path, node)
        return Provenance(path, value, span, tuple(steps.steps), note=self._note(path))

    def _steps(self, path: Path) -> Steps:
        return Steps(self.project, self.trails, path)

    def _value(self, path: Path, last: Node | None) -> Any:
        value = _in_model(self.model, path)
        if value is _NOTHING:
            known = type(last) is not Scalar or last.known
            return plain(last) if last is not None and known else None
        return value

    def _note(self, path: Path) -> str:
        """Why `config` does not print a value, or why it is not known."""
        node = self._node(path)
        if type(node) is Scalar and not node.known:
            return "not known: it takes a variable that has no value here"
        if self.model is None or _in_model(self.model, path) is not _NOTHING:
            return ""
        service = self._node(path[:2])
        named = self.project.profiles_of(service) if type(service) is Mapping else ()
        if path[0] == "services" and type(service) is Mapping and not self.project.enabled(service):
            return f"config leaves {path[1]} out: it is of the profile {', '.join(named)}"
        return "config prints nothing for it"

    def _of_versions(self, path: Path, found: History, brought: list[Brought]) -> Provenance:
        steps = self._steps(path)
        for each in brought:
            steps.brought(each)
        last = found.versions[-1]
        if last.rest:  # only the env files say something
            given = tuple(self._uses_of_entry(brought[-1]))
            span = brought[-1].found.span
            return Provenance(path, self._value(path, None), span, tuple(steps.steps), given)
        steps.versions(found)
        node = last.spot.node
        self._repeats(path, node, steps)
        uses = self._uses(path, node, last.spot.span)
        if uses and _bare(node, path[-1]):
            steps.add(VARIABLE, uses[0].span, uses[0].value, uses[0].name)
        value = self._value(path, node)
        shown_steps = tuple(steps.steps)
        note = self._note(path)
        return Provenance(path, value, last.spot.span, shown_steps, tuple(uses), note=note)

    def _repeats(self, path: Path, node: Node, steps: Steps) -> None:
        """What says again what the value that counts says, but is no item of a list."""
        if type(node) is Scalar and path[2:3] in (("networks",), ("models",)) and len(path) == 4:
            steps.named_again(node)
        again = self._node((*path[:2], "external", "name")) if path[2:] == ("name",) else None
        if again is not None and not same_place(again, node):
            steps.add(REPEATED, again.span, shown(again))

    def _uses(self, path: Path, node: Node, span: Span) -> list[Use]:
        if type(node) is not Scalar:
            return []
        if span != node.span and node.text.startswith(f"{path[-1]}="):
            span = node.span  # variables in the name count too
        uses = self.variables.uses(node, span)
        if not uses and _bare(node, path[-1]) and path[-2:-1] in (("environment",), ("args",)):
            name = str(path[-1])
            environment = node.source.environment
            if name not in environment:
                environment = self.project.environment
            if name in environment:
                return self.variables.origin(name, environment, 0)
            return [Use(name, "", UNSET, None)]
        return uses

    def _env_file_entries(self, path: Path) -> list[Brought]:
        """What env files or label files say of a variable or label of a service."""
        if (
            len(path) != 4
            or path[2] not in ("environment", "labels")
            or path[0] not in ("services", "jobs")
        ):
            return []
        service = self._node(path[:2])
        if type(service) is not Mapping:
            return []
        key = (str(path[1]), str(path[2]))
        if key not in self._brought:
            self._brought[key] = (
                variables_of(self.project, self.variables, key[0], service)
                if path[2] == "environment"
                else labels_of(self.variables, service)
            )
        return self._brought[key].get(str(path[3]), [])

    def _uses_of_entry(self, brought: Brought) -> list[Use]:
        uses: list[Use] = []
        for name in names_in(brought.found):
            if name in self.project.environment:
                uses += self.variables.origin(name, self.project.environment, 0)
        return uses

    def _elsewhere(self, path: Path, other: Elsewhere) -> Provenance:
        found = self.of(other.path)
        steps = list(found.steps)
        steps.append(Step(DEFAULT, steps[-1].version if steps else 1, None, None, other.note))
        return found._replace(path=path, value=self._value(path, None), steps=tuple(steps))

    def _default(self, path: Path, last: Version, at: Span | None = None) -> Provenance:
        """What Docker Compose itself brings, with the nearest place that has to do with it."""
        why = default(path, self._node(path[:2]))
        value = self._value(path, None)
        depth = len(path) - len(last.rest)
        external = self._node((*path[:2], "external"))
        if external is not None and path[2:] == ("name",):
            at = external.span
        near: Span | None = at or self._key_span(path[:depth]) or last.spot.span
        uses: tuple[Use, ...] = ()
        if why.named:
            origin, span = self.variables.name_origin()
            uses = (Use("COMPOSE_PROJECT_NAME", self.project.name, origin, span),)
        if depth < 2:
            near = None
        return Provenance(path, value, None, (Step(DEFAULT, 1, near, value, why.note),), uses)

    def _key_span(self, path: Path) -> Span | None:
        """Where the key of an entry stands, or the item of a list."""
        if not path:
            return None
        parent = self._node(path[:-1])
        if type(parent) is Mapping:
            key = parent.key(str(path[-1]))
            return None if key is None else key.span
        node = self._node(path)
        return None if node is None else node.span

    def _taken(self, path: Path, found: History) -> Provenance:
        """What a `!reset` took away."""
        steps = self._steps(path)
        steps.versions(found)
        steps.count += 1
        span = found.versions[-1].span if found.versions else None
        steps.add(RESET, span, None)
        return Provenance(path, None, span, tuple(steps.steps), note="taken away by !reset")

    def _project_name(self) -> Provenance:
        name = self.project.name
        origin, span = self.variables.name_origin()
        found = history(self.project.root, ("name",))
        if span is not None and origin == "project":
            return self._of_versions(("name",), found, [])._replace(value=name)
        use = Use("COMPOSE_PROJECT_NAME", name, origin, span)
        if origin == "project":
            folder = folder_name(self.project.directory) == name
            note = "the name of the project's folder" if folder else "the name that was given"
            return Provenance(("name",), name, None, (Step(DEFAULT, 1, None, name, note),))
        steps = (Step(VARIABLE, 1, span, name, "COMPOSE_PROJECT_NAME"),)
        return Provenance(("name",), name, span, steps, (use,))


def _bare(node: Node, name: str | int) -> bool:
    """A variable without a value: `KEY` in a list, `KEY:` in a mapping."""
    return type(node) is Scalar and (node.value is None or (node.raw is None and node.text == name))


def _in_model(model: Any, path: Path) -> Any:
    """The value at a path of the model, or _NOTHING."""
    value = _NOTHING if model is None else model
    for step in path:
        if isinstance(value, dict):
            value = value.get(step, _NOTHING)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return _NOTHING
    return value
