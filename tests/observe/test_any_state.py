"""Saved states are files: whatever stands in one, a plan by it ends in a plan or in words.

seen.json is what Docker Engine 20.10.24 had of the project below, before it was changed, and of a
container that is nobody's. One value of it after the other is made something else.
"""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from composelint.cli.main import main

SEEN = json.loads((Path(__file__).parent / "seen.json").read_text(encoding="utf-8"))
PROJECT = """
name: shop
services:
  web:
    image: bb:1
    command: sleep 2000
    stop_grace_period: 0s
    ports: ["8080:80"]
    environment: {LEVEL: debug}
    networks: [front]
    depends_on: {db: {condition: service_started, restart: true}}
    healthcheck: {test: "true", interval: 1h}
    mem_limit: 64m
  db:
    image: bb:1
    command: sleep 2000
    stop_grace_period: 0s
    volumes: ["data:/data", "/anonymous"]
    labels: {a: b}
  job:
    image: bb:1
    command: "true"
networks: {front: {ipam: {config: [{subnet: 10.77.0.0/24}]}}}
volumes: {data: {}}
"""
VALUES: list[Any] = [
    *(None, 5, -1, 2**70, True, 1.5, "", "x", "\ud800", [], {}),
    *([5], ["a"], [None], {"a": 5}, {"a": "b"}, {"a": None}),
]


def places(thing: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of all values within a value."""
    found = [above] if above else []
    pairs = thing.items() if isinstance(thing, dict) else ()
    pairs = enumerate(thing) if isinstance(thing, list) else pairs
    for key, value in pairs:
        found += places(value, (*above, key))
    return found


def changed(place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(SEEN)
    inner: Any = made
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return made


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "compose.yaml").write_text(PROJECT)
    monkeypatch.chdir(tmp_path)


def test_the_state_as_it_was_seen(capsys: pytest.CaptureFixture[str]) -> None:
    Path("state.json").write_text(json.dumps(SEEN))
    assert main(["plan", "--state", "state.json", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["summary"]
    assert (found["recreate"], found["start"], found["unchanged"]) == (2, 1, 0)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("more", [[], ["--down"], ["--format", "json", "--scale", "web=2"]])
def test_no_value_of_a_state_is_a_surprise(
    seed: int, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(f"{seed} {more}")
    of_project = [place for place in places(SEEN) if place != ("version",)]
    for _ in range(12):
        place, value = chance.choice(of_project), chance.choice(VALUES)
        Path("state.json").write_text(json.dumps(changed(place, value)))
        code = main(["plan", "--state", "state.json", *more])
        said = capsys.readouterr().err
        assert code in (0, 2), (place, value)
        assert "internal error" not in said, (place, value, said)
        assert "\n" not in said.rstrip("\n") or code == 0
