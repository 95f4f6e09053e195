"""Pictures in D2: the text, and what the real D2 makes of it."""

from __future__ import annotations

import html
import re

import pytest
import real_d2
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import PICTURES, WILD, nested, three, wild

from composelint.diagram import d2, writing

real = pytest.mark.skipif(real_d2.program() is None, reason="there is no d2")


def test_three_services() -> None:
    text = d2.render(three(), link_base="https://git.example/shop")
    assert text.startswith("direction: right\n")
    for row in (
        'n2: "web\\nnginx:1.27" {',
        "  shape: cylinder",
        '  link: "https://git.example/shop/compose.yaml#L2"',
        'n3 -> n4: "healthy" {',
        "  style.stroke-dash: 4",
        'n4 <-> n5: "/var/lib/postgresql" {',
    ):
        assert row in text.splitlines()


def test_arrows_call_boxes_by_the_frames_around_them() -> None:
    rows = d2.render(nested()).splitlines()
    assert 'g0.g1.n1 -> g0.g2.n2: "healthy" {' in rows
    assert "g0.g1.n0 -- n9: {" in rows


@given(st.text())
def test_no_text_leaves_its_quotes(text: str) -> None:
    quoted = d2._text(writing.lines(text))
    assert re.fullmatch(r'"(?:[^"\\$\n\r]|\\["\\$n])+"', quoted)


@real
@pytest.mark.parametrize("name", [name for name in PICTURES if name != "large"])
def test_d2_draws(name: str) -> None:
    assert real_d2.laid_out(d2.render(PICTURES[name], link_base="https://git.example")).error == ""


@real
def test_an_error_would_be_seen() -> None:
    assert real_d2.laid_out("a: {").error


@real
def test_wild_names_are_shown_as_they_are() -> None:
    assert _missing(WILD) == set()


@real
@settings(max_examples=4, deadline=None, derandomize=True)
@given(st.lists(st.text("#&;:\"'`|<>%-=_*~$\\@{}[]()/!^.n1x. \n", max_size=12), min_size=40))
def test_any_text_is_shown_as_it_is(texts: list[str]) -> None:
    assert _missing(tuple(dict.fromkeys(texts))) == set()


def _missing(texts: tuple[str, ...]) -> set[str]:
    """The rows that are nowhere in the drawing."""
    laid = real_d2.laid_out(d2.render(wild(texts)))
    assert laid.error == ""
    drawn = set()
    for text in re.findall(r"<text[^>]*>(.*?)</text>", laid.svg, re.DOTALL):
        rows = re.findall(r"<tspan[^>]*>(.*?)</tspan>", text, re.DOTALL) or [text]
        drawn |= {_plain(html.unescape(row)) for row in rows}
    return {row for text in texts for row in writing.lines(text) if _plain(row) not in drawn}


def _plain(text: str) -> str:
    return " ".join(text.split())
