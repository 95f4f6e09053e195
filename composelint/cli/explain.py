"""`composelint explain`: the page of a rule, or where a value of the project comes from."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..nearest import nearest
from ..report.ansi import Paint
from ..rule import Catalogue, Rule, catalogue
from .errors import OK, CannotLook
from .known_rules import known_rules
from .options import add_colour_option, add_project_options
from .page import render
from .parser import Parser, one_of
from .terminal import colours, columns, write

#: What a path can begin with, and so be a path without a dot in it.
_TOP_LEVEL = frozenset(
    "name services networks volumes secrets configs models jobs include version".split()
)


def run(arguments: list[str]) -> int:
    """The exit code."""
    parser = _parser()
    options, keys = parser.read(arguments)
    rules = catalogue()
    if not keys:
        raise CannotLook(
            "which rule? Give its id or name; composelint rules lists them. Or which value? "
            "Give its path, such as services.web.image"
        )
    paint = Paint(colours(options.color, sys.stdout, os.environ))
    width = columns(sys.stdout, os.environ)
    paths = [key for key in keys if is_path(key, rules)]
    if not paths:
        _only_for_paths(options)
        if not all(map(rules.get, keys)):
            rules = known_rules()
        write("\n".join(_page(_rule(key, rules, options), rules, paint, width) for key in keys))
        return OK
    others = [key for key in keys if key not in paths]
    if others:
        raise CannotLook(f"{others[0]} is a rule and {paths[0]} a path: ask for one kind at a time")
    from .explain_value import explain_values

    return explain_values(paths, options, paint, width)


def is_path(key: str, rules: Catalogue) -> bool:
    """Whether an argument names a value of the project and not a rule."""
    if rules.get(key) is not None:
        return False
    return "." in key or "[" in key or key.startswith("x-") or key in _TOP_LEVEL


def _parser() -> Parser:
    parser = Parser(
        "composelint explain",
        "composelint explain [OPTIONS] <ID|NAME|PATH>...",
        "Print the page of a rule: what it finds, why that matters, and examples. For a path "
        "such as services.web.ports[0], tell where that value of the project comes from: the "
        "files, extends, includes, merge keys and variables that it went through.",
    )
    add_project_options(parser)
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        default="text",
        type=one_of("format", "text", "json"),
        help="text, or json for a path [default: text]",
    )
    add_colour_option(parser)
    return parser


def _only_for_paths(options: Any) -> None:
    if options.format != "text":
        raise CannotLook("--format json is for paths; composelint rules has it for rules")


def _rule(key: str, rules: Catalogue, options: Any) -> Rule:
    rule = rules.get(key)
    if rule is not None:
        return rule
    from .explain_value import path_to

    near = path_to(key, options) or nearest(key, [*rules.by_name, *rules.by_id])
    meant = f"; did you mean {near}?" if near else "; composelint rules lists them"
    raise CannotLook(f"there is no rule {key!r}{meant}")


def _page(rule: Rule, rules: Catalogue, paint: Paint, width: int) -> str:
    """The page under a head made of its front matter."""
    default = "on by default" if rule.default else "off by default"
    head = [
        f"{paint(rule.severity, rule.id)} {paint('title', rule.name)}: {rule.title}",
        paint("faint", f"{rule.severity}, {default}, group {rule.group}"),
    ]
    parts = [*head, "", render(rules.text(rule), paint, width)]
    if rule.options:
        parts += [paint("title", "Options"), "", render(_options(rule), paint, width)]
    return "\n".join(parts)


def _options(rule: Rule) -> str:
    """What a configuration can set for the rule, in the little Markdown of pages."""
    import json

    lines = []
    for name, about in rule.options.items():
        values = f" of {', '.join(about['values'])}" if about.get("values") else ""
        default = json.dumps(about["default"], ensure_ascii=False)
        lines.append(f"- {name} ({about['type']}{values}; {default}): {about['description']}.")
    return "\n".join(lines)
