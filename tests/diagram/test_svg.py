"""SVG: titles, links, names for scripts, and two themes in one file."""

from __future__ import annotations

import stat
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pictures
import pytest

from composelint.diagram import layout
from composelint.diagram.looks import FAMILIES, GREY, INK, MARKS
from composelint.diagram.theme import GROUND, WITHIN, dark_rules, shade
from composelint.errors import CannotLook

_NS = "{http://www.w3.org/2000/svg}"


def svg(name: str, **options: str) -> str:
    made = layout.render(pictures.PICTURES[name], "svg", **options)  # type: ignore[arg-type]
    assert isinstance(made, str)
    return made


def marked(root: Element, name: str) -> list[Element]:
    return [one for one in root.iter(f"{_NS}g") if name in one.get("class", "").split()]


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_every_box_and_arrow_has_its_name_and_title(name: str) -> None:
    picture = pictures.PICTURES[name]
    root = ElementTree.fromstring(svg(name))
    nodes, edges = marked(root, "node"), marked(root, "edge")
    assert len(nodes) == len(picture.boxes)
    assert len(edges) == len(picture.arrows)
    assert all(one.get("data-kind") and one.find(f"{_NS}title") is not None for one in nodes)
    assert sorted(one.get("data-kind", "") for one in edges) == sorted(
        arrow.kind for arrow in picture.arrows
    )
    if name != "wild":  # ids that cannot be shown are shown as something else
        assert {one.get("data-id") for one in nodes} == {box.id for box in picture.boxes}
        ends = {(one.get("data-source"), one.get("data-target")) for one in edges}
        assert ends == {(arrow.source, arrow.target) for arrow in picture.arrows}


def test_screen_readers_are_told_what_it_is() -> None:
    root = ElementTree.fromstring(svg("three"))
    assert root.get("role") == "img"
    ids = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    assert [ids[id_] for id_ in root.get("aria-labelledby", "").split()] == [
        "shop: overview",
        "6 boxes and 6 arrows between them.",
    ]
    assert ElementTree.fromstring(svg("empty")).get("role") == "img"


def test_boxes_link_to_their_lines() -> None:
    text = svg("three", link_base="https://example.org/o/r/blob/main")
    root = ElementTree.fromstring(text)
    links = [one.get("href") for one in root.iter(f"{_NS}a")]
    assert links == [f"https://example.org/o/r/blob/main/compose.yaml#L{n}" for n in (2, 4, 6)]
    assert root.get("role") == "graphics-document document"
    assert "<a " not in svg("three")


def test_text_stays_text() -> None:
    root = ElementTree.fromstring(svg("three"))
    texts = {one.text for one in root.iter(f"{_NS}text")}
    assert {"web", "nginx:1.27", "postgres:17"} <= texts


def test_nothing_of_the_machine_is_in_it() -> None:
    text = svg("nested")
    assert "<!--" not in text
    assert "version" not in text.replace('version="1.', "")
    assert "<script" not in svg("wild")


COLOURS = sorted(
    {colour for family in FAMILIES.values() for colour in family}
    | {colour for mark in MARKS.values() for colour in (mark.line, mark.ground)}
    | {GROUND, WITHIN, INK, GREY}
)


def _light(colour: str) -> float:
    """The relative luminance, as WCAG 2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_stands_out_from_its_ground(theme: str) -> None:
    ground = shade(GROUND, theme)
    letters = shade(INK, theme)
    grounds = [f.ground for f in FAMILIES.values()] + [m.ground for m in MARKS.values()]
    for behind in [GROUND, WITHIN, *grounds]:
        assert _contrast(letters, shade(behind, theme)) >= 7
    lines = [f.line for f in FAMILIES.values()] + [m.line for m in MARKS.values()] + [GREY]
    for line in lines:
        assert _contrast(shade(line, theme), ground) >= 3


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_has_its_dark_one(colour: str) -> None:
    assert shade(colour, "light") == colour
    assert shade(colour, "dark") != colour
    assert f'[fill="{colour}"]' in dark_rules()


def test_one_file_for_both_themes() -> None:
    both, light, dark = (svg("three", theme=theme) for theme in ("auto", "light", "dark"))
    assert "prefers-color-scheme" in both
    assert "prefers-color-scheme" not in light + dark
    assert shade(GROUND, "dark") in dark
    assert GROUND not in dark


# --- the program


def test_another_program_that_is_not_there() -> None:
    with pytest.raises(CannotLook, match="no program nonsense"):
        layout.render(pictures.three(), "svg", program="nonsense")


def _program(folder: Path, script: str) -> str:
    path = folder / "dot"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_layout_has_a_limit(tmp_path: Path) -> None:
    slow = _program(tmp_path, "exec sleep 60")
    with pytest.raises(CannotLook, match=r"within 0\.2 seconds"):
        layout.laid_out("digraph {}", "svg", slow, seconds=0.2)


def test_a_program_that_fails_is_quoted(tmp_path: Path) -> None:
    broken = _program(tmp_path, "echo it broke >&2; exit 3")
    with pytest.raises(CannotLook, match="it broke"):
        layout.laid_out("digraph {}", "svg", broken)
