"""What plain scalars become where a string is wanted; casts of quoted ones."""

from __future__ import annotations

import pytest

from composelint.model import casts
from composelint.model.bad import BadValue
from composelint.model.gonumbers import parse_bool, parse_float, parse_int
from composelint.model.gostring import scalar_string
from composelint.node import Mapping, Node, Scalar
from composelint.source import Source
from composelint.syntax import compose

from .cases import SCALARS


def node_of(text: str) -> Node:
    """The value under the key `a` of a YAML text."""
    (root,) = compose(Source("compose.yaml", f"a: {text}\n"), [].append)
    assert isinstance(root, Mapping)
    value = root.get("a")
    assert value is not None
    return value


@pytest.mark.parametrize(("text", "wanted"), SCALARS.items())
def test_strings_of_scalars(text: str, wanted: str | None):
    node = node_of(text)
    assert isinstance(node, Scalar)
    assert scalar_string(node) == wanted


@pytest.mark.parametrize("text", ["true", "Y", "yes", "ON"])
def test_words_for_true(text: str):
    assert parse_bool(text) is True


@pytest.mark.parametrize("text", ["1", "t", "0", "f", "", "enable"])
def test_words_for_neither(text: str):
    with pytest.raises(BadValue):
        parse_bool(text)


def test_integers_are_decimal_and_of_64_bits():
    assert (parse_int("+5"), parse_int("-007")) == (5, -7)
    for text in ("0x5", "1_0", " 5", "5.0", "", "-", "9223372036854775808", "٣"):
        with pytest.raises(BadValue):
            parse_int(text)


def test_floats():
    assert parse_float("0x1p-2") == 0.25
    assert parse_float("-Inf") == float("-inf")
    for text in ("", "1_0", "1e400", "0x1", "1e", ".", "+-inf", "²"):
        with pytest.raises(BadValue):
            parse_float(text)


def test_environment_and_labels():
    listed = node_of("[A=1, B, C=, D=b=c]")
    assert casts.variable_map(listed) == {"A": "1", "B": None, "C": "", "D": "b=c"}
    assert casts.label_map(listed) == {"A": "1", "B": "", "C": "", "D": "b=c"}
    mapped = node_of("{A: 1e3, B: ~, C: ''}")
    assert casts.variable_map(mapped) == {"A": "1000", "B": None, "C": ""}


def test_casts_of_quoted_values():
    values = {text: node_of(text) for text in ('"5"', "5.0", "5.9", '"0.5"', '"yes"', "false")}
    assert all(isinstance(node, Scalar) for node in values.values())
    nodes = {text: node for text, node in values.items() if isinstance(node, Scalar)}
    assert [casts.whole_number(nodes[text]) for text in ('"5"', "5.0", "5.9")] == [5, 5, 5]
    assert casts.number32(nodes['"0.5"']) == 0.5
    assert casts.boolean(nodes['"yes"']) is True
    assert casts.boolean(nodes["false"]) is False
