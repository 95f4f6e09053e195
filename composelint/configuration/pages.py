"""Rules of the user's own: pages in the form of ours, in folders that a configuration names.

A page has no code beside it: its check is a generic one with parameters, or one that an installed
distribution registers (composelint.plugins).
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterator
from typing import Any

from ..nearest import nearest
from ..node import Mapping, Node
from ..rule import GROUPS, KEYS, OURS, InvalidPage, Rule, make_rule, split_page
from ..source import Source, Span, UnreadableText, decode
from .document import yaml_documents
from .options import check_options, plain
from .reading import Reading, meant

#: The one that can look at the project as a whole, and whose parameter is a file.
SCHEMA = "generic.schema"

#: What each generic check takes: (parameter, whether it must be there, whether it is a list), and
#: the fields that its messages can have.
GENERIC: dict[str, tuple[tuple[tuple[str, bool, bool], ...], tuple[str, ...]]] = {
    "generic.forbid": ((("values", False, True),), ("value", "path", "attribute")),
    "generic.require": (
        (("attribute", True, False), ("unless", False, True)),
        ("value", "path", "attribute"),
    ),
    "generic.one_of": ((("values", True, True),), ("value", "path", "values")),
    "generic.matches": ((("pattern", True, False),), ("value", "path")),
    "generic.unique": ((), ("value", "path", "first")),
    SCHEMA: ((("schema", True, False),), ("path", "reason")),
}

_ID = re.compile(r"[A-Z][A-Z_-]*[0-9]+")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FIELD = re.compile(r"\{([a-z_]+)(?::\S+?)?\}")
#: A folder of pages may tell about itself.
_NO_PAGE = ("readme.md",)
#: Only we have rules of reading, and rules about what is said to composelint.
_NOT_THEIRS = ("reading", "own")


def read_folder(
    folder: str, place: Node, reading: Reading, pages: dict[str, tuple[Rule, str]]
) -> None:
    """Add the pages of a folder to those of others: (rule, text) by name."""
    path = os.path.normpath(os.path.join(reading.folder, folder))
    try:
        names = [name for name, is_folder in reading.disk.entries(path) if not is_folder]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        reading.wrong(place.span, f"the folder {folder} cannot be read: {reason}")
        return
    names = [name for name in names if name.endswith(".md") and name.lower() not in _NO_PAGE]
    if not names:
        reading.wrong(place.span, f"there are no pages of rules (*.md) in the folder {folder}")
    for name in names:
        file = os.path.join(path, name)
        try:
            source = decode(file, reading.disk.read(file))
        except (OSError, UnreadableText) as error:
            reason = getattr(error, "strerror", "") or str(error)
            reading.wrong(Span(Source(file, ""), 0, 0), f"the page cannot be read: {reason}")
            continue
        _read_page(name[:-3], source, reading, pages)


def _read_page(
    name: str, source: Source, reading: Reading, pages: dict[str, tuple[Rule, str]]
) -> None:
    head, body = split_page(source.text.replace("\r\n", "\n"))
    before = len(reading.mistakes)
    # The line of --- is YAML too, and keeps the lines of the front matter where they are.
    front = Source(source.path, f"---\n{head}\n")
    documents = yaml_documents(front, reading) if head else []
    if len(reading.mistakes) > before:
        return
    node = documents[0] if documents else None
    if type(node) is not Mapping:
        begin = Span(front, 0, 0)
        reading.wrong(begin, "a page begins with its front matter between two lines of ---")
        return
    try:
        rule = _rule(name, plain(node))
        if SCHEMA in rule.checks:
            rule = _with_schema(rule, source.path, reading)
        for other in (*reading.rules, *(rule for rule, _ in pages.values())):
            _differ(rule, other)
    except InvalidPage as error:
        key = node.key(error.key)
        place = node.span if key is None else key.span
        reading.wrong(place, str(error).removeprefix(f"{name}.md: "))
    else:
        pages[name] = rule, body


def _with_schema(rule: Rule, page: str, reading: Reading) -> Rule:
    """The rule with the schema itself in place of its file's name, relative to the page."""
    name = rule.parameters["schema"]
    path = os.path.normpath(os.path.join(os.path.dirname(page), name))
    from ..checks.schemas import InvalidSchema, check_schema

    before = len(reading.mistakes)
    try:
        schema = _json_or_yaml(decode(path, reading.disk.read(path)), reading)
        if len(reading.mistakes) == before:
            check_schema(schema)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InvalidPage(f"the schema {name} cannot be read: {reason}", "with") from None
    except (UnreadableText, InvalidSchema) as error:
        raise InvalidPage(f"{name} is no JSON Schema: {error}", "with") from None
    return rule._replace(parameters={**rule.parameters, "schema": schema})


def _json_or_yaml(source: Source, reading: Reading) -> Any:
    if not source.path.endswith(".json"):
        documents = yaml_documents(source, reading)
        return plain(documents[0]) if documents else None
    import json

    try:
        return json.loads(source.text)
    except (ValueError, RecursionError) as error:
        raise UnreadableText(str(error)) from None


def _differ(rule: Rule, other: Rule) -> None:
    if rule.id == other.id:
        raise InvalidPage(f"the id {rule.id} is taken by the rule {other.name}", "id")
    if rule.name == other.name:
        raise InvalidPage(f"the name {rule.name} is taken by the rule {other.id}")


def _rule(name: str, data: dict[str, Any]) -> Rule:
    """A rule from its front matter; raises InvalidPage."""
    for key in data:
        if key not in KEYS:
            raise InvalidPage(f"unknown key {key!r}{meant(key, KEYS)}", key)
    rule = make_rule(name, {"group": "custom", "default": True, **data})
    if not _ID.fullmatch(rule.id) or rule.id.startswith(OURS):
        raise InvalidPage(
            f"an id is letters and a number such as ACME001, and does not begin with {OURS}", "id"
        )
    if not _NAME.fullmatch(name) or name in GROUPS:
        raise InvalidPage(
            "the page's name is the rule's: small letters, digits and -, and no group's"
        )
    if rule.group in _NOT_THEIRS:
        raise InvalidPage(f"the group {rule.group} is for rules of composelint itself", "group")
    if rule.fix != "none":
        raise InvalidPage("rules of your own have no fixes", "fix")
    if rule.scope != "project":
        raise InvalidPage("rules of your own look at one project at a time", "scope")
    if "" in rule.target or any("" in target.split(".") for target in rule.target):
        raise InvalidPage("a target is a path such as services.*.image", "target")
    check_options(rule)
    for problem in _checked(rule):
        raise problem
    return rule


def _checked(rule: Rule) -> Iterator[InvalidPage]:
    """What is wrong with the checks of a page."""
    if not rule.checks:
        yield InvalidPage(f"check is missing: use one of {', '.join(GENERIC)}")
    for check in rule.checks:
        if check in GENERIC:
            yield from _generic(rule, check)
        else:
            yield from _installed(check)


def _installed(check: str) -> Iterator[InvalidPage]:
    from ..plugins import GROUP, registered

    if check in registered():
        return
    known = [*GENERIC, *registered()]
    near = nearest(check, known)
    hint = f"did you mean {near}?" if near else f"use one of {', '.join(known)}"
    yield InvalidPage(f"no package here registers {check!r} under {GROUP}; {hint}", "check")


def _generic(rule: Rule, check: str) -> Iterator[InvalidPage]:
    parameters, fields = GENERIC[check]
    if not rule.target and check != SCHEMA:
        yield InvalidPage(f"target is missing: {check} needs a path such as services.*.image")
    if "" not in rule.messages:
        yield InvalidPage(f"message must be text: {check} has one kind of findings", "message")
    known = {name for name, _, _ in parameters}
    for name in rule.parameters:
        if name not in known and len(rule.checks) == 1:
            yield InvalidPage(f"{check} has no parameter {name!r}{meant(name, known)}", "with")
    for name, needed, is_list in parameters:
        if name in rule.parameters:
            yield from _parameter(check, name, rule.parameters[name], is_list)
        elif needed:
            yield InvalidPage(f"{check} needs {name!r} under 'with'", "with")
    for key, templates in (("message", rule.messages), ("help", rule.helps)):
        for field in _FIELD.findall(" ".join(templates.values())):
            if field not in fields and len(rule.checks) == 1:
                has = ", ".join(fields)
                yield InvalidPage(f"{check} gives no {{{field}}} for a message, but {has}", key)


def _parameter(check: str, name: str, value: Any, is_list: bool) -> Iterator[InvalidPage]:
    if is_list:
        items = value if isinstance(value, list) else [value]
        names_only = name == "unless"
        if not isinstance(value, list) or not value:
            yield InvalidPage(f"{name} of {check} must be a list", "with")
        elif any(isinstance(i, (list, dict)) or (names_only and type(i) is not str) for i in items):
            yield InvalidPage(f"the items of {name} must be single values", "with")
    elif not isinstance(value, str):
        yield InvalidPage(f"{name} of {check} must be text", "with")
    elif name == "pattern":
        try:
            re.compile(value)
        except (re.error, RecursionError, OverflowError) as error:
            yield InvalidPage(f"the pattern is no regular expression: {error}", "with")
