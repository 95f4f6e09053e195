"""The target compose-v1 beside the real Docker Compose 1.29.2.

compose_v1.jsonl holds small projects, one a line: [name, whether 1.29.2 refuses it, its files].
The corpus has its labels; the binary is $COMPOSELINT_ORACLE_V1, or a docker-compose on the path
that says it is 1.29.2.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import corpus
import pytest
from support import FOLDER, check

from composelint.finding import Finding
from composelint.loading.load import LoadOptions, load_project
from composelint.target import parse_target

#: What is given with -f, where it is among the files of a case.
ENTRIES = ("compose.yaml", "compose.override.yaml")

Case = tuple[str, bool, dict[str, str]]

CASES: list[Case] = [
    (name, refused, files)
    for name, refused, files in map(
        json.loads,
        Path(__file__).with_name("compose_v1.jsonl").read_text(encoding="utf-8").splitlines(),
    )
]
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/root"}

#: So many of the cases are given to the binary in an ordinary run: it takes half a second for one.
SAMPLE = 20


def refusals(files: dict[str, str]) -> list[Finding]:
    """What we find refused; the program looks for folders too, so that this reader knows them."""
    stored = {f"{FOLDER}/{name}": text.encode() for name, text in files.items()}

    def read(path: str) -> bytes:
        if any(name.startswith(f"{path.rstrip('/')}/") for name in stored):
            raise IsADirectoryError(21, "Is a directory", path)
        if path not in stored:
            raise FileNotFoundError(2, "No such file or directory", path)
        return stored[path]

    options = LoadOptions(
        files=tuple(f"{FOLDER}/{name}" for name in ENTRIES if name in files),
        directory=FOLDER,
        exact=True,
        target=parse_target("compose-v1"),
        environment=ENVIRONMENT,
    )
    return [finding for finding in check(load_project(options, read)) if finding.refused]


def test_we_refuse_what_it_refuses() -> None:
    wrong = [name for name, refused, files in CASES if bool(refusals(files)) != refused]
    assert wrong == []


def test_every_refusal_has_its_words() -> None:
    for name, _, files in CASES:
        for finding in refusals(files):
            assert finding.message, name
            assert "…" not in finding.message, (name, finding.message)
            span = finding.span
            assert 0 <= span.start <= span.end <= len(span.source.text), name


@cache
def binary() -> str | None:
    found = os.environ.get("COMPOSELINT_ORACLE_V1") or shutil.which("docker-compose")
    if found is None:
        return None
    answer = subprocess.run([found, "--version"], capture_output=True, check=False)
    return found if b"1.29.2" in answer.stdout else None


def is_refused(files: dict[str, str], folder: Path) -> bool:
    program = binary()
    assert program is not None
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    given = [name for name in ENTRIES if name in files]
    options = [word for name in given for word in ("-f", name)]
    answer = subprocess.run(
        [program, *options, "config", "-q"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    return answer.returncode != 0


def differing(cases: list[Case], folder: Path) -> list[str]:
    wrong = []
    for number, (name, refused, files) in enumerate(cases):
        if is_refused(files, folder / str(number)) != refused:
            wrong.append(name)
    return wrong


needs_binary = pytest.mark.skipif(
    binary() is None, reason="no docker-compose 1.29.2: see COMPOSELINT_ORACLE_V1"
)


@needs_binary
def test_a_sample_of_the_verdicts_is_that_of_the_binary(tmp_path: Path) -> None:
    step = len(CASES) // SAMPLE
    assert differing(CASES[step // 2 :: step], tmp_path) == []


@pytest.mark.slow
@needs_binary
def test_all_verdicts_are_those_of_the_binary(tmp_path: Path) -> None:
    assert differing(CASES, tmp_path) == []


@pytest.mark.skipif(
    not corpus.available(), reason="no corpus: name its folder in COMPOSELINT_SHARED"
)
def test_the_corpus() -> None:
    """The bar is 97 % of the files that declare a version; see docs/parity-compose-v1.md."""
    same: Counter[bool] = Counter()
    wrong: dict[bool, list[Any]] = {True: [], False: []}
    for row in corpus.rows():
        if row["oracle_exit_1_29"] not in (0, 1):
            continue
        found = corpus.findings(row, target="compose-v1")
        ours = any(finding.refused for finding in found)
        declared = bool(row["declared_version"])
        same[declared] += 1
        if ours != (row["oracle_exit_1_29"] == 1):
            wrong[declared].append((row["id"], row["oracle_stderr_1_29"][-200:]))
    assert same[True] == 940
    assert wrong == {True: [], False: []}
