"""`composelint rules`: every rule in a line."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..report.ansi import Paint
from ..report.columns import wrap
from ..rule import Catalogue, Rule
from .errors import OK, CannotLook
from .known_rules import known_rules
from .options import add_colour_option
from .parser import Parser, one_of
from .terminal import colours, columns, write


def run(arguments: list[str]) -> int:
    """The exit code."""
    parser = Parser(
        "composelint rules",
        "composelint rules [OPTIONS]",
        "List the rules, with those of your own that the configuration here names. Those with "
        "a * are on by default.",
    )
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        default="text",
        type=one_of("format", "text", "json"),
        help="text or json [default: text]",
    )
    add_colour_option(parser)
    options, others = parser.read(arguments)
    if others:
        raise CannotLook(f"unexpected argument {others[0]!r}; composelint explain shows one rule")
    rules = known_rules()
    if options.format == "json":
        write(_json(rules))
    else:
        paint = Paint(colours(options.color, sys.stdout, os.environ))
        write(_text(rules, paint, columns(sys.stdout, os.environ)))
    return OK


def _text(rules: Catalogue, paint: Paint, width: int) -> str:
    longest = max(len(rule.name) for rule in rules)
    widest = max(len(rule.id) for rule in rules)
    lines: list[str] = []
    group = ""
    for rule in rules:
        if rule.group != group:
            group = rule.group
            lines.append(f"{'' if len(lines) == 0 else chr(10)}{paint('title', group)}")
        lines += _line(rule, (widest, longest), paint, width)
    return "\n".join(lines) + "\n"


def _line(rule: Rule, widths: tuple[int, int], paint: Paint, width: int) -> list[str]:
    """`widths` are those of the longest id and the longest name."""
    widest, longest = widths
    star = "*" if rule.default else " "
    severity = paint(rule.severity, f"{rule.severity:<7}")
    head = f"  {rule.id:<{widest}} {star} {severity}  {rule.name:<{longest}}  "
    left = widest + longest + 16
    first, *more = wrap(rule.title, max(width - left, 24))
    return [head + first, *(" " * left + line for line in more)]


def _json(rules: Catalogue) -> str:
    import json

    rows: list[dict[str, Any]] = [
        {
            "id": rule.id,
            "name": rule.name,
            "title": rule.title,
            "group": rule.group,
            "severity": rule.severity,
            "default": rule.default,
            "since": rule.since,
            "fix": rule.fix,
            "options": rule.options,
        }
        for rule in rules
    ]
    return json.dumps(rows, indent=2) + "\n"
