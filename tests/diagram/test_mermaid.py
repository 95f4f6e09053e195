"""Pictures as Mermaid flowcharts: the text, and what the real Mermaid makes of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pytest
import real_mermaid
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pictures import BOX_KINDS, PICTURES, WILD, large, three, wild
from real_mermaid import Drawn

from composelint.diagram import mermaid, writing
from composelint.diagram.looks import FAMILIES, MARKS, line
from composelint.diagram.mermaid_text import quoted
from composelint.diagram.picture import Picture
from composelint.graph import records as graph

NO_BROWSER = real_mermaid.missing()
real = pytest.mark.skipif(bool(NO_BROWSER), reason=NO_BROWSER)


# --- the text


def test_three_services() -> None:
    rows = mermaid.render(three(), link_base="https://git.example/shop/blob/main").splitlines()
    assert rows[:4] == ["---", 'title: "shop"', "---", "flowchart LR"]
    for row in (
        '  n0(["anyone on the network"])',
        '  n1(("8080"))',
        '  n2("web<br/>nginx:1.27")',
        '  n5[("data")]',
        '  n1 -->|"80"| n2',
        '  n3 ==>|"healthy"| n4',
        '  n3 -.->|"5432"| n4',
        '  n4 <-->|"/var/lib/postgresql"| n5',
        '  click n3 href "https://git.example/shop/blob/main/compose.yaml#L4"',
    ):
        assert row in rows


def test_boxes_without_a_place_or_a_base_have_no_link() -> None:
    assert "click" not in mermaid.render(three())
    linked = mermaid.render(three(), link_base="https://git.example").splitlines()
    assert [row.split()[1] for row in linked if "click" in row] == ["n2", "n3", "n4"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("web", '"web"'),
        ("nginx:1.27-alpine", '"nginx:1.27-alpine"'),
        ("./data_dir", '"./data_dir"'),
        ('say "hi"', '"say #34;hi#34;"'),
        ("a#35;b", '"a#35;35#59;b"'),
        ("&lt;", '"#38;lt#59;"'),
        ("<b>", '"#60;b#62;"'),
        ("a\nb", '"a<br/>b"'),
        ("- list", '"#45; list"'),
        ("1. one", '"1#46; one"'),
        ("_it_", '"#95;it#95;"'),
        ("https://a.b", '"https#58;//a.b"'),
        ("www.a.b", '"www#46;a.b"'),
        ("direction LR", '"direction#32;LR"'),
        ("style: x", '"style#58; x"'),
        ("C:\\new", '"C:#92;#8203;new"'),
        ("fa:fa-x", '"fa#58;#8203;fa-x"'),
        ("alfas:fa-x", '"alfas#58;#8203;fa-x"'),
        ("$$x$$", '"#36;#8203;$x#36;#8203;$"'),
        ("", '"#160;"'),
        (" a  b ", '"#160;a #160;b#160;"'),
        ("🐳", '"🐳"'),
    ],
)
def test_labels(text: str, label: str) -> None:
    assert quoted(writing.lines(text)) == label


@given(st.text())
def test_no_text_leaves_its_quotes(text: str) -> None:
    label = quoted(writing.lines(text))
    assert label[0] == label[-1] == '"'
    assert not re.search(r'["\n\r`|;<>]', re.sub(r"#\d+;|<br/>", "", label[1:-1]))


def test_names_are_never_words_of_mermaid() -> None:
    text = mermaid.render(wild())
    named = re.findall(r"^ +(\S+?)[(\[{>]", text, re.MULTILINE)
    assert named
    assert all(re.fullmatch(r"[nld]\d+|legend", name) for name in named if name != "subgraph")


def test_what_github_does_not_draw_says_so() -> None:
    assert "%%" not in mermaid.render(large(200))
    text = mermaid.render(large(1000))
    assert re.search(r"^%% \d+ arrows: .* 500 \(Mermaid's maxEdges\)$", text, re.MULTILINE)
    assert re.search(r"^%% \d+ characters: .* 50000 ", text, re.MULTILINE)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("page", ["#ffffff", "#0d1117"])
def test_lines_stand_out_on_light_and_dark_pages(page: str) -> None:
    colours = {look.line for look in (*FAMILIES.values(), *MARKS.values())}
    colours |= {line(kind) for kind in (graph.PUBLISHES, graph.DEPENDS_ON, graph.TALKS_TO)}
    assert {c: _contrast(c, page) for c in colours if _contrast(c, page) < 3} == {}


def test_letters_in_boxes_are_read() -> None:
    grounds = {look.ground for look in (*FAMILIES.values(), *MARKS.values())}
    assert all(_contrast("#1c2128", ground) >= 7 for ground in grounds)


# --- the real Mermaid


@pytest.fixture(scope="module")
def seen() -> dict[str, Drawn]:
    """What Mermaid makes of every picture made by hand."""
    texts = [mermaid.render(one, link_base="https://git.example") for one in PICTURES.values()]
    return dict(zip(PICTURES, real_mermaid.drawn(texts), strict=True))


@real
@pytest.mark.parametrize("name", PICTURES)
def test_mermaid_draws(name: str, seen: dict[str, Drawn]) -> None:
    assert seen[name].error == ""
    assert seen[name].foreign == 0
    picture = PICTURES[name]
    assert _missing(picture, seen[name]) == {}
    assert len(picture.arrows) <= seen[name].lines
    links = [box for box in picture.boxes if box.span is not None]
    assert len(seen[name].links) == len(links)


@real
def test_titles_are_drawn(seen: dict[str, Drawn]) -> None:
    assert seen["nested"].title == "shop and blog"
    title = seen["wild"].title
    for text in WILD:
        # A `<` does not come through.
        rows = (writing.clean(row) for row in text.replace("<", "\u2039").splitlines())
        assert " ".join(" ".join(rows).split()) in " ".join(title.split())


@real
def test_all_kinds_of_boxes_have_their_shapes(seen: dict[str, Drawn]) -> None:
    shapes = re.findall(r'class="([^"]*)label-container', seen["kinds"].svg)
    assert len(shapes) >= len(BOX_KINDS)


_TEXTS = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from(WILD), min_size=2, max_size=3).map("".join),
    st.text("#&;:\"'`|<>%-=_*~$\\@{}[]()n1x. \n", max_size=12),
)


@real
# Shrinking would open a browser for every step.
@settings(max_examples=3, deadline=None, derandomize=True, phases=[Phase.generate])
@given(st.lists(_TEXTS, min_size=30, max_size=50))
def test_any_text_is_shown_as_it_is(texts: list[str]) -> None:
    picture = wild(tuple(dict.fromkeys(texts)))
    (drawn,) = real_mermaid.drawn([mermaid.render(picture)])
    assert drawn.error == ""
    assert drawn.foreign == 0
    assert _missing(picture, drawn) == {}


def _missing(picture: Picture, drawn: Drawn) -> dict[str, list[str]]:
    """The texts that are not to be seen."""
    wanted = {
        "boxes": [writing.texts(box) for box in picture.boxes],
        "arrows": [writing.label(arrow) for arrow in picture.arrows if writing.label(arrow)],
        "frames": [writing.lines(group.title) for group in picture.groups if group.boxes],
    }
    shown = {"boxes": drawn.boxes, "arrows": drawn.arrows, "frames": drawn.frames}
    left = {}
    for what, rows in wanted.items():
        lost = Counter(_plain("\n".join(one)) for one in rows)
        lost -= Counter(map(_plain, shown[what]))
        if lost:
            left[what] = sorted(lost)
    return left


def _plain(text: str) -> str:
    """Without what keeps Mermaid from reading it, and blanks that a page does not show."""
    rows: Sequence[str] = text.replace("\u200b", "").split("\n")
    return "\n".join(re.sub(r"\s+", " ", row).strip() for row in rows).strip()
