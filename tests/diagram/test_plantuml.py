"""Pictures as PlantUML: the text, and what the real PlantUML makes of it."""

from __future__ import annotations

import html
import re

import pytest
import real_plantuml
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import PICTURES, WILD, three, wild

from composelint.diagram import plantuml, writing

real = pytest.mark.skipif(real_plantuml.command() is None, reason="there is no PlantUML")


def test_three_services() -> None:
    rows = plantuml.render(three(), link_base="https://git.example/shop").splitlines()
    assert (rows[0], rows[-1]) == ("@startuml", "@enduml")
    assert "left to right direction" in rows
    starts = [row.partition(" #")[0] for row in rows]
    assert 'actor "anyone on the network" as n0' in starts
    linked = "[[https://git.example/shop/compose.yaml#L2]]"
    assert f'rectangle "web\\nnginx:1.27" as n2 {linked}' in starts
    assert 'database "data" as n5' in starts
    assert any(re.fullmatch(r"n3 -\[#\w+,thickness=3]-> n4 : healthy", row) for row in rows)
    assert any(re.fullmatch(r"n3 -\[#\w+,dashed]-> n4 : 5432", row) for row in rows)
    assert any(re.fullmatch(r"n4 <-\[#\w+]-> n5 : .*", row) for row in rows)


@given(st.text())
def test_no_text_leaves_its_line(text: str) -> None:
    label = plantuml._text(writing.lines(text))
    assert not re.search(r'["\r\n<>\[\]{}%$!@|~*_#;=\'`^&?]', re.sub(r"<U\+[0-9A-F]+>", "", label))


@real
def test_plantuml_reads_every_picture() -> None:
    texts = [plantuml.render(one, link_base="https://git.example") for one in PICTURES.values()]
    assert real_plantuml.errors(texts) == {}


@real
def test_an_error_would_be_seen() -> None:
    texts = ["@startuml\n:::what\n@enduml\n", plantuml.render(three())]
    assert list(real_plantuml.errors(texts)) == [0]


@real
@pytest.mark.parametrize("texts", [WILD[:40], WILD[40:80], WILD[80:]])
def test_wild_names_are_shown_as_they_are(texts: tuple[str, ...]) -> None:
    assert _missing(texts) == set()


@real
@settings(max_examples=2, deadline=None, derandomize=True)
@given(st.lists(st.text("#&;:\"'`|<>%-=_*~$\\@{}[]()/!^.n1x. \n", max_size=12), min_size=40))
def test_any_text_is_shown_as_it_is(texts: list[str]) -> None:
    assert _missing(tuple(dict.fromkeys(texts))) == set()


def _missing(texts: tuple[str, ...]) -> set[str]:
    """The rows that are nowhere in the drawing."""
    svg = real_plantuml.svg(plantuml.render(wild(texts)))
    drawn = re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)
    # Characters of one row can be drawn one by one, in other fonts.
    shown = _plain("".join(html.unescape(re.sub(r"<[^>]+>", "", text)) for text in drawn))
    return {row for text in texts for row in writing.lines(text) if _plain(row) not in shown}


def _plain(text: str) -> str:
    return "".join(text.split())
