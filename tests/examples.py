"""The examples on the pages of the rules: what they consist of, and the marks in them.

A fenced block is a file; `file=NAME` behind the language, or a first line `# file: NAME`, names
it (else compose.yaml). A block that is named joins the example before it, unless that has such a
file already; any other begins an example. `exact`, `target=…` and `profiles=a,b` behind the
language say how the example is read, `run` that each of its folders is a project of one run (and
state.json the saved state of an engine), `preset=…` by which rules it is judged (else the
recommended ones). `# CL301` at the end of a line marks where a finding begins.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ENTRY = "compose.yaml"

_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"# file: (\S+)\n")
_MARK = re.compile(r"[ \t]*# (CL\d{3}(?: CL\d{3})*)[ \t]*$", re.MULTILINE)

Mark = tuple[str, int, str]
"""(file, line, id)"""


class Example(NamedTuple):
    """`files` without the marks; `options` as behind the language, `exact` as ""."""

    section: str
    files: dict[str, str]
    options: dict[str, str]
    marks: list[Mark]


def examples(text: str) -> list[Example]:
    """The examples below `## Bad`, `## Good` and `## Fixed` of a page."""
    found: list[Example] = []
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        section, _, body = part.partition("\n")
        begin = len(found)
        for match in _BLOCK.finditer(body):
            options = dict(word.partition("=")[::2] for word in match[2].split())
            content = match[3]
            named = _NAMED.match(content)
            if named:
                content = content[named.end() :]
            name = options.pop("file", "") or (named[1] if named else "")
            new = not name or "run" in options
            if len(found) == begin or new or name in found[-1].files:
                found.append(Example(section.strip(), {}, {}, []))
            _add(found[-1], name or ENTRY, content, options)
    return found


def marks_in(name: str, content: str) -> list[Mark]:
    """The marks in a file."""
    return [
        (name, number, rule)
        for number, line in enumerate(content.splitlines(), 1)
        for mark in _MARK.finditer(line)
        for rule in mark[1].split()
    ]


def _add(example: Example, name: str, content: str, options: dict[str, str]) -> None:
    example.marks.extend(marks_in(name, content))
    example.files[name] = _MARK.sub("", content)
    example.options.update(options)
