"""`composelint readiness`, called within this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from composelint.cli.main import main

SHOP = """name: shop
services:
  web:
    image: x/web
    depends_on:
      - api
  api:
    build: .
    depends_on:
      db: {condition: service_healthy}
      migrate: {condition: service_completed_successfully, required: false}
  migrate: {image: x/web}
  db:
    image: postgres
    healthcheck: {test: a, interval: 5s, timeout: 5s, retries: 2}
  debug: {image: x, profiles: [debug], depends_on: [db]}
"""
DOCKERFILE = "FROM x/y\nHEALTHCHECK --interval=1s --timeout=1s --retries=1 CMD x\n"
NEVER = """services:
  a: {image: x, depends_on: {b: {condition: service_healthy}}}
  b: {image: redis}
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "compose.yaml").write_text(SHOP)
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["readiness", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_the_project_here(run: Any) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert (
        out
        == """\
compose.yaml: ready within 22s at worst, not counting what migrate takes
     service  waits for                                     at worst
  1  migrate                                                started at once
     db                                                     healthy within 20s
  2  api      db healthy, migrate completed (not required)  healthy within 22s, plus migrate
  3  web      api started                                   started within 20s, plus migrate

  The longest way: db → api

  Left out by profiles: debug
"""
    )


def test_profiles_are_chosen(run: Any) -> None:
    code, out, _ = run("--profile", "debug")
    assert code == 0
    assert "debug    db started" in out
    assert "Left out" not in out


def test_json(run: Any) -> None:
    code, out, _ = run("--format", "json")
    assert code == 0
    (told,) = json.loads(out)["projects"]
    assert {key: told[key] for key in told if key != "services"} == {
        "name": "shop",
        "files": ["compose.yaml"],
        "ready": {"seconds": None, "known": 22.0, "beside": ["migrate"]},
        "layers": [["migrate", "db"], ["api"], ["web"]],
        "critical": ["db", "api"],
        "never": [],
        "off": ["debug"],
    }
    api = next(one for one in told["services"] if one["name"] == "api")
    assert api == {
        "name": "api",
        "layer": 1,
        "waits": [
            {
                "service": "db",
                "condition": "service_healthy",
                "attribute": "depends_on",
                "required": True,
                "file": "compose.yaml",
                "line": 10,
                "column": 7,
            },
            {
                "service": "migrate",
                "condition": "service_completed_successfully",
                "attribute": "depends_on",
                "required": False,
                "file": "compose.yaml",
                "line": 11,
                "column": 7,
            },
        ],
        "healthcheck": {"kind": "image", "seconds": 2.0},
        "starts": {"seconds": None, "known": 20.0, "beside": ["migrate"]},
        "ready": {"seconds": None, "known": 22.0, "beside": ["migrate"]},
        "never": None,
    }


def test_what_never_starts_ends_with_1(run: Any, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(NEVER)
    code, out, err = run()
    assert (code, err) == (1, "")
    assert out.startswith("compose.yaml: 1 of 2 services can never start\n")
    assert "never starts: b has no healthcheck" in out
    code, out, _ = run("--format", "json")
    assert code == 1
    (told,) = json.loads(out)["projects"]
    assert (told["ready"], told["never"]) == (None, ["a"])
    assert told["services"][1]["never"] == "b has no healthcheck"


def test_a_circle(run: Any, tmp_path: Path) -> None:
    text = "services: {a: {image: x, links: [b]}, b: {image: x, depends_on: [a]}}"
    (tmp_path / "compose.yaml").write_text(text)
    code, out, _ = run()
    assert code == 1
    assert "  -  a" in out
    assert "never starts: b waits for it in turn" in out


def test_several_projects(run: Any, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "compose.yaml").write_text("services: {a: {image: x}}")
    code, out, _ = run("one", "two")
    assert code == 0
    assert out.count(": ready as soon as everything has started\n") == 2
    assert run("-f", "one/compose.yaml")[1].startswith("one/compose.yaml: ready")


def test_a_broken_project_is_told(run: Any, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  a: [\n")
    code, out, err = run()
    assert (code, out) == (1, "")
    assert err.startswith("compose.yaml:")
    assert len(err.splitlines()) == 1


def test_an_unset_variable_is_assumed(run: Any, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {a: {image: 'x:${TAG:?}'}}")
    assert run()[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "there is no file or folder nowhere"),
        (["-f", "compose.yaml", "."], "give paths or -f, not both"),
        (["-f", "nowhere.yaml"], "there is no file nowhere.yaml"),
        (["--target", "swarm"], "services of a swarm do not wait for each other"),
        (["--format", "xml"], "'xml' is no format: use text, json"),
        (["--formt", "json"], "did you mean --format?"),
    ],
)
def test_mistakes(run: Any, arguments: list[str], said: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
