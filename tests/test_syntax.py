"""YAML to node trees: what is refused, what is read, and that every span lies where it should.

The tables hold verdicts of Docker Compose 5.6.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composelint.finding import Problem
from composelint.loading.merge import OVERRIDE, Way, merge
from composelint.node import Mapping, Node, Scalar, Sequence
from composelint.resolved.values import plain
from composelint.source import Source
from composelint.syntax import compose


def read(text: str) -> tuple[list[Node], list[Problem]]:
    problems: list[Problem] = []
    return compose(Source("compose.yaml", text), problems.append), problems


def values(text: str) -> Any:
    documents, problems = read(text)
    assert not [problem for problem in problems if problem.refused]
    return plain(documents[0])


#: (text, what it means): all of it accepted.
ACCEPTED: list[tuple[str, Any]] = [
    ("a: {b: c,d}", {"a": {"b": "c", "d": None}}),
    ("a: {b:c}", {"a": {"b:c": None}}),
    ("a: [b,]", {"a": ["b"]}),
    ("a: b#c", {"a": "b#c"}),
    ("a: b #c", {"a": "b"}),
    ("'a': 'it''s'", {"a": "it's"}),
    ("? a\n: b", {"a": "b"}),
    ("a:\n- b\n- c", {"a": ["b", "c"]}),
    ('a: "\\x41\\u0041"', {"a": "AA"}),
    ('a: "b\\\n  c"', {"a": "bc"}),
    ("a: |\n b\n  c\n", {"a": "b\n c\n"}),
    ("a: |2\n    b\n", {"a": "  b\n"}),
    ("a: >-\n  b\n  c\n", {"a": "b c"}),
    ("a: !!python/object:x {}", {"a": {}}),
    ("a: &x 1\nb: *x", {"a": 1, "b": 1}),
    ("a: &x 1\nb: *x\nc: &x 2\nd: *x", {"a": 1, "b": 1, "c": 2, "d": 2}),
    ("k: &k foo\na: {*k : 1}", {"k": "foo", "a": {"foo": 1}}),
    ("b: &b {p: 1, q: 2}\na:\n  q: 3\n  <<: *b", {"b": {"p": 1, "q": 2}, "a": {"q": 3, "p": 1}}),
    ("a:\n  <<: [{p: 1}, {p: 2, q: 3}]", {"a": {"p": 1, "q": 3}}),
    ("a:\n  <<: []\n  q: 1", {"a": {"q": 1}}),
    ("a:\n  '<<': {p: 1}", {"a": {"<<": {"p": 1}}}),
    ("a:\n  !!merge '<<': {p: 1}", {"a": {"p": 1}}),
    ("a: {!!binary aGVsbG8=: 1}", {"a": {"hello": 1}}),
    ("a: {!!str 1: 1}", {"a": {"1": 1}}),
    ("a:\t1", {"a": 1}),
    ("a: [\n\t1]", {"a": [1]}),
    ("#a\n\t#b\na: 1", {"a": 1}),
    ("a: 'x\u2028y'", {"a": "x\u2028y"}),
    ("a: x\x7fy", {"a": "x\x7fy"}),
    ("%YAML 1.1\n---\na: 1", {"a": 1}),
    ("a: 1\n...\n", {"a": 1}),
]

#: (text, rule, variant) of the first problem.
REFUSED = [
    ("a: 1\na: 2", "duplicate-key", ""),
    ("a: 1\n'a': 2", "duplicate-key", ""),
    ("1: 1\n'1': 2", "wrong-type", "key"),
    ("a: {1: 1}", "wrong-type", "key"),
    ("a: {true: 1}", "wrong-type", "key"),
    ("a: {~: 1}", "wrong-type", "key"),
    ("a: {2001-01-01: 1}", "wrong-type", "key"),
    ("a:\n  ? [b]\n  : 1", "yaml-syntax", "complex-key"),
    ("a:\n  <<: ~", "yaml-syntax", "merge-key"),
    ("a:\n  <<: b", "yaml-syntax", "merge-key"),
    ("a:\n  <<: [b]", "yaml-syntax", "merge-key"),
    ("a:\n  <<: {b: 1}\n  <<: {c: 1}", "duplicate-key", ""),
    ("a: *nope", "yaml-syntax", "unknown-anchor"),
    ("a: &a\n  b: *a", "runaway-document", "loop"),
    ("a: &a [*a]", "runaway-document", "loop"),
    ("a: !!int abc", "yaml-syntax", "tag-mismatch"),
    ("a: !!timestamp x", "yaml-syntax", "tag-mismatch"),
    ('a: "b\\/c"', "yaml-syntax", "escape"),
    ("%YAML 1.2\n---\na: 1", "yaml-syntax", "yaml-version"),
    ("a:\n\tb: 1", "yaml-syntax", "tab"),
    ("a: 1 # b\n\t# c\nd: 1", "yaml-syntax", "tab"),
    ('a: "b', "yaml-syntax", "quote"),
    ("a: [b", "yaml-syntax", "bracket"),
    ("a: @b", "yaml-syntax", "reserved-character"),
    ("a: b: c", "yaml-syntax", "second-colon"),
    ("a: x\x01y", "yaml-syntax", "character"),
]


@pytest.mark.parametrize(("text", "value"), ACCEPTED)
def test_accepted(text: str, value: Any) -> None:
    assert values(text) == value


@pytest.mark.parametrize(("text", "rule", "variant"), REFUSED)
def test_refused(text: str, rule: str, variant: str) -> None:
    problem = read(text)[1][0]
    assert (problem.rule, problem.variant, problem.refused) == (rule, variant, True)


def test_what_stands_before_an_error_is_kept() -> None:
    documents, _ = read("a:\n  b: 1\n  c: [1, 2\nd: 1")
    root = documents[0]
    assert isinstance(root, Mapping)
    assert plain(root)["a"]["b"] == 1


def test_several_documents() -> None:
    assert [plain(node) for node in read("a: 1\n---\nb: 2\n")[0]] == [{"a": 1}, {"b": 2}]


def test_spans_hold_what_they_say() -> None:
    text = "a: one\nb: 'two'\nc: |\n  three\nd: [four, {e: five}]\n"
    root = read(text)[0][0]
    assert [node.span.text for node in nodes(root) if isinstance(node, Scalar)] == [
        "a", "one", "b", "'two'", "c", "|\n  three", "d", "four", "e", "five",
    ]  # fmt: skip


def nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Mapping):
        for key, value in node.entries.values():
            yield key
            yield from nodes(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from nodes(item)


_PIECES = [
    "a", "b: ", ": ", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ",", "'", '"', "#", " ",
    "&a ", "*a", "<<: ", "|", ">-", "!reset ", "!!int ", "---\n", "\t", "\u00e9", "\U0001f600", "1",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_spans_lie_in_the_file(text: str) -> None:
    documents, problems = read(text)
    for document in documents:
        for node in nodes(document):
            assert 0 <= node.start <= node.end <= len(text)
            if isinstance(node, Scalar) and node.plain and node.text and not node.tag:
                assert text[node.start] in ("&", node.text[0])
    for problem in problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


_TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("abc", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", min_size=1), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["services", "networks", "x-a"]), _TREES, max_size=3))
def test_merging_nothing_changes_nothing(tree: dict[str, Any]) -> None:
    import json

    root, empty = read(json.dumps(tree))[0][0], read("{}")[0][0]
    assert isinstance(root, Mapping)
    assert isinstance(empty, Mapping)
    problems: list[Problem] = []
    way = Way(OVERRIDE, None, problems.append)
    assert plain(merge(root, empty, way)) == tree
    assert plain(merge(empty, root, way)) == tree
    assert not problems
