"""From what a configuration says to the rules that speak: layer over layer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..finding import INFO
from ..rule import Catalogue
from ..selection import Selection, always_on, matching, select
from ..target import Target
from .keys import OFF


class Layer(NamedTuple):
    """What one place says: the whole file, a section for some paths, or the command line.

    `preset` and `select` are empty where it does not say which rules to use.
    """

    preset: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: dict[str, str] = {}  # noqa: RUF012  (a NamedTuple's default; nobody writes to it)
    options: dict[str, dict[str, Any]] = {}  # noqa: RUF012
    target: Target | None = None
    fail_on: str = ""


def layer(values: dict[str, Any]) -> Layer:
    """A layer from what was read of a file or a section."""
    return Layer(
        preset=tuple(values.get("preset") or ()),
        select=tuple(values.get("select") or ()),
        ignore=tuple(values.get("ignore") or ()),
        severities=values.get("severities") or {},
        options=values.get("options") or {},
        target=values.get("target"),
        fail_on=values.get("fail-on") or "",
    )


def selection_of(layers: list[Layer], rules: Catalogue) -> Selection:
    """The rules of some layers, each over those before it.

    The last layer with `preset` or `select` says where to begin, and what earlier ones switched
    on and off is forgotten; severities and options stay. Raises UnknownSelector.
    """
    begin = max((n for n, each in enumerate(layers) if each.preset or each.select), default=0)
    selection = select(layers[begin].preset, layers[begin].select, rules=rules)
    for each in layers[begin:]:
        _switch(selection, each)
    for each in layers:
        _set_severities(selection, each)
        for name, options in each.options.items():
            selection.options[name] = {**selection.options.get(name, {}), **options}
    return selection


def _switch(selection: Selection, one: Layer) -> None:
    rules = selection.rules
    for selector, names, severity in _broad_first(one.severities, rules):
        if severity == OFF:
            _leave_out(selection, names)
        elif rules.get(selector) is not None:
            selection.least[names[0]] = INFO
    for selector in one.ignore:
        # Alone for its error: a selector of the command line may mean nothing here.
        select(ignore=(selector,), rules=rules)
        _leave_out(selection, matching(selector, rules))


def _leave_out(selection: Selection, names: Iterable[str]) -> None:
    for name in names:
        if not always_on(selection.rules.by_name[name]):
            selection.least.pop(name, None)


def _set_severities(selection: Selection, one: Layer) -> None:
    for _, names, severity in _broad_first(one.severities, selection.rules):
        for name in names:
            if severity != OFF and not always_on(selection.rules.by_name[name]):
                selection.severities[name] = severity
                if name in selection.least:
                    # Not hidden where a preset wants errors only: it was one.
                    selection.least[name] = INFO


def _broad_first(severities: dict[str, str], rules: Catalogue) -> list[tuple[str, list[str], str]]:
    """(selector, rules, severity): what means many rules first, so that what means few counts."""
    found = [(selector, matching(selector, rules), s) for selector, s in severities.items()]
    return sorted(found, key=lambda each: -len(each[1]))
