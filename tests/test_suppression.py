"""Comments that ask for findings to be left out."""

from __future__ import annotations

import re

import pytest
from support import TODAY
from suppression_cases import (
    ALL,
    PLAIN,
    RULES,
    Seen,
    left_out,
    run,
    shown,
    split,
    with_comment,
)

from composelint.run import Run


def test_the_file_has_these_findings() -> None:
    assert split(PLAIN, rules=RULES) == (ALL, [])


@pytest.mark.parametrize(
    ("line", "rule", "expected"),
    [
        (1, "CL109", [("CL109", 1)]),
        (5, "CL103", [("CL103", 5)]),
        (3, "CL103", [("CL103", 5)]),
        (6, "CL103,CL203", [("CL103", 8), ("CL203", 10)]),
        (2, "CL103", [("CL103", 5), ("CL103", 8)]),
        (9, "CL203", [("CL203", 10)]),
        (10, "CL203", [("CL203", 10)]),
        (4, "CL103", []),
        (8, "CL203", []),
    ],
)
@pytest.mark.parametrize("alone", [False, True])
def test_a_comment_is_about_its_line_and_the_block_that_it_opens(
    line: int, rule: str, expected: list[Seen], alone: bool
) -> None:
    text = with_comment(line, f"# composelint: ignore[{rule}] known", alone=alone)
    below = [(id_, at + 1 if alone and at >= line else at) for id_, at in expected]
    found, hidden = split(text, rules=RULES)
    assert hidden == below
    others = [(id_, at + 1 if alone and at >= line else at) for id_, at in ALL]
    unused = [] if expected else ["CL901"]
    assert [id_ for id_, _ in found if id_.startswith("CL9")] == unused
    assert [each for each in found if each[0] != "CL901"] == [
        each for each in others if each not in below
    ]


@pytest.mark.parametrize(
    ("comment", "reason", "until"),
    [
        ("# composelint: ignore[CL103] known", "known", ""),
        ("#composelint:ignore[CL103]known", "known", ""),
        ("# composelint: ignore [ cl103 ] - known", "known", ""),
        ("# composelint: ignore[CL103] — known: here", "known: here", ""),
        ("# composelint: ignore[CL103]: known", "known", ""),
        ("# composelint: ignore[CL109 CL103] known", "known", ""),
        ("# composelint: ignore[CL109,\tCL103,]", "", ""),
        ("# composelint: ignore[invalid-value] known", "known", ""),
        ("# composelint: ignore[Invalid-Value] known", "known", ""),
        ("# composelint: ignore[CL1] known", "known", ""),
        ("# composelint: ignore[SHAPE] known", "known", ""),
        ("# composelint: ignore[CL103] until 2027-01-31 known", "known", "2027-01-31"),
        ("# composelint: ignore[CL103] until 2027-01-31", "", "2027-01-31"),
        ("# composelint: ignore[CL103] until 2027-01-31: known", "known", "2027-01-31"),
        ("# composelint: ignore[CL103] Until 2027-01-31 — known", "known", "2027-01-31"),
        ("# composelint: ignore[CL103]until 2027-01-31, known", "known", "2027-01-31"),
        (f"# composelint: ignore[CL103] until {TODAY} today", "today", TODAY),
        ("# composelint: ignore[CL103] until it is mended", "until it is mended", ""),
        ("# composelint: ignore[CL103] until 2.0 is out", "until 2.0 is out", ""),
        ("# composelint: ignore[CL103] a # b", "a # b", ""),
        ("# yamllint disable-line # composelint: ignore[CL103] known", "known", ""),
        ("# composelint: ignore[CL109] a # composelint: ignore[CL103] b", "b", ""),
        ("# composelint: ignore-file[CL103] known", "known", ""),
    ],
)
def test_words_of_a_comment(comment: str, reason: str, until: str) -> None:
    result = run(with_comment(5, comment), rules="CL103")
    (first, *rest) = result.suppressed
    assert (first.finding.id, first.finding.line) == ("CL103", 5)
    assert (first.reason, first.until) == (reason, until)
    assert first.span.text == comment[comment.rindex("#" if "a # b" not in comment else "# c") :]
    assert bool(rest) == ("ignore-file" in comment)


@pytest.mark.parametrize(
    ("comment", "id_", "words", "marked"),
    [
        ("# composelint: ignore", "CL906", "ignore names no rule", "# composelint: ignore"),
        ("# composelint: ignore because", "CL906", "ignore names no rule", ""),
        ("# composelint: ignore[]", "CL906", "ignore names no rule", ""),
        ("# composelint: ignore-file", "CL906", "ignore-file names no rule", ""),
        ("# composelint: ignore[CL103 known", "CL906", "the bracket is not closed", ""),
        ("# composelint: ignore(CL103) known", "CL906", "ignore names no rule", ""),
        ("# composelint: ignore=CL103", "CL906", "ignore names no rule", ""),
        ("# composelint: ingore[CL103] known", "CL906", "nothing that composelint under", ""),
        ("# composelint: IGNORE[CL103] known", "CL906", "nothing that composelint under", ""),
        ("# composelint: disable CL103", "CL906", "nothing that composelint under", ""),
        ("# composelint: noqa", "CL906", "nothing that composelint under", ""),
        ("# composelint: [CL103]", "CL906", "nothing that composelint under", ""),
        ("# composelint: ignore[CL1O3] known", "CL902", "did you mean CL103?", "CL1O3"),
        ("# composelint: ignore[] # composelint: ignore[x] y", "CL906", "names no", ""),
        ("# composelint: ignore[zzzzzzz] known", "CL902", "zzzzzzz is no rule", "zzzzzzz"),
        ("# composelint: ignore[all] known", "CL906", "hold back everything", "all"),
        ("# composelint: ignore[CL] known", "CL906", "hold back everything", "CL"),
        ("# composelint: ignore[*] known", "CL906", "hold back everything", "*"),
        ("# composelint: ignore[CL001] known", "CL906", "CL001 cannot be held back", "CL001"),
        ("# composelint: ignore[yaml-syntax] x", "CL906", "cannot be held back", "yaml-syntax"),
        ("# composelint: ignore[CL103] until 2027-02-30 x", "CL906", "is no day", "2027-02-30"),
        ("# composelint: ignore[CL103] until 2027-1-3 x", "CL906", "2027-1-3 is no day", ""),
        ("# composelint: ignore[CL103] until 20270103", "CL906", "20270103 is no day", ""),
        ("# composelint: ignore[CL103] until 31.12.2027", "CL906", "is no day", "31.12.2027"),
        ("# composelint: ignore[CL103] until January 2027", "CL906", "is no day", "January"),
        ("# composelint: ignore[CL103] until 2026-11-21 x", "CL903", "until 2026-11-21", ""),
        ("# composelint: ignore[CL103] until 0001-01-01 x", "CL903", "until 0001-01-01", ""),
    ],
)
def test_what_holds_nothing_back(comment: str, id_: str, words: str, marked: str) -> None:
    result = run(with_comment(5, comment), rules=RULES)
    assert result.suppressed == []
    assert ("CL103", 5) in shown(result)
    told = [finding for finding in result if finding.id in ("CL902", "CL903", "CL906")]
    assert told[0].id == id_
    assert words in told[0].message
    assert told[0].line == 5
    if marked:
        assert told[0].span.text == marked


@pytest.mark.parametrize(
    "comment",
    [
        "# composelint: see https://example.com/docs",
        "# composelint: we run it in CI",
        "# checked by composelint",
        "# our composelint:ignore[CL103] note",
        "# composelint ignore[CL103]",
        "#composelint",
        "# x-composelint: ignore[CL103]",
    ],
)
def test_prose_about_composelint_is_prose(comment: str) -> None:
    assert split(with_comment(5, comment), rules=RULES) == (ALL, [])


def test_a_word_that_is_none_leaves_the_others_alone() -> None:
    text = with_comment(5, "# composelint: ignore[nonsense, CL103] known")
    found, hidden = split(text, rules=RULES)
    assert hidden == [("CL103", 5)]
    assert ("CL902", 5) in found


def test_without_a_reason_is_told_only_where_that_is_wanted() -> None:
    text = with_comment(5, "# composelint: ignore[CL103]")
    assert ("CL904", 5) in split(text, rules=RULES)[0]
    assert "CL904" not in {id_ for id_, _ in split(text)[0]}


def test_the_narrowest_gives_the_reason() -> None:
    text = "# composelint: ignore-file[CL103] file\n" + with_comment(
        5, "# composelint: ignore[CL103] line"
    )
    result = run(text, rules=RULES)
    assert [each.reason for each in result.suppressed] == ["line", "file"]
    assert "CL901" not in {finding.id for finding in result}


def test_comments_above_one_another_are_about_the_same_line() -> None:
    text = PLAIN.replace(
        "  web:",
        "  # composelint: ignore[CL103] a\n\n  # and why\n  # composelint: ignore[CL109] b\n  web:",
    )
    found, hidden = split(text, rules=RULES)
    assert hidden == [("CL103", 9)]
    assert ("CL901", 6) in found


BLOCKS = {
    "a list below its key": (
        (
            "services:\n  a:\n    image: x\n    volumes: # IGNORE\n    - one:/p\n    - two:/q\n"
            "    restart: sometimes\n"
        ),
        [("CL203", 5), ("CL203", 6)],
    ),
    "an item that is a mapping": (
        (
            "services:\n  a:\n    image: x\n    volumes:\n      - type: volume # IGNORE\n"
            "        source: one\n        target: /p\n      - two:/q\n"
        ),
        [("CL203", 6)],
    ),
    "a dash alone": (
        (
            "services:\n  a:\n    image: x\n    volumes:\n      - # IGNORE\n"
            "        type: volume\n        source: one\n        target: /p\n      - two:/q\n"
        ),
        [("CL203", 7)],
    ),
    "above an item": (
        (
            "services:\n  a:\n    image: x\n    volumes:\n      # IGNORE\n      - one:/p\n"
            "      - two:/q\n"
        ),
        [("CL203", 6)],
    ),
    "a line in brackets": (
        (
            "services:\n  a:\n    image: x\n    volumes: [\n      one:/p, # IGNORE\n"
            "      two:/q,\n    ]\n"
        ),
        [("CL203", 5)],
    ),
    "brackets that open": (
        (
            "services:\n  a:\n    image: x\n    volumes: [ # IGNORE\n      one:/p,\n"
            "  two:/q,\n    ]\n    restart: sometimes\n"
        ),
        [("CL203", 5), ("CL203", 6)],
    ),
    "brackets in brackets": (
        (
            "services: {\n  a: {image: x, # IGNORE\n    volumes: [one:/p,\n      two:/q]},\n"
            "  b: {image: x, restart: sometimes, volumes: [one:/p]}\n}\n"
        ),
        [("CL203", 3), ("CL203", 4)],
    ),
    "after an anchor and a tag": (
        (
            "services:\n  a: &a !!map # IGNORE\n    image: x\n    restart: sometimes\n"
            "  b:\n    image: x\n    restart: now\n"
        ),
        [("CL103", 4)],
    ),
    "behind quotes without a blank": (
        'services:\n  a:\n    image: x\n    restart: "sometimes"# IGNORE\n',
        [("CL103", 4)],
    ),
    "behind a scalar of two lines": (
        'services:\n  a:\n    image: x\n    restart: "some\n      times" # IGNORE\n',
        [("CL103", 4)],
    ),
    "behind the head of a block scalar": (
        "services:\n  a:\n    image: x\n    restart: |  # IGNORE\n      sometimes\n    tty: yes\n",
        [("CL103", 4)],
    ),
    "below a block scalar": (
        (
            "services:\n  a:\n    image: x\n    command: |\n      one\n     # no\n    # IGNORE\n"
            "    restart: sometimes\n"
        ),
        [("CL103", 8)],
    ),
    "at the start of a document": (
        "# IGNORE\n---\nservices:\n  a:\n    image: x\n    restart: sometimes\n",
        [("CL103", 6)],
    ),
    "on the start of a document": (
        "--- # IGNORE\nservices:\n  a:\n    image: x\n    restart: sometimes\n",
        [("CL103", 5)],
    ),
    "at the end, without a line break": (
        "services:\n  a:\n    image: x\n    restart: sometimes # IGNORE",
        [("CL103", 4)],
    ),
    "a key in an included list": (
        "x-a: &v\n  - one:/p # IGNORE\nservices:\n  a:\n    image: x\n    volumes: *v\n",
        [("CL203", 2)],
    ),
    "a merge key": (
        "x-a: &v # IGNORE\n  restart: sometimes\nservices:\n  a:\n    <<: *v\n    image: x\n",
        [("CL103", 2)],
    ),
}


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
def test_what_a_comment_is_about(name: str, breaks: str) -> None:
    text, expected = BLOCKS[name]
    text = text.replace("# IGNORE", "# composelint: ignore[CL103,CL203] known")
    plain = re.sub("# composelint.*", "#", text)
    rules = "CL103 CL203"
    assert left_out(run(text.replace("\n", breaks), rules=rules)) == expected
    rest = [each for each in shown(run(plain, rules=rules)) if each not in expected]
    assert shown(run(text.replace("\n", breaks), rules=rules)) == rest


@pytest.mark.parametrize(
    "text",
    [
        'services:\n  a:\n    image: x\n    labels: {a: "# IGNORE"}\n    restart: sometimes\n',
        "services:\n  a:\n    image: x\n    command: |\n      # IGNORE\n      x\n    restart: so\n",
        "services:\n  a:\n    image: x\n    command: >-\n\n      # IGNORE\n    restart: some\n",
        "services:\n  a:\n    image: x\n    command: a#IGNORE\n    restart: sometimes\n",
        "services:\n  a:\n    image: x\n    command: 'a\n    # IGNORE\n    b'\n    restart: so\n",
    ],
)
def test_a_number_sign_in_a_text_is_no_comment(text: str) -> None:
    text = text.replace("# IGNORE", "# composelint: ignore-file[CL103] known")
    text = text.replace("#IGNORE", "#composelint:ignore-file[CL103]")
    assert [id_ for id_, _ in shown(run(text, rules="CL103 own"))] == ["CL103"]


def test_comments_before_a_syntax_error_count() -> None:
    text = PLAIN.replace("services:", "# composelint: ignore-file[CL103,CL1] x\nservices:")
    broken = text + '    command: "never closed # composelint: ignore[CL001] x\n'
    found, hidden = split(broken, rules="CL103 CL109 own")
    assert [id_ for id_, _ in found] == ["CL001"]
    assert [id_ for id_, _ in hidden] == ["CL103", "CL103", "CL109"]


@pytest.mark.parametrize("line", range(1, 11))
def test_that_a_file_cannot_be_read_is_never_left_out(line: int) -> None:
    text = with_comment(line, "# composelint: ignore-file[CL0] x", alone=True) + "  - [\n"
    assert "CL001" in {id_ for id_, _ in shown(run(text))}


def test_strange_characters_and_tabs_do_not_move_anything() -> None:
    text = (
        "# \ufeff\x7f\x80 \u6771\U0001f600\n\t# a tab\nservices:\n  a:\n"
        "    image: x\n    restart: sometimes # \u6771 # composelint: ignore[CL103] k\n"
    )
    assert left_out(run(text, rules="CL103")) == [("CL103", 6)]


def test_a_refused_project_stays_refused() -> None:
    result = run(PLAIN.replace("data:/data", "data:/data # composelint: ignore[CL203] x"))
    assert left_out(result) == [("CL203", 10)]
    assert result.refused
    assert not Run(result.projects, [], [], "").refused
