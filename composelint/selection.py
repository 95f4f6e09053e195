"""Which rules speak: presets, and what the user adds and takes away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .finding import ERROR, INFO, SEVERITIES, Problem
from .nearest import nearest
from .rule import GROUPS, Catalogue, Rule, catalogue

#: Presets besides the one for each group.
PRESETS = ("minimal", "recommended", "strict")
DEFAULT_PRESET = "recommended"

#: Of the rules of reading, the only one that can be switched off: the others tell that a part
#: of the project could not be judged at all.
_OPTIONAL_READING = "unset-variable"


class UnknownSelector(ValueError):
    """Neither an id, a prefix of ids, a name, a group nor a preset; names the nearest."""


class Selection:
    """The rules that speak: `least` holds for each name the least severity that is shown.

    `severities` are those that the user gave rules by name, instead of their pages'; `options`
    what the user set for those rules that can be set.
    """

    __slots__ = ("least", "options", "rules", "severities")

    def __init__(self, rules: Catalogue, least: dict[str, str]) -> None:
        self.rules = rules
        self.least = least
        self.severities: dict[str, str] = {}
        self.options: dict[str, dict[str, Any]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self.least

    def severity(self, rule: Rule, problem: Problem) -> str:
        """How grave a problem is: what the user says, else the check, else the page."""
        return self.severities.get(rule.name) or problem.severity or rule.severity

    def shows(self, rule: Rule, severity: str) -> bool:
        """Whether a finding of a rule is shown: a preset may want the rule's errors only."""
        least = self.least.get(rule.name)
        return least is not None and SEVERITIES.index(severity) >= SEVERITIES.index(least)


def joined(selection: Selection, others: Iterable[Selection]) -> Selection:
    """A selection with those rules of others that it knows: what has to be run."""
    missing = dict.fromkeys(
        name
        for other in others
        if other is not selection
        for name in other.least
        if name not in selection.least and name in selection.rules.by_name
    )
    if not missing:
        return selection
    both = Selection(selection.rules, {**selection.least, **dict.fromkeys(missing, INFO)})
    both.severities, both.options = selection.severities, selection.options
    return both


def select(
    presets: Iterable[str] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    rules: Catalogue | None = None,
) -> Selection:
    """The rules of the presets and of `select`, without those of `ignore`.

    Without presets, `select` alone decides; without both it is the preset `recommended`. A
    selector is an id (CL301), the beginning of ids (CL3), a name or a group. The rules of
    reading always speak, but for unset-variable. Raises UnknownSelector.
    """
    rules = catalogue() if rules is None else rules
    presets = list(presets)
    selectors = list(select)
    if not presets and not selectors:
        presets = [DEFAULT_PRESET]
    least: dict[str, str] = {}
    for preset in presets:
        for name, severity in _preset(preset, rules).items():
            if severity != ERROR or name not in least:
                least[name] = severity
    for selector in selectors:
        least.update(dict.fromkeys(matching(selector, rules), INFO))
    for selector in ignore:
        meant = matching(selector, rules)
        if meant and all(always_on(rules.by_name[name]) for name in meant):
            raise UnknownSelector(f"{selector} cannot be switched off")
        for name in meant:
            least.pop(name, None)
    for rule in rules:
        if always_on(rule):
            least[rule.name] = INFO
    return Selection(rules, least)


def always_on(rule: Rule) -> bool:
    """Whether it is a rule of reading that cannot be switched off."""
    return rule.group == "reading" and rule.name != _OPTIONAL_READING


def _preset(preset: str, rules: Catalogue) -> dict[str, str]:
    if preset == "minimal":
        return {rule.name: ERROR for rule in rules if rule.default and rule.severity == ERROR}
    if preset == "recommended":
        return {rule.name: INFO for rule in rules if rule.default}
    if preset == "strict":
        return {rule.name: INFO for rule in rules}
    if preset in GROUPS:
        return {rule.name: INFO for rule in rules if rule.group == preset}
    raise UnknownSelector(f"{preset!r} is no preset{_meant(preset, (*PRESETS, *GROUPS))}")


def matching(selector: str, rules: Catalogue) -> list[str]:
    """The names of the rules that a selector means (see `select`); raises UnknownSelector."""
    rule = rules.get(selector)
    if rule is not None:
        return [rule.name]
    lowered = selector.lower()
    if lowered in GROUPS:
        return [rule.name for rule in rules if rule.group == lowered]
    if len(lowered) > 1:
        found = [rule.name for rule in rules if rule.id.lower().startswith(lowered)]
        if found:
            return found
    names = [*rules.by_name, *rules.by_id, *GROUPS]
    raise UnknownSelector(f"{selector!r} is no rule and no group{_meant(selector, names)}")


def _meant(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return "" if near is None else f"; did you mean {near}?"
