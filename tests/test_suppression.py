"""What files ask to be left out of the findings: comments, x-composelint, and asking in vain."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import FOLDER, ROOT, TODAY, project_of

from composelint import api
from composelint.finding import Finding
from composelint.loading.load import LoadOptions, load_project
from composelint.project import Project
from composelint.rule import catalogue
from composelint.run import Run
from composelint.selection import select
from composelint.source import Source, Span
from composelint.suppression import suppress
from composelint.suppression.asked import is_day, leads_to
from composelint.suppression.layout import of_env_file, of_lines, of_yaml

Seen = tuple[str, int]
"""(id, line) of a finding."""


def run(files: str | dict[str, str], *, rules: str = "", today: str = TODAY, **how: Any) -> Run:
    made = {"compose.yaml": files} if isinstance(files, str) else files
    project = project_of(made, **how)
    chosen = {"select": rules.split()} if rules else {}
    return api.check(project, config=False, today=today, **chosen)


def shown(result: Run) -> list[Seen]:
    return [(finding.id, finding.line) for finding in result]


def left_out(result: Run) -> list[Seen]:
    return sorted((each.finding.id, each.finding.line) for each in result.suppressed)


def split(files: str | dict[str, str], **how: Any) -> tuple[list[Seen], list[Seen]]:
    """(shown, left out)"""
    result = run(files, **how)
    return shown(result), left_out(result)


#: One finding on each of four lines: CL109, CL109, CL103, CL203.
PLAIN = """\
version: "3"
services:
  web:
    image: nginx
    restart: sometimes
  db:
    image: postgres
    restart: now and then
    volumes:
      - data:/data
"""
RULES = "CL109 CL103 CL203 own"
ALL = [("CL109", 1), ("CL103", 5), ("CL103", 8), ("CL203", 10)]


def with_comment(line: int, comment: str, *, alone: bool = False) -> str:
    """PLAIN with a comment at the end of a line, or in a line of its own above it."""
    lines = PLAIN.splitlines()
    if alone:
        lines.insert(line - 1, comment)
    else:
        lines[line - 1] += f" {comment}"
    return "\n".join(lines) + "\n"


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


# Files besides compose.yaml


def test_each_file_asks_for_itself() -> None:
    files = {
        "compose.yaml": "# composelint: ignore-file[CL103] base\n"
        "services:\n  a:\n    image: x\n    restart: sometimes\n",
        "compose.override.yaml": "services:\n  a:\n    restart: now and then\n",
    }
    assert split(files, rules="CL103") == ([("CL103", 3)], [])
    files["compose.override.yaml"] += "# composelint: ignore-file[CL103] over\n"
    assert split(files, rules="CL103") == ([], [("CL103", 3)])


@pytest.mark.parametrize(
    "first",
    [
        "include: [other.yaml]\n",
        "services:\n  b:\n    extends: {file: other.yaml, service: a}\n",
    ],
)
def test_a_finding_is_left_out_where_its_value_is_written(first: str) -> None:
    other = "services:\n  a:\n    image: x\n    restart: sometimes # composelint: ignore[CL103] x\n"
    files = {"compose.yaml": first, "other.yaml": other}
    assert split(files, rules="CL103") == ([], [("CL103", 4)])
    files["compose.yaml"] += "# composelint: ignore-file[CL103] x\n"
    files["other.yaml"] = other.replace("composelint", "")
    assert split(files, rules="CL103")[0] == [("CL103", 4)]


def made(source: Source, text: str) -> Finding:
    start = source.text.index(text)
    span = Span(source, start, start + len(text))
    return Finding(
        "CL008", "unset-variable", "warning", False, "", "", span, (), "", None, (), None
    )


def env_file(text: str, name: str = ".env") -> tuple[list[str], list[str]]:
    """(what is left out, what is said of the asking) of a file that is not read as YAML."""
    source = Source(f"{FOLDER}/{name}", text)
    project = project_of({"compose.yaml": "services: {}\n"})
    rule = select(["strict"])
    words = [word for word in ("AAA", "BBB", "CCC") if word in text]
    outcome = suppress([project], [made(source, word) for word in words], lambda _: rule, TODAY)
    hidden = [each.finding.span.text for each in outcome.suppressed]
    return hidden, [problem.rule for problem in outcome.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AAA=1 # composelint: ignore[CL008] x\nBBB=2\n", ["AAA"]),
        ("# composelint: ignore[CL008] x\n\nAAA=1\nexport BBB=2\n", ["AAA"]),
        ("# composelint: ignore-file[CL008] x\nAAA=1\nBBB=2\n", ["AAA", "BBB"]),
        ("AAA=1# composelint: ignore[CL008] x\n", []),
        ('AAA="1 # composelint: ignore[CL008] x"\nBBB=2\n', []),
        ('AAA="\n# composelint: ignore[CL008] x\n"\nBBB=2\n', []),
        ("AAA='1\n2' # composelint: ignore[CL008] x\nBBB=2\n", ["AAA"]),
        ("AAA=1\n# composelint: ignore[CL008] x\nBBB='2\nCCC=3\n", []),
    ],
)
def test_env_files(text: str, expected: list[str]) -> None:
    assert env_file(text) == (expected, [])


def test_dockerfiles() -> None:
    text = "FROM x\n# composelint: ignore[CL008] x\nARG AAA # composelint: ignore[CL008] x\nARG BBB"
    for name in ("Dockerfile", "Dockerfile.dev", "web.dockerfile", "Containerfile"):
        assert env_file(text, name) == (["AAA"], [])


def test_what_is_said_of_the_asking_reaches_env_files() -> None:
    assert env_file("AAA=1 # composelint: ignore[CL0O8]\n") == ([], ["unknown-rule"])


# x-composelint

X = """\
services:
  web:
    image: nginx
    restart: sometimes
    ports: ["80:99999"]
  db:
    image: postgres
    restart: sometimes
    ports: ["81:99999"]
"""


def own(section: str, *, service: bool = False) -> str:
    """X with an x-composelint, behind it or in the first service, so that no line moves there."""
    if service:
        return X.replace("  db:", f"    x-composelint: {section}\n  db:")
    return f"{X}x-composelint: {section}\n"


WEB = [("CL103", 4), ("CL103", 5)]
DB = [("CL103", 8), ("CL103", 9)]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("{ignore: {CL103: known}}", WEB + DB),
        ("{ignore: {CL103: }}", WEB + DB),
        ("{ignore: {CL103: {reason: known, until: 2027-01-31}}}", WEB + DB),
        ("{ignore: {CL103: {path: services.db}}}", DB),
        ("{ignore: [CL103]}", WEB + DB),
        ("{ignore: [{rules: CL103}]}", WEB + DB),
        ("{ignore: [{rules: [shape, CL2], path: services.web}]}", WEB),
        ("{ignore: [{rules: [CL1], path: services.web.ports}]}", WEB[1:]),
        ('{ignore: [{rules: [CL1], path: "services.web.ports[0]"}]}', WEB[1:]),
        ('{ignore: [{rules: [CL1], path: "services.*.ports[*]"}]}', [WEB[1], DB[1]]),
        ('{ignore: [{rules: [CL1], path: "*.db"}]}', DB),
        ("{ignore: [{rules: [CL1], path: services.we}]}", []),
        ("{ignore: [{rules: [CL1], path: services.webs}]}", []),
        ("{ignore: [{rules: [CL1], path: web}]}", []),
        ("{ignore: [{rules: [CL1], path: services.web.ports.x}]}", []),
        ("{ignore: [{rules: [CL1], path: services..web}]}", []),
        ("{ignore: [{rules: [CL103], until: 2026-11-21}]}", []),
        ('{ignore: [{rules: [CL103], until: "2026-11-22"}]}', WEB + DB),
    ],
)
def test_the_section_of_a_file(section: str, expected: list[Seen]) -> None:
    result = run(own(section), rules="CL103")
    assert left_out(result) == expected
    assert sorted(shown(result)) == [each for each in WEB + DB if each not in expected]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("{ignore: {CL103: known}}", WEB),
        ("{ignore: [{rules: CL103, path: ports}]}", WEB[1:]),
        ('{ignore: [{rules: CL103, path: "ports[0]"}]}', WEB[1:]),
        ("{ignore: [{rules: CL103, path: services.web.ports}]}", []),
    ],
)
def test_the_section_of_a_service(section: str, expected: list[Seen]) -> None:
    assert left_out(run(own(section, service=True), rules="CL103")) == expected


def test_the_reason_and_the_place_of_an_entry() -> None:
    section = "{ignore: [{rules: [CL109, CL103], reason: ' a reason ', until: 2027-01-31}]}"
    first = run(own(section), rules="CL103").suppressed[0]
    assert (first.reason, first.until) == ("a reason", "2027-01-31")
    assert first.span.text == "CL109, CL103"


def test_the_section_of_other_resources() -> None:
    text = (
        "services: {a: {image: x}}\nvolumes:\n  v:\n    driver: 1\n"
        "    x-composelint: {ignore: {CL102: known}}\n  w:\n    driver: 2\n"
    )
    assert split(text, rules="CL102") == ([("CL102", 7)], [("CL102", 4)])


def test_a_section_that_several_services_share_is_about_each() -> None:
    text = (
        "x-base: &base\n  x-composelint: {ignore: {CL103: known}}\n  image: x\nservices:\n"
        "  a:\n    <<: *base\n    restart: sometimes\n  b: *base\n"
        "  c:\n    <<: *base\n    restart: sometimes\n  d: {image: x, restart: sometimes}\n"
    )
    assert split(text, rules="CL103 own") == ([("CL103", 12)], [("CL103", 7), ("CL103", 11)])


def test_the_section_is_about_values_of_its_own_file() -> None:
    files = {
        "compose.yaml": "services:\n  b:\n    extends: {file: other.yaml, service: a}\n",
        "other.yaml": "x-composelint: {ignore: [{rules: CL103, path: services.a.restart}]}\n"
        "services:\n  a:\n    image: x\n    restart: sometimes\n",
    }
    assert left_out(run(files, rules="CL103")) == [("CL103", 5)]


@pytest.mark.parametrize(
    ("section", "words", "marked"),
    [
        ("off", "x-composelint must be a mapping", "off"),
        ("[CL103]", "x-composelint must be a mapping", "[CL103]"),
        ("{ignore: CL103}", "ignore must be a list", "CL103"),
        ("{ignore: 3}", "ignore must be a list", "3"),
        ("{ingore: [CL103]}", "ingore means nothing here; did you mean ignore?", "ingore"),
        ("{zzz: 1}", "zzz means nothing here; known are target and ignore", "zzz"),
        ("{ignore: [3]}", "ignore must be a rule", "3"),
        ("{ignore: [[CL103]]}", "ignore must be a rule", "[CL103]"),
        ("{ignore: [{}]}", "names no rules", "{}"),
        ("{ignore: [{rules: []}]}", "names no rules", "{rules: []}"),
        ("{ignore: [{rules: 3}]}", "rules must be a list of rules", "3"),
        ("{ignore: [{rules: {CL103: x}}]}", "rules must be a list of rules", "{CL103: x}"),
        ("{ignore: [{rules: [[CL103]]}]}", "rules must be a list of rules", "[CL103]"),
        ("{ignore: [{rules: [CL103], reason: [a]}]}", "reason must be a text", "[a]"),
        ("{ignore: [{rules: [CL103], path: 3}]}", "path must be a text", "3"),
        ("{ignore: [{rules: [CL103], until: 2027}]}", "until must be a text", "2027"),
        ("{ignore: [{rules: [CL103], until: 2027-02-30}]}", "2027-02-30 is no day", "2027-02-30"),
        ("{ignore: [{rules: [CL103], reasn: a}]}", "did you mean reason?", "reasn"),
        ("{ignore: {CL103: 3}}", "CL103 must be a reason", "3"),
        ("{ignore: {CL103: [a]}}", "CL103 must be a reason", "[a]"),
        ("{ignore: {CL103: {rules: [a]}}}", "rules means nothing here", "rules"),
        ("{ignore: {CL1O3: a}}", "did you mean CL103?", "CL1O3"),
        ("{ignore: [all]}", "hold back everything", "all"),
        ("{ignore: [CL010]}", "CL010 cannot be held back", "CL010"),
    ],
)
def test_a_section_that_is_not_understood(section: str, words: str, marked: str) -> None:
    for service in (False, True):
        result = run(own(section, service=service), rules="CL103 CL902 CL906")
        told = next(finding for finding in result if finding.id in ("CL902", "CL906"))
        assert words.replace("target and ", "" if service else "target and ") in told.message
        assert told.span.text == marked
        if marked not in ("reasn", "rules"):
            assert left_out(result) == []


def test_an_empty_section_is_no_mistake() -> None:
    for section in ("", "{}", "{ignore: }", "{ignore: []}", "{ignore: {}}"):
        assert split(own(section), rules="own") == ([], [])


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("services.web", ("services", "web", "ports", 0), True),
        ("services.my.web", ("services", "my.web", "ports", 0), True),
        ("services.my.web.ports[0]", ("services", "my.web", "ports", 0), True),
        ("services.*.ports", ("services", "my.web", "ports", 0), True),
        ("services.*.ports.*", ("services", "web", "ports", 0), True),
        ("services.web.ports[*]", ("services", "web", "ports", 0), True),
        ("services.web.ports[1]", ("services", "web", "ports", 10), False),
        ("services.web.ports", ("services", "web"), False),
        ("services", (), False),
        ("[0]", (0,), True),
        ("services.", ("services", "web"), False),
    ],
)
def test_paths(pattern: str, path: tuple[str | int, ...], expected: bool) -> None:
    assert leads_to(pattern, path) == expected


@pytest.mark.parametrize("text", ["2027-1-1", "20270101", "2027-13-01", "2027-W01-1", "", "x" * 10])
def test_days(text: str) -> None:
    assert not is_day(text)
    assert is_day("2028-02-29")


# Unused ones

UNUSED = "services:\n  a:\n    image: x # composelint: ignore[CL103] x\n"


def unused(files: str | dict[str, str], **how: Any) -> list[Seen]:
    return [each for each in shown(run(files, **how)) if each[0] == "CL901"]


def test_an_unused_one_is_told() -> None:
    assert unused(UNUSED) == [("CL901", 3)]
    assert unused(UNUSED, exact=True) == [("CL901", 3)]
    assert unused({"compose.yaml": "include: [b.yaml]\n", "b.yaml": UNUSED}) == [("CL901", 3)]
    assert unused(f"{X}x-composelint: {{ignore: {{CL301: x}}}}\n") == [("CL901", 10)]


@pytest.mark.parametrize(
    ("files", "how"),
    [
        (UNUSED, {"rules": "CL901 CL301"}),
        (UNUSED, {"fragment": True}),
        (UNUSED.replace("image: x", "tty: true"), {"fragment": True}),
        (UNUSED + "  b: [\n", {}),
        (UNUSED + "include: [missing.yaml]\n", {}),
        (UNUSED, {"target": "swarm"}),
        (UNUSED, {"target": "compose@2.20"}),
        (UNUSED, {"profiles": ("a",)}),
        (UNUSED + "    profiles: [a]\n", {"exact": True}),
        (UNUSED.replace("image: x", "image: ${X}"), {}),
        (UNUSED.replace("CL103", "CL007"), {}),
        (UNUSED.replace("CL103", "CL106"), {}),
        (UNUSED.replace("CL103", "CL0"), {}),
        (UNUSED.replace("CL103", "CL901"), {}),
        (UNUSED.replace("CL103", "own"), {}),
        (UNUSED.replace("CL103", "CL114"), {}),
        (
            {
                "compose.yaml": "services:\n  b:\n    extends: {file: o.yaml, service: a}\n",
                "o.yaml": UNUSED,
            },
            {},
        ),
    ],
)
def test_an_unused_one_is_not_told_where_another_run_may_need_it(
    files: str | dict[str, str], how: dict[str, Any]
) -> None:
    if not how.get("fragment") or "tty" in str(files):
        assert unused(files, **how) == []


def test_a_project_under_another_may_need_it() -> None:
    base = UNUSED.replace("image: x", "restart: always\n    image: x")
    texts = {"a.yaml": base, "b.yaml": "services:\n  a:\n    tty: true\n"}
    stored = {f"{FOLDER}/{name}": text for name, text in texts.items()}

    def read(path: str) -> bytes:
        if path not in stored:
            raise FileNotFoundError(2, "No such file or directory", path)
        return stored[path].encode()

    def project(*names: str) -> Project:
        files = tuple(f"{FOLDER}/{name}" for name in names)
        return load_project(LoadOptions(files, FOLDER), read)

    def told(*projects: Project) -> list[Seen]:
        return shown(api.check(*projects, select=["CL103", "CL901"], config=False, today=TODAY))

    assert told(project("a.yaml", "b.yaml")) == []
    assert told(project("a.yaml", "b.yaml"), project("a.yaml")) == [("CL901", 4)]


def test_the_unused_names_among_others_are_told_by_name() -> None:
    text = with_comment(5, "# composelint: ignore[CL103, CL203, CL301] x")
    result = run(text)
    told = [finding for finding in result if finding.id == "CL901"]
    assert [finding.span.text for finding in told] == ["CL203", "CL301"]


def test_what_is_said_of_the_asking_can_be_left_out() -> None:
    text = UNUSED.replace("] x", ",CL901] x")
    assert split(text) == ([], [("CL901", 3)])
    text = "# composelint: ignore-file[CL904] we know\n" + UNUSED.replace("] x", "]")
    assert ("CL904", 4) in left_out(run(text, rules="CL904"))
    text = "# composelint: ignore-file[CL902]\n" + UNUSED.replace("CL103", "nothing")
    assert split(text) == ([], [("CL902", 4)])


def test_a_file_that_was_not_asked_for_is_not_judged(tmp_path: Any) -> None:
    (tmp_path / "compose.yaml").write_text(UNUSED)
    over = tmp_path / "compose.override.yaml"
    over.write_text("services:\n  a:\n    restart: sometimes # composelint: ignore[CL103] x\n")
    how: dict[str, Any] = {"config": False, "today": TODAY, "environment": {}, "here": tmp_path}
    assert shown(api.check("compose.override.yaml", **how)) == []
    assert shown(api.check(".", **how)) == [("CL901", 3)]


def test_a_file_of_several_projects_is_told_once(tmp_path: Any) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "compose.yaml").write_text("include: [../common.yaml]\n")
    (tmp_path / "common.yaml").write_text(UNUSED)
    result = api.check(".", config=False, today=TODAY, environment={}, here=tmp_path)
    assert shown(result) == [("CL901", 3)]


# All of it


def variants() -> set[str]:
    """What the code has to say of asking that it does not understand."""
    found = set()
    for path in sorted((ROOT / "composelint" / "suppression").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".unclear"):
                texts = [n for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]
                found.update(str(text.value) for text in texts if text.value != "near")
    return found


def test_everything_that_is_said_has_its_words() -> None:
    assert variants() == set(catalogue().by_name["invalid-suppression"].messages)


#: Texts that are near to what is understood.
WORDS = st.sampled_from(
    [
        *("composelint:", "ignore", "ignore-file", "[", "]", "CL103", "CL1", "shape", ",", " "),
        *("#", "until", "2027-01-31", "2026-01-01", "2027-02-31", "x", "—", "\t", "CL001", "'"),
        "\u2028",
    ]
)
COMMENT = st.lists(WORDS, max_size=12).map("".join) | st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\ufeff"),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(COMMENT, st.integers(1, 10), st.booleans())
def test_no_comment_breaks_anything_or_hides_another_line(
    words: str, line: int, alone: bool
) -> None:
    if alone and line > 10:
        return
    text = with_comment(line, f"# composelint: {words}", alone=alone)
    result = run(text, rules=RULES)
    moved = [(id_, at + 1 if alone and at >= line else at) for id_, at in ALL]
    seen = [each for each in shown(result) if not each[0].startswith("CL9")]
    if "\u2028" in words:
        return  # to YAML it ends the comment
    hidden = [each for each in left_out(result) if not each[0].startswith("CL9")]
    assert sorted(seen + hidden) == sorted(moved)
    if "ignore-file" not in words:
        end = {2: 10, 3: 5, 6: 10, 9: 10}.get(line, line)
        first, last = line + alone, end + alone
        assert all(first <= at <= last for _, at in hidden)
    if not any(selector in words for selector in ("CL103", "CL1", "shape")):
        assert hidden == []


YAML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["ignore", "rules", "path", "reason", "until", "CL103", "target", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(YAML, st.booleans())
def test_no_section_breaks_anything(value: Any, service: bool) -> None:
    import yaml

    if isinstance(value, dict):
        value.pop("target", None)  # a target that is none ends the run with a clear word
    section = yaml.safe_dump(value, default_flow_style=True, width=10**6, allow_unicode=False)
    section = section.replace("\n...\n", "").strip().replace("$", "")
    result = run(own(section, service=service), rules="CL103 own")
    if "CL001" not in {finding.id for finding in result} and "<<" not in section:
        hidden = [each for each in left_out(result) if each[0] == "CL103"]
        seen = [each for each in shown(result) if each[0] == "CL103"]
        assert sorted(seen + hidden) == [
            (id_, at + (service and at > 5)) for id_, at in sorted(WEB + DB)
        ]


LAYOUTS: list[Callable[[Source], Any]] = [of_yaml, of_env_file, of_lines]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("a:-#|>[]{}\"'&*!,? \n\r\t\u2028=$\\"), max_size=60))
def test_the_layout_of_any_text(text: str) -> None:
    for of in LAYOUTS:
        layout = of(Source("a", text))
        for comment in layout.comments:
            assert text[comment.start] == "#"
            stretch = layout.about(comment)
            if stretch is not None:
                assert 0 <= stretch[0] < stretch[1] <= len(text) + 1
                if not comment.alone:
                    assert stretch[0] <= comment.start < stretch[1]


DOCS = (ROOT / "docs" / "suppression.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "example", re.findall(r"^```yaml\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
)
def test_the_examples_of_the_docs(example: str) -> None:
    result = run(example)
    assert shown(result) == []
    assert result.suppressed
    bare = re.sub(r"# composelint:.*|x-composelint:(\n +.*)+", "", example)
    assert len(shown(run(bare))) == len(result.suppressed)
