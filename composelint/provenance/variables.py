"""Where the variables of a value have their values from."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..loading.dotenv import DotenvError, Entry, entries
from ..loading.template import InvalidTemplate, MissingVariable, Variable, substitute
from ..node import Mapping, Scalar
from ..project import Layer, Project
from ..source import Source, Span, UnreadableText, decode
from .record import DOTENV, ENVIRONMENT, FALLBACK, NAME, UNSET, Use

#: No file sets variables by way of more others than this.
_DEEPEST = 20

Lookup = Callable[[str], "str | None"]


class Found(NamedTuple):
    """An entry of an env file, and the text of the file."""

    source: Source
    entry: Entry

    @property
    def span(self) -> Span:
        entry = self.entry
        if entry.value_start == entry.value_end:  # nothing, or nothing behind the sign
            return Span(self.source, entry.name_start, entry.value_end)
        return Span(self.source, entry.value_start, entry.value_end)


class Variables:
    """The variables of one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.sources: dict[str, Source | None] = {}

    def uses(self, scalar: Scalar, span: Span) -> list[Use]:
        """The variables that had a part in a scalar, in order; of those outside of `span` none."""
        found: list[Use] = []
        done: set[tuple[int, int]] = set()
        for written, variable, _ in self.project.variables:
            if written.source.path != scalar.source.path:
                continue
            if not written.start <= scalar.start <= scalar.end <= max(written.end, written.start):
                continue
            if (variable.start, variable.end) in done or not variable.used:
                continue
            done.add((variable.start, variable.end))
            place = written.part(variable.start, variable.end)
            if place.start < span.end and span.start < place.end:
                found += self._use(written, variable)
        return found

    def _use(self, written: Scalar, variable: Variable) -> list[Use]:
        environment = written.source.environment
        value = environment.get(variable.name)
        present = bool(value) if variable.operator[:1] == ":" else value is not None
        if value is not None and (present or not variable.operator or variable.default is None):
            return self.origin(variable.name, environment, 0)
        if variable.default is None or variable.operator[-1:] != "-":
            return [Use(variable.name, value or "", UNSET, None)]
        begin = variable.start + 2 + len(variable.name) + len(variable.operator)
        span = written.part(begin, begin + len(variable.default))
        filled = _filled(variable.default, environment.get)
        return [Use(variable.name, filled, FALLBACK, span)]

    def origin(self, name: str, environment: dict[str, str], depth: int) -> list[Use]:
        """A variable that is set, and those that its own value is made of."""
        value = environment.get(name, "")
        if name == "COMPOSE_PROJECT_NAME":
            return [Use(name, value, *self.name_origin(), depth)]
        layer = next((la for la in self.project.layers if la.environment is environment), None)
        if layer is None:
            return [Use(name, value, ENVIRONMENT, None, depth)]
        if name in layer.outer:
            if any(la.environment is layer.outer for la in self.project.layers):
                return self.origin(name, layer.outer, depth)
            return [Use(name, value, ENVIRONMENT, None, depth)]
        found = self._in_files(name, layer)
        if found is None:
            return [Use(name, value, ENVIRONMENT, None, depth)]
        return [Use(name, value, DOTENV, found.span, depth), *self._inner(found, layer, depth)]

    def name_origin(self) -> tuple[str, Span | None]:
        """Where the project's name comes from."""
        node = self.project.root.get("name")
        if type(node) is Scalar and isinstance(node.value, str) and self.project.name:
            from ..loading.name import normalized

            if normalized(node.text) == self.project.name:
                return NAME, node.span
        layer = self.project.layers[0] if self.project.layers else None
        if layer is not None:
            found = self._in_files("COMPOSE_PROJECT_NAME", layer)
            if found is not None and found.entry.value == self.project.name:
                return DOTENV, found.span
            if layer.outer.get("COMPOSE_PROJECT_NAME") == self.project.name:
                return ENVIRONMENT, None
        return NAME, None

    def _in_files(self, name: str, layer: Layer) -> Found | None:
        found: Found | None = None
        known: dict[str, str] = {}
        for path in layer.paths:
            for each in self.read(path, layer.outer.get, known):
                if each.entry.value is not None:
                    known[each.entry.name] = each.entry.value
                    if each.entry.name == name:
                        found = each
        return found

    def _inner(self, found: Found, layer: Layer, depth: int) -> list[Use]:
        """The variables in the value of an env file's entry."""
        uses: list[Use] = []
        for name in names_in(found):
            if depth < _DEEPEST and name != found.entry.name:
                environment = layer.environment
                if name in environment:
                    uses += self.origin(name, environment, depth + 1)
                else:
                    uses.append(Use(name, "", UNSET, None, depth + 1))
        return uses

    def read(self, path: str, lookup: Lookup, earlier: dict[str, str]) -> list[Found]:
        """The entries of an env file up to where it cannot be read; none where it is not there."""
        source = self.source(path)
        found: list[Found] = []
        if source is not None:
            try:
                for entry in entries(source.text, lookup, earlier=earlier, assume=False):
                    found.append(Found(source, entry))
            except DotenvError:
                pass
        return found

    def source(self, path: str) -> Source | None:
        if path not in self.sources:
            try:
                self.sources[path] = decode(path, self.project.read(path))
            except (OSError, UnreadableText):
                self.sources[path] = None
        return self.sources[path]


def names_in(found: Found) -> list[str]:
    """The variables that the value of an entry names, as far as they have a part in it."""
    entry = found.entry
    writing = found.source.text[entry.value_start : entry.value_end]
    if writing.startswith("'"):
        return []
    seen: list[Variable] = []
    try:
        substitute(writing, lambda name: None, assume=True, seen=seen.append)
    except (InvalidTemplate, MissingVariable):
        return []
    return list(dict.fromkeys(variable.name for variable in seen))


def _filled(text: str, lookup: Lookup) -> str:
    try:
        return substitute(text, lookup, assume=False)
    except (InvalidTemplate, MissingVariable):
        return text


__all__ = ["Found", "Mapping", "Variables", "names_in"]
