"""How often each rule speaks of the files of the field, so that no change of it goes unseen.

`python tests/test_counts.py` writes the table anew (tests/counts.csv), for the eye to judge:
benchmarks/read_findings.py draws findings to be read.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import corpus
import pytest

from composelint.rule import catalogue

TABLE = Path(__file__).with_name("counts.csv")

#: What a file may have of findings under the default preset: half of them, nine of ten.
MEDIAN, NINTH = 2, 6


class Count(NamedTuple):
    rule: str
    findings: int
    files: int


@cache
def counted() -> tuple[list[Count], list[int]]:
    """For each rule of the preset `strict` its count; findings of the default preset by file."""
    default = {rule.id for rule in catalogue() if rule.default}
    findings: Counter[str] = Counter()
    files: Counter[str] = Counter()
    by_file = []
    for row in corpus.accepted_real():
        found = Counter(finding.id for finding in corpus.checked(row, preset=["strict"]))
        findings.update(found)
        files.update(found.keys())
        by_file.append(sum(count for rule, count in found.items() if rule in default))
    return [Count(rule, findings[rule], files[rule]) for rule in sorted(findings)], sorted(by_file)


def table() -> list[Count]:
    with open(TABLE, encoding="utf-8", newline="") as file:
        return [Count(row[0], int(row[1]), int(row[2])) for row in list(csv.reader(file))[1:]]


@pytest.mark.skipif(not corpus.available(), reason="no corpus in ../shared")
def test_the_rules_speak_as_often_as_they_did() -> None:
    assert counted()[0] == table()


@pytest.mark.skipif(not corpus.available(), reason="no corpus in ../shared")
def test_the_default_is_quiet_on_good_files() -> None:
    by_file = counted()[1]
    assert by_file[len(by_file) // 2] <= MEDIAN
    assert by_file[len(by_file) * 9 // 10] <= NINTH


if __name__ == "__main__":
    with open(TABLE, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([Count._fields, *counted()[0]])
