"""Where instructions begin, and which Dockerfiles are left alone.

`instructions.json` holds the names and lines that BuildKit's own parser gives (through the library
dockerfile 3.4.0, which cannot be installed everywhere).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from composelint.dockerfile.instructions import NotRead, Text, directives, read_instructions
from composelint.dockerfile.words import expand, raw_words, words
from composelint.node import UNKNOWN
from composelint.source import Source, Span

ROWS = json.loads((Path(__file__).parent / "instructions.json").read_text(encoding="utf-8"))


def text_of(text: str) -> Text:
    source = Source("Dockerfile", text)
    starts: list[int | None] = [0]
    for line in text.split("\n")[:-1]:
        starts.append((starts[-1] or 0) + len(line) + 1)
    return Text(text, text.split("\n"), source, starts, Span(source, 0, 0))


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_instructions_begin_where_buildkit_has_them(row: dict[str, Any]) -> None:
    text = text_of(row["text"])
    escape = directives(row["text"]).get("escape", "\\")
    ours = [
        [one.name, one.span.source.position(one.span.start).line]
        for one in read_instructions(text, escape)
    ]
    assert ours == row["instructions"]


@pytest.mark.parametrize("text", ["FROM a\nRUN <<EOF\nUSER x\n", "FROM a\nINCLUDE b\n"])
def test_what_buildkit_refuses_is_not_read(text: str) -> None:
    with pytest.raises(NotRead):
        read_instructions(text_of(text), "\\")


def test_the_place_of_an_instruction_is_all_its_lines() -> None:
    one = read_instructions(text_of("FROM a\n  USER \\\n   me  \n\nEXPOSE 1\n"), "\\")[1]
    assert one.span.text == "USER \\\n   me"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# escape=`\n# syntax=x\nFROM a", {"escape": "`", "syntax": "x"}),
        ("#Syntax = docker/dockerfile:1 \nFROM a", {"syntax": "docker/dockerfile:1"}),
        ("# a comment\n# escape=`\nFROM a", {}),
        ("\n# escape=`\n", {}),
        ("FROM a\n# escape=`\n", {}),
        ("# escape=`\n# escape=\\\n", {"escape": "`"}),
    ],
)
def test_directives_stand_at_the_top(text: str, expected: dict[str, str]) -> None:
    assert directives(text) == expected


VALUES = {"A": "1", "E": "", "S": "x y", "U": UNKNOWN}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$A-${A}", "1-1"),
        ("${NONE:-d}${E:-d}${E-d}", "dd"),
        ("${A:-d}${A:+s}${NONE:+s}${NONE?x}", "1s"),
        ("${NONE:-${A}}}", "1}"),
        ("${NONE:-${NONE:-$A}}", "1"),
        ("'$A'\"$A\"\\$A", "$A1$A"),
        ('"a\\"b\\x\\\\"', 'a"b\\x\\'),
        ("${A#x}", UNKNOWN),
        ("${U:-d}", UNKNOWN),
        ("$U/x", f"{UNKNOWN}/x"),
        ("$", "$"),
        ("${", ""),
        ("${A", "1"),
        ("\\", "\\"),
        ("$1", ""),
    ],
)
def test_variables(text: str, expected: str) -> None:
    assert expand(text, "\\", VALUES.get) == expected


def test_words() -> None:
    assert raw_words("a 'b c' \"d e\" f\\ g", "\\") == ["a", "'b c'", '"d e"', "f\\ g"]
    assert words("$S \"$S\" '$S' $E $A", "\\", VALUES.get) == ["x", "y", "x y", "$S", "1"]


def test_a_default_of_defaults_has_an_end() -> None:
    deep = "${X:-" * 5000 + "}" * 5000
    assert expand(deep, "\\", VALUES.get) == UNKNOWN
