"""Files besides compose.yaml that ask for findings to be left out."""

from __future__ import annotations

import pytest
from support import FOLDER, TODAY, project_of
from suppression_cases import (
    split,
)

from composelint.finding import Finding
from composelint.selection import select
from composelint.source import Source, Span
from composelint.suppression import suppress


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
