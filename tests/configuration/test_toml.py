"""The places of keys and values in TOML, which the library that reads it does not tell."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composelint.configuration.options import plain
from composelint.configuration.toml import NoToml, read_toml
from composelint.node import Mapping, Node, Sequence
from composelint.source import Source

from .made import mistakes

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EVERY_FORM = '''\
top = "a"  # no = 1
"quoted key" = 1.5
'literal' . dotted.deep = true
text = """
one \\"""
[not.a.table]
two"""
lines = \'\'\'
[[nor.this]] = "
\'\'\'\'
"es\\u0063aped" = 'x'

[ table . "with.dot" ] # [comment]
list = [
  1, # [
  [ "]", ']' ],
  { a = 1, "b" = { c = 2 }, d.e = 3 },
]
date = 1979-05-27 07:32:00
empty = []
none = {}

[[many]]
n = 1
[[many]]
n = 2
[many.below]
x = 1
[[many.deeper]]
y = 1
[[many.deeper]]
y = 2
'''


def places(node: Node) -> list[tuple[str, Any]]:
    """(text of the key's span, text of the value's span) of every pair, below in order."""
    found: list[tuple[str, Any]] = []
    if type(node) is Mapping:
        for key, value in node.entries.values():
            found.append((key.span.text, value.span.text))
            found += places(value)
    elif type(node) is Sequence:
        for item in node.items:
            found.append(("-", item.span.text))
            found += places(item)
    return found


def test_every_form() -> None:
    root = read_toml(Source("x.toml", EVERY_FORM))
    data = tomllib.loads(EVERY_FORM)
    data["table"]["with.dot"]["date"] = "1979-05-27 07:32:00"
    assert plain(root) == data
    found = places(root)
    for pair in [
        ("top", '"a"'),
        ('"quoted key"', "1.5"),
        ("deep", "true"),
        ('"es\\u0063aped"', "'x'"),
        ("empty", "[]"),
        ("none", "{}"),
        ("date", "1979-05-27 07:32:00"),
        ("-", "1"),
        ("-", "']'"),
        ("-", "[ \"]\", ']' ]"),
        ('"b"', "{ c = 2 }"),
        ("c", "2"),
        ("e", "3"),
        ("n", "1"),
        ("n", "2"),
        ("-", "[[many]]"),
        ("below", "[many.below]"),
        ("y", "2"),
        ("many", "[[many]]"),
        ('"with.dot"', '[ table . "with.dot" ]'),
    ]:
        assert pair in found, pair
    many = root.get("many")
    assert type(many) is Sequence
    begins = [EVERY_FORM[item.start :].splitlines()[:2] for item in many]
    assert begins == [["[[many]]", "n = 1"], ["[[many]]", "n = 2"]]
    texts = dict(found)
    assert texts["text"].startswith('"""\none')
    assert texts["text"].endswith('two"""')
    assert texts["lines"].endswith("\n''''")


KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=4)
VALUES = st.recursive(
    st.booleans() | st.integers(-999, 999) | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=15,
)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(value: Any, blank: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{blank}" + f",{blank}".join(written(v, blank) for v in value) + f"{blank}]"
    if isinstance(value, dict):
        pairs = (f"{quoted(k)} = {written(v, blank)}" for k, v in value.items())
        return "{ " + ", ".join(pairs) + " }"
    return str(value)


def agree(node: Node) -> None:
    """What stands at the places of keys and values is what they are."""
    if type(node) is Mapping:
        for name, (key, value) in node.entries.items():
            assert tomllib.loads(f"{key.span.text} = 1") == {name: 1}
            agree(value)
    elif type(node) is Sequence:
        for item in node.items:
            agree(item)
    text = node.span.text
    if not text.startswith("[[") and node.start < node.end:
        assert tomllib.loads(f"x = {text}")["x"] == plain(node)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4), st.sampled_from(["", " ", "\n", " # ]\n  "]))
def test_places_hold_what_is_read_there(data: dict[str, Any], blank: str) -> None:
    text = "".join(f"{quoted(key)} = {written(value, blank)}\n" for key, value in data.items())
    root = read_toml(Source("x.toml", text))
    assert plain(root) == data
    for name, (key, value) in root.entries.items():
        assert tomllib.loads(f"{key.span.text} = 1") == {name: 1}
        if "\n" not in blank or type(value) is not Mapping:
            agree(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tool.composelint\n", ["1:18: this is not TOML: expected ']'"]),
        ("a = \n", ["1:5: this is not TOML: invalid value"]),
        ("[tool]\ncomposelint = 3\n", ["2:15: tool.composelint must be a table, not a number"]),
        ("[tool.composelint]\npreset = 1\n", ["2:10: preset must be the name of a preset"]),
        ("[tool.composelint]\nseverities.CL301 = 'x'\n", ["2:20: 'x' is no severity"]),
        ("[tool.composelint.severities]\nCL301 = 'x'\n", ["2:9: 'x' is no severity"]),
        ("[tool.composelint.severity]\nCL301 = 'x'\n", ["1:19: unknown key 'severity'"]),
        ("[[tool.composelint.paths]]\nignore = 'CL3'\n", ["1:1: match is missing"]),
        (
            "[[tool.composelint.paths]]\nmatch = 'a'\n[[tool.composelint.paths]]\nmatch = ['']\n",
            ["4:10: an item of match is empty"],
        ),
        ("[tool.composelint]\nexclude = [\n 'a',\n 2024-01-01\n]", ["4:2: an item of exclude"]),
        ("[tool.composelint]\ntarget = 12:00:00", ["2:10: target must be"]),
        ("x = " + "[" * 5000, ["1:1: this is not TOML: values are nested too deep"]),
        ("x = 1" + "0" * 5000, ["this is not TOML"]),
        ("[tool.composelint]\r\npreset = 'strickt'\r\n", ["2:10: 'strickt' is no preset"]),
        ("[tool.other]\npreset = 1\n", []),
    ],
)
def test_mistakes(tmp_path: Any, text: str, expected: list[str]) -> None:
    found = mistakes(tmp_path, text, "pyproject.toml")
    assert len(found) == len(expected)
    for line, words in zip(found, expected, strict=True):
        assert words in line


def test_what_is_no_toml_has_a_place() -> None:
    with pytest.raises(NoToml) as caught:
        read_toml(Source("x.toml", "a = 1\nb = [1\n"))
    assert caught.value.at == 13
