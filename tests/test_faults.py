"""Faults that other tools do not see: each is found by name, in its line, and nothing else is.

Most are made for the purpose: fixtures/faults/<name>/, where `# CL301` marks the line. The others
(fixtures/faults/real.csv) are one realistic mistake each in a file from the field, which lies in
the corpus and not here: the file is silent on the rule before, and speaks in the line after.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import corpus
import pytest
from examples import marks_in
from support import ROOT

import composelint

FAULTS = ROOT / "fixtures" / "faults"
MADE = sorted(path.parent for path in FAULTS.glob("*/compose.yaml"))


def found_in(file: Path) -> list[tuple[str, int]]:
    run = composelint.check(file, config=False, environment={}, here=FAULTS, today="2026-11-22")
    return sorted((Path(finding.file).name, finding.line, finding.id) for finding in run)


@pytest.mark.parametrize("folder", MADE, ids=lambda folder: folder.name)
def test_a_made_fault_is_found_in_its_line(folder: Path) -> None:
    text = (folder / "compose.yaml").read_text(encoding="utf-8")
    assert found_in(folder / "compose.yaml") == sorted(marks_in("compose.yaml", text))


def test_all_but_one_of_the_made_projects_are_at_fault() -> None:
    # Docker Compose takes a volume that is listed twice for one, and so do we.
    silent = [
        folder.name
        for folder in MADE
        if not marks_in("", (folder / "compose.yaml").read_text(encoding="utf-8"))
    ]
    assert silent == ["the-same-volume-twice"]


def real() -> list[dict[str, str]]:
    """Columns: id (of the corpus), line, before, after (a text in that line), rule, at (line)."""
    with open(FAULTS / "real.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not corpus.available(), reason="no corpus in ../shared")
@pytest.mark.parametrize("fault", real(), ids=lambda fault: f"{fault['rule']}-{fault['id']}")
def test_a_mistake_in_a_real_file_is_found_in_its_line(
    fault: dict[str, str], tmp_path: Path
) -> None:
    row = next(row for row in corpus.rows() if row["id"] == fault["id"])
    assert row["oracle_exit"] == 0
    shutil.copytree(corpus.folder() / fault["id"], tmp_path, dirs_exist_ok=True)
    file = tmp_path / row["entry"]
    name = file.name

    def places() -> list[int]:
        return [
            line for other, line, rule in found_in(file) if (other, rule) == (name, fault["rule"])
        ]

    assert places() == []
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    at = int(fault["line"]) - 1
    assert lines[at].count(fault["before"]) == 1
    lines[at] = lines[at].replace(fault["before"], fault["after"].replace("\\n", "\n"))
    file.write_text("".join(lines), encoding="utf-8")
    assert places() == [int(fault["at"])]
