"""Variables in the values of a file's tree, filled in the way Docker Compose does it."""

from __future__ import annotations

from collections.abc import Callable

from ..finding import Problem, Report
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from .template import InvalidTemplate, Lookup, MissingVariable, Variable, substitute

__all__ = [
    "Fill",
    "InvalidTemplate",
    "Lookup",
    "MissingVariable",
    "Variable",
    "interpolate",
    "substitute",
]


Fill = Callable[..., str]
"""Fills the variables of one text: template.substitute, or what another program has for it."""

#: How a value can have a `$` where its writing has none.
_HIDDEN_DOLLAR = ("\\x24", "\\u0024", "\\U00000024", "binary")


def interpolate(
    root: Node,
    lookup: Lookup,
    *,
    assume: bool,
    report: Report,
    on_variable: Callable[[Scalar, Variable, Path], None] | None = None,
    eager: bool = False,
    fill: Fill = substitute,
) -> Node:
    """The tree with the variables of its values filled in; what does not change is shared.

    Keys stay as they are, and so does what `!reset` takes away; `x-` sections and unused
    services are read like the rest. A result is always text, however number-like.
    `on_variable` gets the scalar as written, so that scalar.part(variable.start, variable.end)
    is the variable's place. A node under several aliases counts once, on its first path. `fill`
    reads one text: other programs have a substitute of their own.

    Reports `invalid-interpolation` (fields text, variable, reason: see InvalidTemplate) and,
    unless `assume`, `required-variable` (fields name, message); such a scalar becomes UNKNOWN.
    """
    text = root.source.text
    hidden = any(writing in text for writing in _HIDDEN_DOLLAR)
    if "$" not in text and not hidden:
        return root
    walk = _Walk(lookup, assume, report, on_variable, eager, fill)
    walk.text = "" if hidden else text
    walk.alias = "*" if "&" in text else "$"
    return walk.node(root)


class _Walk:
    """One pass over a tree. `path` is where it stands, `done` the results for shared nodes,
    `texts` those for scalars by the place of their writing (an alias's scalar is a copy).

    `text` is the file's text where a stretch of it without `$` and `alias` has no variables; "" in
    a file that may hide a dollar.
    """

    __slots__ = (
        "alias",
        "assume",
        "done",
        "eager",
        "fill",
        "lookup",
        "on_variable",
        "path",
        "report",
        "text",
        "texts",
    )

    def __init__(
        self,
        lookup: Lookup,
        assume: bool,
        report: Report,
        on_variable: Callable[[Scalar, Variable, Path], None] | None,
        eager: bool,
        fill: Fill,
    ) -> None:
        self.lookup = lookup
        self.fill = fill
        self.assume = assume
        self.report = report
        self.on_variable = on_variable
        self.eager = eager
        self.path: list[str | int] = []
        self.done: dict[int, Node] = {}
        self.text = ""
        self.alias = "*"
        self.texts: dict[int, str] = {}

    def node(self, node: Node) -> Node:
        done = self.done
        address = id(node)
        if address in done:
            return done[address]
        if node.tag == "!reset":
            return node
        done[address] = node  # stands while the node is read, should it contain itself
        result = node
        if isinstance(node, Scalar):
            result = self.scalar(node)
        elif isinstance(node, Mapping):
            result = self.mapping(node)
        elif isinstance(node, Sequence):
            result = self.sequence(node)
        done[address] = result
        return result

    def mapping(self, mapping: Mapping) -> Mapping:
        changed: dict[str, tuple[Scalar, Node]] = {}
        path = self.path
        text, alias = self.text, self.alias
        for name, (key, value) in mapping.entries.items():
            if type(value) is Scalar:
                if "$" not in value.text:
                    continue
            elif text:
                start, end = value.start, value.end
                if text.find("$", start, end) < 0 and text.find(alias, start, end) < 0:
                    continue
            path.append(name)
            result = self.node(value)
            path.pop()
            if result is not value:
                changed[name] = (key, result)
        if not changed:
            return mapping
        entries = {**mapping.entries, **changed}
        copy = Mapping(mapping.source, mapping.start, mapping.end, mapping.tag, entries)
        copy.origin = mapping.origin
        copy.merged = mapping.merged
        copy.history = mapping.history
        return copy

    def sequence(self, sequence: Sequence) -> Sequence:
        changed: list[Node] | None = None
        path = self.path
        text, alias = self.text, self.alias
        for index, value in enumerate(sequence.items):
            if type(value) is Scalar:
                if "$" not in value.text:
                    continue
            elif text:
                start, end = value.start, value.end
                if text.find("$", start, end) < 0 and text.find(alias, start, end) < 0:
                    continue
            path.append(index)
            result = self.node(value)
            path.pop()
            if result is not value:
                if changed is None:
                    changed = list(sequence.items)
                changed[index] = result
        if changed is None:
            return sequence
        copy = Sequence(sequence.source, sequence.start, sequence.end, sequence.tag, changed)
        copy.origin = sequence.origin
        return copy

    def scalar(self, scalar: Scalar) -> Scalar:
        if not isinstance(scalar.value, str) or "$" not in scalar.text:
            return scalar
        text = self.texts.get(scalar.start)
        if text is None:
            text = self.texts[scalar.start] = self.filled(scalar)
        if text == scalar.text:
            return scalar
        copy = Scalar(scalar.source, scalar.start, scalar.end, scalar.tag, text, text, scalar.plain)
        copy.origin = scalar.origin
        copy.raw = scalar.text
        return copy

    def filled(self, scalar: Scalar) -> str:
        """The result for one scalar; what is wrong with it is reported."""
        on_variable = self.on_variable
        seen: Callable[[Variable], None] | None = None
        if on_variable is not None:
            path = tuple(self.path)
            tell = on_variable

            def seen(variable: Variable) -> None:
                tell(scalar, variable, path)

        try:
            return self.fill(
                scalar.text, self.lookup, assume=self.assume, seen=seen, eager=self.eager
            )
        except InvalidTemplate as error:
            fields = {
                "text": scalar.text[error.start : error.end],
                "variable": error.variable,
                "reason": error.reason,
            }
            self.problem("invalid-interpolation", scalar, error, fields)
        except MissingVariable as error:
            fields = {"name": error.name, "message": error.message}
            self.problem("required-variable", scalar, error, fields)
        return UNKNOWN

    def problem(
        self,
        rule: str,
        scalar: Scalar,
        error: InvalidTemplate | MissingVariable,
        fields: dict[str, str],
    ) -> None:
        span = scalar.part(error.start, error.end)
        self.report(Problem(rule, span, tuple(self.path), fields=fields, refused=True))
