"""The cases of `docker stack config`, and the program itself where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

CASES = Path(__file__).parent / "cases"

#: The variables that the cases were tried with.
ENVIRONMENT = {
    "A": "a",
    "EMPTY": "",
    "F": "0.5",
    "HOME": "/root",
    "N": "3",
    "T": "true",
    "X.Y": "q",
    "Y": "YES",
}

HEAD = 'version: "3.13"\nservices:\n  a:\n    '


class Case(NamedTuple):
    """Files by name; the first of `stack` is the project's, any other is laid over it."""

    label: str
    accepted: bool
    files: dict[str, str]
    stack: tuple[str, ...] = ("compose.yaml",)


def lines(name: str) -> list[tuple[bool, str]]:
    """(accepted, what follows) of each line of a file of cases."""
    text = (CASES / name).read_text(encoding="utf-8")
    rows = [line for line in text.split("\n") if line and line[0] in "+-"]
    return [(row[0] == "+", row[2:]) for row in rows]


def cases() -> list[Case]:
    found: list[Case] = []
    for accepted, fragment in lines("swarm_services.txt"):
        image = "" if fragment.startswith("image:") else "image: x\n    "
        found.append(Case(fragment, accepted, {"compose.yaml": f"{HEAD}{image}{fragment}\n"}))
    for accepted, row in lines("swarm_files.txt"):
        found.append(Case(row, accepted, {"compose.yaml": json.loads(row)}))
    for accepted, row in lines("swarm_pairs.txt"):
        first, second = json.loads(row)
        files = {"compose.yaml": first, "second.yaml": second}
        found.append(Case(row, accepted, files, ("compose.yaml", "second.yaml")))
    for accepted, row in lines("swarm_env_files.txt"):
        files = {"compose.yaml": f"{HEAD}image: x\n    env_file: e\n", "e": json.loads(row)}
        found.append(Case(f"env_file {row}", accepted, files))
    return found


@cache
def program() -> str | None:
    """The Docker CLI, if it is the one that the cases were tried with."""
    docker = shutil.which("docker")
    if docker is None:
        return None
    shown = subprocess.run([docker, "--version"], capture_output=True, text=True, check=False)
    return docker if " 28.2" in shown.stdout else None


def accepts(case: Case, folder: Path) -> bool:
    """Whether `docker stack config` takes a case."""
    docker = program()
    assert docker is not None
    for name, text in case.files.items():
        (folder / name).write_bytes(text.encode())
    files = [word for name in case.stack for word in ("-c", name)]
    run = subprocess.run(
        [docker, "stack", "config", *files],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **ENVIRONMENT},
        capture_output=True,
        check=False,
    )
    return run.returncode == 0
