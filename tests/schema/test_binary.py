"""What the real docker-compose takes, path by path and value by value, is what the walk takes."""

from __future__ import annotations

import functools
import json
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pytest
import rows as table
from support import oracle
from support_nodes import nodes

from composelint.finding import Problem
from composelint.node import UNKNOWN
from composelint.schema.table import load
from composelint.schema.walk import walk
from composelint.source import Source
from composelint.syntax import compose

pytestmark = pytest.mark.skipif(oracle() is None, reason="no docker-compose 5.6.1 beside Python")

NEWEST = (5, 6, 1)
#: What the schema step of docker-compose 5.6.1 says; all else comes later.
SAYINGS = ("validating ", "failed to cast", "error while interpolating")
ROWS = table.spelled_out(table.read())


def refusal(text: str, folder: Path) -> str:
    """What docker-compose says against a project; "" where it takes it."""
    (folder / "compose.yaml").write_text(text, encoding="utf-8")
    command = [str(oracle()), "-f", "compose.yaml", "config", "-q"]
    done = subprocess.run(
        command, cwd=folder, env={"PATH": "", "HOME": "/"}, capture_output=True, text=True
    )
    return done.stderr if done.returncode else ""


def ours(text: str) -> list[Problem]:
    found: list[Problem] = []
    (root,) = compose(Source("compose.yaml", text), found.append)
    walk(root, load(NEWEST), found.append)  # type: ignore[arg-type]
    return found


BOOLEANS = "true TRUE tRuE false y Y yes YES n no No on ON off 1 0 t F null ~".split()
NUMBERS = "5 +5 05 0x10 0o7 1_000 1e3 1.0 .5 5. 1E-3 0x1p-2 1e39 1e400 1,5 9223372036854775808"
LITERALS = [
    *[("privileged", text) for text in [*BOOLEANS, "", " true", "yes "]],
    *[("attach", text) for text in BOOLEANS],
    *[("scale", text) for text in [*NUMBERS.split(), "", " 5"]],
    *[("pids_limit", text) for text in NUMBERS.split()],
    *[("cpus", text) for text in [*NUMBERS.replace(" 1_000", "").split(), "", "inf", "NaN"]],
    *[("cpu_percent", text) for text in ("5", "50.0", "0.5", "101", "-1", "1e1")],
]


@pytest.mark.parametrize(("name", "text"), LITERALS)
def test_literals(name: str, text: str, tmp_path: Path) -> None:
    project = f"services:\n  a:\n    image: b\n    {name}: {json.dumps(text)}\n"
    assert bool(ours(project)) == bool(refusal(project, tmp_path))


@functools.cache
def strings() -> list[str]:
    """Paths that may hold a scalar in 5.6.1."""
    flat = table.flat(ROWS, NEWEST)
    return [path for path, kinds in flat.items() if set(kinds) - {"mapping", "list"}]


def at(path: str, value: Any) -> str:
    for step in reversed(path.split(".")):
        value = [value] if step == "[]" else {"k" if step == "*" else step: value}
    return json.dumps(value)


def test_casts_happen_where_the_table_says(tmp_path: Path) -> None:
    """A sample of the paths: a string that no cast takes is refused by a cast, or is not."""
    casts = table.other(ROWS, NEWEST, "cast")
    paths = Random(1).sample([path for path in strings() if path not in casts], 25)
    for path in [*sorted(path for path in casts if ".pre_start." not in path), *paths]:
        said = refusal(at(path, "zz9"), tmp_path)
        assert ("failed to cast" in said) == (path in casts), path


VALUES = (None, True, 3, -1, 1.5, 2.0, "", "x", "5", [], ["a", "a"], [1], [{}], {}, {"a": 1},
          {"a": None}, {"x-a": 1}, {"a": [1]}, {"a": {"b": "c"}})  # fmt: skip


@pytest.mark.slow
def test_every_path_with_some_values(tmp_path: Path) -> None:
    """The schema step gives the walk's verdict; what comes after it may refuse more."""
    random = Random(2)
    for path in table.flat(ROWS, NEWEST):
        for value in random.sample(VALUES, 3) if path else ():
            compare(at(path, value), tmp_path)


def test_some_paths_with_some_values(tmp_path: Path) -> None:
    random = Random(3)
    for path in random.sample([*table.flat(ROWS, NEWEST)][1:], 40):
        compare(at(path, random.choice(VALUES)), tmp_path)


def compare(text: str, folder: Path) -> None:
    said = refusal(text, folder)
    found: list[Problem] = []
    walk(nodes(json.loads(text)), load(NEWEST), found.append)
    if not said:
        assert found == [], text
    elif any(saying in said for saying in SAYINGS) and "empty compose file" not in said:
        assert found != [], (text, said)


def test_a_variable_gives_text(tmp_path: Path) -> None:
    """A value that is only a variable is never true nor a number, where nothing casts it."""
    text = "services: {a: {image: b, use_api_socket: '${X:-true}'}}"
    assert "must be a boolean" in refusal(text, tmp_path)
    found: list[Problem] = []
    walk(
        nodes({"services": {"a": {"image": "b", "use_api_socket": UNKNOWN}}}),
        load(NEWEST),
        found.append,
    )
    assert len(found) == 1
