"""Scalars read as Docker Compose reads them: the table below is what the binary printed."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composelint.node import Timestamp
from composelint.scalars import TagMismatch, resolve, resolve_tagged

#: What `config --format json` of 5.6.1 shows for `x-a: TEXT`.
PLAIN: list[tuple[str, Any]] = [
    ("", None), ("~", None), ("null", None), ("NULL", None), ("nULL", "nULL"), ("<<", None),
    ("true", True), ("True", True), ("tRUE", "tRUE"), ("yes", "yes"), ("on", "on"), ("n", "n"),
    ("0", 0), ("+1", 1), ("-1", -1), ("0777", 511), ("0o17", 15), ("0o8", "0o8"), ("08", 8.0),
    ("0x1F", 31), ("-0x1F", -31), ("0xg", "0xg"), ("0b101", 5), ("0b2", "0b2"), ("-010", -8),
    ("1_000", 1000), ("_1", "_1"), ("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("-.5", -0.5),
    ("1e3", 1000.0), ("1E+3", 1000.0), (".e3", ".e3"), ("1e400", "1e400"), ("1e-400", 0.0),
    ("22:22", "22:22"), ("12:30:45", "12:30:45"), ("1.2.3", "1.2.3"), ("inf", "inf"),
    (".inf", math.inf), ("-.INF", -math.inf), ("9223372036854775808", 2**63),
    ("18446744073709551615", 2**64 - 1), ("18446744073709551616", 2.0**64), ("=", "="),
]  # fmt: skip

TIMESTAMPS = [
    "2001-01-01", "2001-1-1", "2000-02-29", "2001-01-01T00:00:00Z", "2001-01-01t00:00:00+01:00",
    "2001-01-01 00:00:00", "2001-01-01  00:00:00", "2001-01-01 1:2:3", "2001-01-01 00:00:00.5",
]  # fmt: skip
NO_TIMESTAMPS = [
    "2001-02-30", "2001-02-29", "2001-13-01", "2001-01-01T00:00:00", "2001-01-01 00:00:00Z",
    "2001-01-01T24:00:00Z", "2001-01-01T00:00:60Z", "2001-01-01T00:00:00-0100", "01-01-2001",
]  # fmt: skip

TAGGED: list[tuple[str, str, Any]] = [
    ("str", "5", "5"), ("str", "", ""), ("int", "5", 5), ("int", "0x10", 16), ("float", "5", 5),
    ("float", "1.5", 1.5), ("bool", "true", True), ("null", "~", None), ("omap", "x", "x"),
    ("binary", "aGVsbG8=", "hello"), ("binary", "aGVs\nbG8=", "hello"),
    ("timestamp", "2001-01-01", "2001-01-01"),
]  # fmt: skip
MISMATCHES = [
    ("int", "abc"), ("int", ""), ("float", "x"), ("bool", "yes"), ("bool", "1"), ("null", "x"),
    ("binary", "!!"), ("binary", "aGV sbG8="), ("timestamp", "x"), ("timestamp", ""),
    ("timestamp", "2001-02-30"), ("timestamp", "5"),
]  # fmt: skip
TAG = "tag:yaml.org,2002:"


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_plain(text: str, value: Any) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_not_a_number() -> None:
    assert math.isnan(resolve(".nan"))


def test_negative_zero_is_a_float() -> None:
    assert math.copysign(1, resolve("-0")) == -1


@pytest.mark.parametrize("text", TIMESTAMPS)
def test_timestamp(text: str) -> None:
    assert type(resolve(text)) is Timestamp


@pytest.mark.parametrize("text", NO_TIMESTAMPS)
def test_no_timestamp(text: str) -> None:
    assert type(resolve(text)) is str


@pytest.mark.parametrize(("tag", "text", "value"), TAGGED)
def test_tagged(tag: str, text: str, value: Any) -> None:
    assert resolve_tagged(TAG + tag, text, True) == value


@pytest.mark.parametrize(("tag", "text"), MISMATCHES)
def test_mismatch(tag: str, text: str) -> None:
    with pytest.raises(TagMismatch):
        resolve_tagged(TAG + tag, text, True)


def test_a_tag_of_ones_own_leaves_text() -> None:
    assert resolve_tagged("!mine", "5", True) == "5"


@given(st.text(alphabet="0123456789+-._eExob:TtZ ~<nN", max_size=30) | st.text(max_size=20))
def test_any_text_is_something(text: str) -> None:
    value = resolve(text)
    assert value is None or type(value) in (str, int, float, bool, Timestamp)
    if isinstance(value, str):
        assert value == text


@given(st.integers(-(2**63), 2**64 - 1).filter(bool))
def test_decimal_integers(number: int) -> None:
    assert resolve(str(number)) == number
    assert resolve(hex(number)) == number
