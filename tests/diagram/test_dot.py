"""DOT: what any picture becomes, for programs of Graphviz and for people."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pictures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composelint.diagram import dot, layout
from composelint.diagram.picture import Arrow, Box, Group, Legend, Picture
from composelint.graph import records as graph

SYSTEM = shutil.which("dot")
#: The wheel's tables of letters end with ASCII; it takes all others for narrow ones.
_HARMLESS = re.compile(r"(Warning: )+no value for width of non-ASCII character \d+\..*")

needs_dot = pytest.mark.skipif(SYSTEM is None, reason="no dot of Graphviz on the PATH")


def said(program: str, text: str) -> str:
    """What a program says about a text that it lays out; it has to succeed."""
    done = subprocess.run([program, "-Tsvg"], input=text.encode(), capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert b"</svg>" in done.stdout
    lines = done.stderr.decode().splitlines()
    return "\n".join(line for line in lines if not _HARMLESS.match(line))


@pytest.mark.parametrize("theme", ["auto", "dark"])
@pytest.mark.parametrize("name", pictures.PICTURES)
def test_what_came_along_takes_every_picture(name: str, theme: str) -> None:
    text = dot.render(pictures.PICTURES[name], theme=theme, link_base="https://e.org/a b&c")
    assert said(layout.found(), text) == ""


@needs_dot
@pytest.mark.parametrize("name", pictures.PICTURES)
def test_graphviz_takes_every_picture(name: str) -> None:
    assert said(str(SYSTEM), dot.render(pictures.PICTURES[name])) == ""


def _any(texts: list[str]) -> Picture:
    """A picture with these texts in every place that has one."""
    boxes = tuple(Box(text, graph.SERVICE, text, (text,), notes=(text,)) for text in texts)
    arrows = tuple(Arrow(box.id, texts[0], graph.TALKS_TO, box.title) for box in boxes)
    groups = (Group(texts[0], "label", texts[0], tuple(texts), notes=tuple(texts)),)
    legend = tuple(Legend("arrow", graph.TALKS_TO, text) for text in texts)
    return Picture(" ".join(texts), "overview", "right", boxes, arrows, groups, legend)


names = st.lists(
    st.text(st.characters() | st.sampled_from('"\\<>&;\n\r\tNLGE{}|#\x00\ufffe'), max_size=40),
    min_size=1,
    max_size=5,
    unique=True,
)


@settings(max_examples=60, deadline=None)
@given(names)
def test_any_name_is_laid_out(texts: list[str]) -> None:
    text = dot.render(_any(texts))
    assert said(layout.found(), text) == ""
    if SYSTEM:
        assert said(SYSTEM, text) == ""


@settings(max_examples=60, deadline=None)
@given(names)
def test_no_two_boxes_become_one(texts: list[str]) -> None:
    svg = layout.laid_out(dot.render(_any(texts), ids=True), "svg").decode()
    assert len(re.findall(r'<g id="n\d+" class="node', svg)) == len(texts)
    assert len(re.findall(r'<g id="e\d+" class="edge', svg)) == len(texts)


ESCAPES = [
    ('say "x"', 'say "x"'),
    ("\\N", "\\N"),
    ("\\", "\\"),
    ("<b>x</b>", "<b>x</b>"),
    ("&amp; & &#38;", "&amp; & &#38;"),
    ("a\nb", "ab"),
    ("\x1b[31m", "␛[31m"),
]


@pytest.mark.parametrize(("text", "shown"), ESCAPES)
def test_a_name_is_shown_as_it_is(text: str, shown: str) -> None:
    box = Box("box", graph.SERVICE, text)
    arrow = Arrow("box", "box", graph.LINK, text)
    picture = Picture("", "overview", "right", (box,), (arrow,), (), ())
    from xml.etree import ElementTree

    root = ElementTree.fromstring(layout.laid_out(dot.render(picture), "svg"))
    found: dict[str, str] = {}
    for group in root.iter("{http://www.w3.org/2000/svg}g"):
        for row in group.findall(".//{http://www.w3.org/2000/svg}text"):
            key = group.get("class", "").split()[0]
            found[key] = found.get(key, "") + (row.text or "").strip()
    assert found["node"] == shown
    assert found["edge"] == shown


def test_kinds_differ_without_their_colours() -> None:
    """Each kind of box has a shape of its own within its family, and arrows that look alike
    without colours are not of families that meet."""
    text = dot.render(pictures.kinds())
    shapes: dict[str, list[str]] = {}
    for kind in pictures.BOX_KINDS:
        line = next(row for row in text.splitlines() if row.startswith(f'"{kind}:own"'))
        look = re.search(r"shape=(\w+)", line), re.search(r'style="([\w,]+)"', line)
        assert look[0] is not None
        assert look[1] is not None
        around = "peripheries" in line
        shapes.setdefault(f"{look[0][1]} {look[1][1]} {around}", []).append(kind)
    assert [kinds for kinds in shapes.values() if len(kinds) > 1] == []


def test_external_boxes_are_dashed() -> None:
    lines = dot.render(pictures.kinds()).splitlines()
    for line in lines:
        if re.match(r'"\w+:ext" \[', line):
            assert "dashed" in line


def test_arrows_say_what_they_are() -> None:
    boxes = (Box("a", graph.SERVICE, "a"), Box("b", graph.NETWORK, "b"))

    def drawn(**facts: object) -> str:
        arrow = Arrow("a", "b", **facts)  # type: ignore[arg-type]
        text = dot.render(Picture("", "all", "right", boxes, (arrow,), (), ()))
        return next(line for line in text.splitlines() if line.startswith('"a" -> "b"'))

    assert "arrowhead=none" in drawn(kind=graph.ATTACHED)
    assert "dir=both" not in drawn(kind=graph.MOUNTS)
    assert "dir=both" in drawn(kind=graph.MOUNTS, both=True)
    assert "style=dashed" in drawn(kind=graph.DEPENDS_ON, firm=False)
    assert "style=dotted" in drawn(kind=graph.TALKS_TO, firm=False)
    assert "penwidth=3.4" in drawn(kind=graph.DEPENDS_ON, critical=True)


def test_an_arrow_may_end_at_a_group() -> None:
    boxes = (Box("a", graph.SERVICE, "a"), Box("b", graph.SERVICE, "b"))
    groups = (Group("g", "network", "g", ("b",)), Group("empty", "network", "e", ()))
    arrows = (Arrow("a", "g", graph.LINK), Arrow("a", "empty", graph.LINK))
    text = dot.render(Picture("", "all", "right", boxes, arrows, groups, ()))
    assert 'lhead="cluster_g0"' in text
    assert 'lhead="cluster_g1"' in text
    assert said(layout.found(), text) == ""


def test_a_label_of_many_arrows_becomes_a_second_head() -> None:
    picture = pictures.large(200)
    text = dot.render(picture)
    healthy = sum(arrow.label == "healthy" for arrow in picture.arrows)
    assert healthy > 60
    assert len(re.findall(r"^\".*arrowhead=normalnormal", text, re.M)) == healthy
    assert "waits for: healthy" in text
    assert 'label=" healthy "' not in text
    few = dot.render(pictures.three())
    assert 'label=" healthy "' in few
    assert "normalnormal" not in few


def test_what_nothing_leads_to_is_set_in_a_block() -> None:
    boxes = tuple(Box(f"s{n}", graph.SERVICE, f"service-{n}") for n in range(36))
    picture = Picture("", "overview", "right", boxes, (), (), ())
    svg = layout.laid_out(dot.render(picture), "svg").decode()
    size = re.search(r'<svg width="(\d+)pt" height="(\d+)pt"', svg)
    assert size is not None
    assert 0.5 < int(size[1]) / int(size[2]) < 2


def test_the_same_on_every_run() -> None:
    """In processes with other hash seeds."""
    here = Path(__file__).parent
    code = (
        "import hashlib, pictures\n"
        "from composelint.diagram import layout, dot\n"
        "for name, one in pictures.PICTURES.items():\n"
        "    made = [dot.render(one), *(layout.render(one, f) for f in ('svg', 'png', 'pdf'))]\n"
        "    for text in made:\n"
        "        data = text.encode() if isinstance(text, str) else text\n"
        "        print(name, hashlib.sha256(data).hexdigest())\n"
    ).replace("pictures.PICTURES.items()", "list(pictures.PICTURES.items())[:4]")
    path = f"{here}:{here.parent.parent}"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": path, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in range(20)
    }
    assert len(found) == 1


def test_a_thousand_boxes_in_time() -> None:
    picture = pictures.large(1000)
    start = time.perf_counter()
    dot.render(picture)
    assert time.perf_counter() - start < 3
