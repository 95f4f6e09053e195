"""The corpus of real Compose files, labelled by the real programs; see docs/parity.md.

It lies in ../shared/corpus and belongs to its authors: tests read it from there, unpacked into a
temporary folder.
"""

from __future__ import annotations

import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from support import shared

import composelint
from composelint import engine
from composelint.finding import Finding
from composelint.loading.load import LoadOptions, load_project
from composelint.project import Project
from composelint.selection import select
from composelint.target import parse_target

Row = dict[str, Any]

#: With nothing else set, the oracle labelled the files.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/root"}

#: Four repositories bring most of the rejected files, each mostly for one reason.
ONE_REASON = ("umbrel", "laradock", "nginx-proxy", "authelia")

REAL = ("app", "catalog", "teaching", "fixture")


def available() -> bool:
    folder = shared()
    return folder is not None and (folder / "corpus" / "dev.tar.gz").is_file()


@cache
def folder() -> Path:
    """The corpus, unpacked once for a run of the tests."""
    where = shared()
    assert where is not None
    # Removed with the process.
    global _kept
    _kept = tempfile.TemporaryDirectory(prefix="composelint-corpus-")
    with tarfile.open(where / "corpus" / "dev.tar.gz") as archive:
        archive.extractall(_kept.name, filter="data")
    return Path(_kept.name)


@cache
def rows() -> list[Row]:
    with open(folder() / "labels.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def load(row: Row, *, exact: bool = True, target: str = "compose") -> Project:
    """A file of the corpus as the oracle was given it: `-f ENTRY` in its folder."""
    directory = str(folder() / row["id"])
    options = LoadOptions(
        files=(os.path.normpath(os.path.join(directory, row["entry"])),),
        directory=directory,
        exact=exact,
        target=parse_target(target),
        environment=ENVIRONMENT,
    )
    return load_project(options, read)


def findings(row: Row, *, exact: bool = True, target: str = "compose") -> list[Finding]:
    return engine.check(load(row, exact=exact, target=target), select())


def accepted_real() -> list[Row]:
    """The files that Docker Compose 5.6.1 takes, literals cut out of tests aside."""
    return [row for row in rows() if row["oracle_exit"] == 0 and row["source_class"] in REAL]


def checked(row: Row, **options: Any) -> composelint.Run:
    """A file of the corpus as `composelint check ENTRY` sees it: in the assuming reading."""
    directory = folder() / row["id"]
    return composelint.check(
        files=[row["entry"]],
        here=directory,
        environment=ENVIRONMENT,
        config=False,
        today="2026-11-22",
        **options,
    )


class Verdict(NamedTuple):
    row: Row
    accepted: bool
    refusals: list[Finding]


#: The label with the oracle's verdict for each target that it was asked for.
LABELS = {"compose": "oracle_exit", "compose@2.40": "oracle_exit_2_40"}


def verdicts(target: str) -> Iterator[Verdict]:
    """Ours beside the oracle's, for every file on which the oracle has one."""
    label = LABELS[target]
    for row in rows():
        if row[label] in (0, 1):
            refusals = [one for one in findings(row, target=target) if one.refused]
            yield Verdict(row, row[label] == 0, refusals)


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
