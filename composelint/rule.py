"""Rules as their pages tell them: rules/<name>.md, front matter and text.

The pages are the catalogue. A wheel carries their front matter as a Python module too (written by
setup.py), because reading a hundred pages costs 10 ms and importing the module 0.2; a checkout
reads the pages.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .finding import INFO, SEVERITIES

#: The groups, in the order of their ids: CL0xx to CL9xx; the last for users' own rules.
GROUPS = (
    "reading",
    "shape",
    "references",
    "network",
    "operations",
    "security",
    "images",
    "style",
    "engine",
    "own",
    "custom",
)

#: What ids of our rules begin with, and no others.
OURS = "CL"

#: The module that holds the front matter in a wheel: composelint/rules/_index.py.
INDEX = "_index"

#: Set by the tests: a template that asks for a field which a problem lacks is then an error.
strict = False

_FIELD = re.compile(r"\{([a-z_]+)(?::(and|or|→))?\}")
_LONGEST = 160


class InvalidPage(ValueError):
    """A rule's page that says something we do not understand; the message names page and key.

    `key` is the key of the front matter that it is about ("" for none).
    """

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


class Rule(NamedTuple):
    """The front matter of a page.

    `messages` and `helps` hold a template for each variant ("" the default one); `checks` the
    functions or generic checks that raise the rule, empty where loading raises it; `given` the
    variants that a fragment's base may settle, so that a fragment is not blamed for them. A rule
    with words in `when` needs one of them to stand in a file of the project. `scope` is "run" for a
    rule that looks at all projects of a run together, "projects" if it does so where there is but
    one as well, and "engine" for one that needs an engine's state and an exact reading.
    """

    id: str
    name: str
    title: str
    group: str
    severity: str
    default: bool
    since: str
    scope: str
    target: tuple[str, ...]
    checks: tuple[str, ...]
    parameters: dict[str, Any]
    messages: dict[str, str]
    helps: dict[str, str]
    given: tuple[str, ...]
    when: tuple[str, ...]
    fix: str
    options: dict[str, Any]

    def message(self, variant: str, fields: Mapping[str, Any]) -> str:
        """The words for a problem."""
        # A message may end with what the file's author says about it, and that may be nothing.
        return _fill(self, self.messages, variant, fields).rstrip(": ") or self.title

    def help(self, variant: str, fields: Mapping[str, Any]) -> str:
        """What to do about it; "" where the message says it all."""
        return _fill(self, self.helps, variant, fields)


class Catalogue:
    """All rules, by name and by id; iterates in the order of the ids, users' own rules last.

    The pages lie in `folder`, but for those whose texts are given, by the rule's name.
    """

    __slots__ = ("by_id", "by_name", "folder", "texts")

    def __init__(
        self, rules: Iterable[Rule], folder: str, texts: Mapping[str, str] | None = None
    ) -> None:
        ordered = sorted(rules, key=lambda rule: (not rule.id.startswith(OURS), rule))
        self.folder = folder
        self.texts = texts or {}
        self.by_id = {rule.id: rule for rule in ordered}
        self.by_name = {rule.name: rule for rule in ordered}
        if len(self.by_id) != len(ordered):
            twice = [rule.name for rule in ordered if self.by_id[rule.id] is not rule]
            raise InvalidPage(f"{twice[0]}.md: its id is taken by another rule")

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.by_name.values())

    def __len__(self) -> int:
        return len(self.by_name)

    def get(self, key: str) -> Rule | None:
        """A rule by id or by name, in any case."""
        return self.by_id.get(key.upper()) or self.by_name.get(key.lower())

    def text(self, rule: Rule) -> str:
        """The page of a rule without its front matter (Markdown)."""
        known = self.texts.get(rule.name)
        if known is not None:
            return known
        return split_page(_read(os.path.join(self.folder, rule.name + ".md")))[1]


_catalogue: Catalogue | None = None


def catalogue() -> Catalogue:
    """The rules that ship with composelint, read once."""
    global _catalogue
    if _catalogue is None:
        folder = os.path.join(os.path.dirname(__file__), "rules")
        if os.path.isdir(folder):
            _catalogue = _indexed(folder)
        else:
            beside = os.path.join(os.path.dirname(os.path.dirname(__file__)), "rules")
            _catalogue = Catalogue(read_pages(beside), beside)
    return _catalogue


def _indexed(folder: str) -> Catalogue:
    try:
        from composelint.rules import _index  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return Catalogue(read_pages(folder), folder)
    return Catalogue([Rule(*row) for row in _index.ROWS], folder)


def read_pages(folder: str) -> list[Rule]:
    """Read every page of a folder; raises InvalidPage, OSError."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".md"))
    return [read_page(name[:-3], _read(os.path.join(folder, name))) for name in names]


def write_index(rules: Iterable[Rule]) -> str:
    """The text of the module that stands in for the pages in a wheel."""
    rows = "".join(f"    {tuple(rule)!r},\n" for rule in sorted(rules))
    return f'"""The front matter of the pages, written by setup.py."""\n\nROWS = (\n{rows})\n'


def read_page(name: str, text: str) -> Rule:
    """A page's front matter; raises InvalidPage."""
    import yaml

    head, _ = split_page(text)
    try:
        data = yaml.load(head, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise InvalidPage(f"{name}.md: {error}") from None
    if not isinstance(data, dict):
        raise InvalidPage(f"{name}.md: no front matter between two lines of ---")
    return make_rule(name, data)


def make_rule(name: str, data: dict[str, Any]) -> Rule:
    """A rule from the front matter of its page; raises InvalidPage."""
    for key in data:
        if key not in KEYS:
            raise InvalidPage(f"{name}.md: unknown key {key!r}", key)
    for key, kind in KEYS.items():
        if key in data and not _is(data[key], kind):
            raise InvalidPage(f"{name}.md: {key} is of the wrong type", key)
    for key in ("id", "title", "group", "severity", "message"):
        if key not in data:
            raise InvalidPage(f"{name}.md: {key} is missing")
    for key, known in (("group", GROUPS), ("severity", SEVERITIES)):
        if data[key] not in known:
            raise InvalidPage(f"{name}.md: {key} is none of {', '.join(known)}", key)
    return Rule(
        id=data["id"],
        name=name,
        title=data["title"],
        group=data["group"],
        severity=data["severity"],
        default=data.get("default", data["severity"] != INFO),
        since=data.get("since", ""),
        scope=data.get("scope", "project"),
        target=_strings(data.get("target", ())),
        checks=_strings(data.get("check", ())),
        parameters=data.get("with", {}),
        messages=_templates(data["message"]),
        helps=_templates(data.get("help", "")),
        given=_strings(data.get("given", ())),
        when=_strings(data.get("when", ())),
        fix=data.get("fix", "none"),
        options=data.get("options", {}),
    )


_TEXTS = "texts"
_TEMPLATES = "templates"

#: What a page may say, and of what type it is: a class, or text alone, a list of it, or a mapping
#: to it.
KEYS: dict[str, Any] = {
    "id": str,
    "title": str,
    "group": str,
    "severity": str,
    "default": bool,
    "since": str,
    "scope": str,
    "target": _TEXTS,
    "check": _TEXTS,
    "with": dict,
    "message": _TEMPLATES,
    "help": _TEMPLATES,
    "given": _TEXTS,
    "when": _TEXTS,
    "fix": str,
    "options": dict,
}


def _is(value: Any, kind: Any) -> bool:
    if isinstance(kind, type):
        return isinstance(value, kind)
    if isinstance(value, dict) and kind == _TEMPLATES:
        return all(isinstance(part, str) for pair in value.items() for part in pair)
    if isinstance(value, list) and kind == _TEXTS:
        return all(isinstance(item, str) for item in value)
    return isinstance(value, str)


def _strings(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _templates(value: Any) -> dict[str, str]:
    """A template, or a template for each variant; folded lines lose their last newline."""
    variants = value if isinstance(value, dict) else {"": value}
    return {variant: text.strip() for variant, text in variants.items()}


def split_page(text: str) -> tuple[str, str]:
    """Front matter and the rest of a page."""
    if not text.startswith("---\n"):
        return "", text
    head, _, body = text[4:].partition("\n---\n")
    return head, body.lstrip("\n")


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def _fill(rule: Rule, templates: dict[str, str], variant: str, fields: Mapping[str, Any]) -> str:
    template = templates.get(variant)
    if template is None:
        if strict and templates is rule.messages:
            raise KeyError(f"{rule.name} has no message {variant!r}")
        template = templates.get("", "")
    if "{" not in template:
        return template

    def value(match: re.Match[str]) -> str:
        name, word = match.groups()
        if name in fields:
            return show(fields[name], word)
        if strict:
            raise KeyError(f"{rule.name}, {variant!r}: the message needs {name!r}")
        return "…"

    return _FIELD.sub(value, template)


def show(value: Any, word: str | None = None) -> str:
    """A field of a message as people read it: one line, no control characters, not endless.

    Lists become "a, b, c", or with a word "a, b and c", or with an arrow "a → b → c".
    """
    if isinstance(value, (list, tuple)):
        parts = [show(item) for item in value]
        if word == "→":
            return " → ".join(parts)
        if word and len(parts) > 1:
            parts[-2:] = [f"{parts[-2]} {word} {parts[-1]}"]
        return ", ".join(parts)
    text = str(value)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else _escaped(c) for c in text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _escaped(character: str) -> str:
    # "\n" for a newline and the like; UNKNOWN (a private-use character) is "…", as it is no text.
    return "…" if character == "\uf8ff" else repr(character)[1:-1]
