"""No text of a Compose file means more in Markdown than itself."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from composelint.docs import markdown as md
from composelint.report.columns import clean
from docs.made import cells, is_sound, tokens

#: Letters that mean something to Markdown, HTML, tables or formulas, and some that mean nothing.
TEXTS = st.text(st.sampled_from("aB1 _*`|\\<>[]()!#&;:/.~$-+='\"\n\t@{}^éß"), max_size=30)
ANY = st.text(max_size=20)


def seen(cell: str) -> str:
    """What people read in the second cell of a table that holds some Markdown."""
    text = md.table(("a", "b"), [("x", cell), ("y", "z")])
    assert is_sound(text), text
    return cells(text)[1][1]


def as_read(words: str) -> str:
    return clean(" ".join(words.split()))


@settings(deadline=None)
@given(TEXTS | ANY)
@example("a|b\\|c")
@example("<!-- composelint:end -->")
@example("[x](javascript:alert(1)) ![y](z) <b>")
@example("&amp; &#124; &copy")
@example("1. a")
@example("---")
@example("$a$ and ~~b~~ **c** __d__")
def test_text_is_read_as_it_stands(words: str) -> None:
    read = seen(md.text(words))
    assert read == as_read(words)


@settings(deadline=None)
@given(TEXTS | ANY)
@example("a`|`b")
@example("`")
@example(" a ")
@example("a  b")
@example("\\")
def test_code_is_read_as_it_stands(words: str) -> None:
    shown = clean(words.replace("\r\n", "\n").replace("\n", " "))
    assert seen(md.code(words)).strip() == shown.strip()


@settings(deadline=None)
@given(TEXTS)
def test_nothing_but_text_comes_of_it(words: str) -> None:
    """No links but addresses, no emphasis, no headings, no lists, in a paragraph of its own."""
    if not words.strip():
        return
    found = tokens(f"{md.text(words)}\n")
    assert [token.type for token in found] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for child in found[1].children or ()}
    assert kinds <= {"text", "text_special", "link_open", "link_close"}
    if "http" not in words:
        assert "link_open" not in kinds


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("see https://x.org/a_b.", "see <https://x.org/a_b>."),
        (
            "see https://x.org/?a|b",
            "see <code>https&#58;&#47;&#47;x&#46;org&#47;&#63;a&#124;b</code>",
        ),
        ("snake_case_name", "snake_case_name"),
        ("_start", "\\_start"),
        ("- a", "\\- a"),
        ("12) a", "12\\) a"),
        ("costs $5", "costs \\$5"),
    ],
)
def test_text(words: str, shown: str) -> None:
    assert md.text(words) == shown


def test_fences_are_longer_than_what_is_in_them() -> None:
    assert md.fence("sh", "````\nx\n") == "`````sh\n````\nx\n`````"


def test_columns_without_anything_are_left_out() -> None:
    assert md.table(("a", "b", "c"), [("", "", "1"), ("2", "", "")]) == (
        "| a | c |\n| --- | --- |\n|  | 1 |\n| 2 |  |"
    )


@pytest.mark.parametrize(
    ("path", "target"),
    [("a b/c.yml", "a%20b/c.yml"), ("x(1).yml", "x%281%29.yml"), ("a:b", "a%3Ab"), ("ü", "%C3%BC")],
)
def test_targets(path: str, target: str) -> None:
    assert md.path_target(path) == target
