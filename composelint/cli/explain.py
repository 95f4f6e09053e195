"""`composelint explain`: the page of a rule."""

from __future__ import annotations

import os
import sys

from ..nearest import nearest
from ..report.ansi import Paint
from ..rule import Catalogue, Rule, catalogue
from .errors import OK, CannotLook
from .options import add_colour_option
from .page import render
from .parser import Parser
from .terminal import colours, columns, write


def run(arguments: list[str]) -> int:
    """The exit code."""
    parser = Parser(
        "composelint explain",
        "composelint explain [OPTIONS] <ID|NAME>...",
        "Print the page of a rule: what it finds, why that matters, and examples.",
    )
    parser.section("Output")
    add_colour_option(parser)
    options, keys = parser.read(arguments)
    rules = catalogue()
    if not keys:
        raise CannotLook("which rule? Give its id or name; composelint rules lists them")
    paint = Paint(colours(options.color, sys.stdout, os.environ))
    width = columns(sys.stdout, os.environ)
    pages = [_page(_rule(key, rules), rules, paint, width) for key in keys]
    write("\n".join(pages))
    return OK


def _rule(key: str, rules: Catalogue) -> Rule:
    rule = rules.get(key)
    if rule is not None:
        return rule
    near = nearest(key, [*rules.by_name, *rules.by_id])
    meant = f"; did you mean {near}?" if near else "; composelint rules lists them"
    raise CannotLook(f"there is no rule {key!r}{meant}")


def _page(rule: Rule, rules: Catalogue, paint: Paint, width: int) -> str:
    """The page under a head made of its front matter."""
    default = "on by default" if rule.default else "off by default"
    head = [
        f"{paint(rule.severity, rule.id)} {paint('title', rule.name)}: {rule.title}",
        paint("faint", f"{rule.severity}, {default}, group {rule.group}"),
    ]
    return "\n".join([*head, "", render(rules.text(rule), paint, width)])
