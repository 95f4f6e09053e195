"""The dialect of env files: the tables, and the real docker-compose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from compose_oracle import config, env_files, needs_oracle
from hypothesis import given, settings
from hypothesis import strategies as st

from composelint.loading.dotenv import (
    DotenvError,
    entries,
    parse,
    parse_raw,
    raw_entries,
)
from composelint.node import UNKNOWN

HERE = Path(__file__).parent
DOTENV = json.loads((HERE / "dotenv.json").read_text("utf-8"))
RAW = json.loads((HERE / "raw.json").read_text("utf-8"))
ENVIRONMENT: dict[str, str] = DOTENV["environment"]


def outcome(text: str, *, raw: bool = False) -> list[object]:
    """What we make of a file, in the form of the tables: the line where it is refused."""
    try:
        return [text, (parse_raw if raw else parse)(text, ENVIRONMENT.get)]
    except DotenvError as error:
        return [text, None, error.line]


@pytest.mark.parametrize("case", DOTENV["cases"], ids=lambda case: repr(case[0]))
def test_dotenv(case: list[object]) -> None:
    assert outcome(str(case[0])) == case


@pytest.mark.parametrize("case", RAW["cases"], ids=lambda case: repr(case[0]))
def test_raw(case: list[object]) -> None:
    assert outcome(str(case[0]), raw=True) == case


@needs_oracle
@pytest.mark.parametrize("kind", ["", "raw"])
def test_tables_are_true(tmp_path: Path, kind: str) -> None:
    cases = (RAW if kind else DOTENV)["cases"]
    accepted = [case for case in cases if case[1] is not None]
    answers = env_files(tmp_path, [case[0] for case in accepted], ENVIRONMENT, kind)
    assert answers is not None
    for case, answer in zip(accepted, answers, strict=True):
        assert case == [case[0], answer]
    for case in cases:
        if case[1] is None:
            assert (case[0], env_files(tmp_path, case[:1], ENVIRONMENT, kind)) == (case[0], None)


def test_entries_know_their_places() -> None:
    text = "# c\nexport A = 'x y' # c\nB: ${A}!  #c\nC\nD=\nE=\"a\nb\"\n"
    found = list(entries(text, {"C": "c"}.get))
    assert [(entry.name, entry.value) for entry in found] == [
        ("A", "x y"),
        ("B", "x y!"),
        ("C", "c"),
        ("D", ""),
        ("E", "a\nb"),
    ]
    written = [(text[e.name_start : e.name_end], text[e.value_start : e.value_end]) for e in found]
    assert written == [("A", "'x y'"), ("B", "${A}!"), ("C", ""), ("D", ""), ("E", '"a\nb"')]


def test_raw_entries_know_their_places() -> None:
    text = "#c\n  A='x' # c\r\nC\nN\nB=\n"
    found = list(raw_entries(text, {"C": "c"}.get))
    assert [(entry.name, entry.value) for entry in found] == [
        ("A", "'x' # c"),
        ("C", "c"),
        ("N", None),
        ("B", ""),
    ]
    written = [(text[e.name_start : e.name_end], text[e.value_start : e.value_end]) for e in found]
    assert written == [("A", "'x' # c"), ("C", ""), ("N", ""), ("B", "")]


def test_equal_names_are_all_told_and_the_last_one_wins() -> None:
    text = "A=1\nA=2$A\n"
    assert [entry.value for entry in entries(text, {}.get)] == ["1", "21"]
    assert parse(text, {}.get) == {"A": "21"}


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        ("A=1\nB!=2\n", 5, "'!' cannot stand"),
        ("A=1\nB C=2\n", 5, "cannot hold a space"),
        ("A=1\n\nB='x\n", 7, "never closed"),
        ("export ", 0, "nothing after export"),
        ("A=x${B!}\n", 3, "${B!} is no variable"),
        ('A="x${B!}"\n', 2, "${B!} is no variable"),
        ("A=1\nB=${C:?give $A}\n", 6, "C is required and has no value: give 1"),
        ("B=${C:?}\n", 2, "C is required and has no value"),
    ],
)
def test_a_refusal_says_where_and_why(text: str, offset: int, words: str) -> None:
    with pytest.raises(DotenvError) as raised:
        parse(text, {}.get)
    assert raised.value.offset == offset
    assert raised.value.line == text.count("\n", 0, offset) + 1
    assert words in raised.value.message


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_long_value_that_is_never_closed_is_soon_told(quote: str) -> None:
    """In 2^n steps this would never come to an end."""
    with pytest.raises(DotenvError, match="never closed"):
        parse(f"A={quote}" + "words and \\\\ more " * 1000, lambda name: None)


def test_assuming() -> None:
    text = "A=$U-x\nB=${U:?m}\nC=${U:-d}\nU\nD=$A\n"
    unknown = f"{UNKNOWN}-x"
    expected = {"A": unknown, "B": UNKNOWN, "C": "d", "U": UNKNOWN, "D": unknown}
    assert parse(text, {}.get, assume=True) == expected
    assert parse_raw("U\nA=$U\n", {}.get, assume=True) == {"U": UNKNOWN, "A": "$U"}


def test_eager_reads_every_default() -> None:
    text = "A=1\nB=${A:-${C:?m}}\n"
    assert parse(text, {}.get) == {"A": "1", "B": "1"}
    with pytest.raises(DotenvError):
        parse(text, {}.get, eager=True)


@pytest.mark.parametrize(("length", "accepted"), [(65_535, True), (65_536, False), (40_000, True)])
def test_a_raw_line_has_its_bound(length: int, accepted: bool) -> None:
    text = "A=1\nB=" + "x" * (length - 2) + "\n"
    if accepted:
        assert len(parse_raw(text, {}.get)["B"]) == length - 2
    else:
        with pytest.raises(DotenvError):
            parse_raw(text, {}.get)


# -- which value wins -------------------------------------------------------------------------

ORDERS = [
    # earlier files, this file, the environment, what `B` becomes
    ([], "A=1\nB=$A", {}, "1"),
    ([], "B=$A\nA=1", {}, ""),
    ([], "A=1\nB=$A", {"A": "shell"}, "shell"),
    ([], "A=1\nB=${A:-d}", {"A": ""}, "d"),
    (["A=1"], "B=$A", {}, "1"),
    (["A=1"], "A=2\nB=$A", {}, "2"),
    (["A=1"], "A=2\nB=$A", {"A": "shell"}, "shell"),
    (["A=1", "A=2"], "B=$A", {}, "2"),
]


@pytest.mark.parametrize(("earlier", "text", "environment", "expected"), ORDERS)
def test_which_value_wins(
    earlier: list[str], text: str, environment: dict[str, str], expected: str
) -> None:
    known: dict[str, str] = {}
    for one in [*earlier, text]:
        known.update(parse(one, environment.get, earlier=known))
    assert known["B"] == expected


@needs_oracle
@pytest.mark.parametrize(("earlier", "text", "environment", "expected"), ORDERS)
def test_which_value_wins_with_the_oracle(
    tmp_path: Path, earlier: list[str], text: str, environment: dict[str, str], expected: str
) -> None:
    files = {f"{index}.env": one for index, one in enumerate([*earlier, text])}
    service: dict[str, object] = {"image": "i", "env_file": list(files)}
    project = json.dumps({"services": {"a": service}})
    model, _ = config(tmp_path, {**files, "compose.yaml": project}, environment)
    assert model["services"]["a"]["environment"]["B"] == expected
    service = {"image": "i", "environment": {"B": "$B"}}
    project = json.dumps({"services": {"a": service}})
    options = tuple(part for name in files for part in ("--env-file", name))
    model, _ = config(tmp_path, {**files, "compose.yaml": project}, environment, options)
    assert model["services"]["a"]["environment"]["B"] == expected


# -- random files -----------------------------------------------------------------------------

FRAGMENTS = st.sampled_from(
    [
        *("A", "B", "X", "=", ":", " ", "\n", "'", '"', "\\", "#", " #", "export ", "$X", "${X"),
        *("}", "$", "\r\n", "\t", "x", "\\n", "\\0", "101", "é", ".", "-", "$A", "${A:-", "A="),
        *("B=", "C='", 'D="', "\u2003", "\xa0", "%"),
    ]
)
LOOSE = st.lists(FRAGMENTS, max_size=14).map("".join)
VALUES = st.sampled_from(
    ["1", "'q r'", '"d\\ne"', '"$X"', "${N:-e} # c", "a#b", "", '"m\nn"', "'${'", "$A", "'it\\'s'"]
)
LINES = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "", "export ", "  "]),
    st.sampled_from(["A", "B", "C.d", "X"]),
    st.sampled_from(["=", " = ", ": "]),
    VALUES,
    st.sampled_from(["\n", "\r\n", " #c\n", "\n\n# d\n"]),
)
FILES = st.lists(LINES, max_size=6).map("".join)


@given(st.text() | LOOSE | FILES)
@settings(deadline=None)
def test_never_a_crash(text: str) -> None:
    for read in (entries, raw_entries):
        found = read(text, ENVIRONMENT.get)
        offsets: list[int] = [0]
        try:
            for entry in found:
                offsets += entry[2:]
        except DotenvError as error:
            offsets.append(error.offset)
        offsets.append(len(text))
        assert offsets == sorted(offsets)


@needs_oracle
@given(st.lists(FILES | LOOSE, min_size=60, max_size=90))
@settings(max_examples=8, deadline=None)
def test_random_files_as_the_oracle(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    expected = [case for case in map(outcome, texts) if case[1] is not None]
    accepted = [str(case[0]) for case in expected]
    answers = env_files(tmp_path_factory.mktemp("oracle"), accepted, ENVIRONMENT)
    assert answers is not None, accepted
    assert [list(pair) for pair in zip(accepted, answers, strict=True)] == expected


@needs_oracle
@given(LOOSE.filter(lambda text: outcome(text)[1] is None))
@settings(max_examples=25, deadline=None)
def test_random_refusals_as_the_oracle(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assert env_files(tmp_path_factory.mktemp("oracle"), [text], ENVIRONMENT) is None
