"""`composelint explain PATH`, called within this process; what it says of values is held in
tests/test_provenance.py and, against the real Docker Compose, in tests/test_explain_corpus.py."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from composelint.cli.main import main

BASE = """\
services:
  web:
    image: shop/web:${TAG:-latest}
    ports: ["8080:80"]
    environment: [MODE=dev]
"""
OVER = """\
services:
  web:
    image: shop/web:${TAG:-dev}
    ports: ["9090:90"]
    restart: !reset null
"""


@pytest.fixture
def explain(tmp_path: Path, monkeypatch: Any, capsys: Any) -> Any:
    monkeypatch.chdir(tmp_path)
    for name in ("COMPOSE_FILE", "COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME", "TAG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "90")
    (tmp_path / "compose.yaml").write_text(BASE)
    (tmp_path / "compose.override.yaml").write_text(OVER)
    (tmp_path / ".env").write_text("TAG=1.4\n")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["explain", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


IMAGE = """\
services.web.image = "shop/web:1.4"
  1  compose.yaml:3:12           "shop/web:${TAG:-latest}"
  2  compose.override.yaml:3:12  "shop/web:${TAG:-dev}"     replaces it
  $  .env:1:5                    TAG = "1.4"
"""

PORTS = """\
services.web.ports: 2 items
  1  compose.yaml:4:12           ["8080:80"]
  2  compose.override.yaml:4:12  ["9090:90"]  is appended

  compose.yaml:4:13           [0] = {"mode": "ingress", "target": 80, "published": "8080"…
  compose.override.yaml:4:13  [1] = {"mode": "ingress", "target": 90, "published": "9090"…
"""


def test_a_value(explain: Any) -> None:
    assert explain("services.web.image") == (0, IMAGE, "")


def test_a_list(explain: Any) -> None:
    assert explain("services.web.ports") == (0, PORTS, "")


def test_several_paths(explain: Any) -> None:
    _, out, _ = explain("services.web.image", "services.web.ports")
    assert out == f"{IMAGE}\n{PORTS}"


def test_colour_only_adds_colour(explain: Any) -> None:
    _, out, _ = explain("services.web.image", "--color", "always")
    assert out != IMAGE
    assert re.sub(r"\x1b\[[0-9;]*m", "", out) == IMAGE


@pytest.mark.parametrize("columns", ["40", "60", "80", "200"])
def test_it_keeps_to_the_width(explain: Any, monkeypatch: Any, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    _, out, _ = explain("services.web.ports")
    widest = max(len(line) for line in out.splitlines())
    assert widest <= max(int(columns), 70)


def test_json(explain: Any) -> None:
    code, out, err = explain("services.web.image", "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "version": 1,
        "path": "services.web.image",
        "value": "shop/web:1.4",
        "file": "compose.override.yaml",
        "line": 3,
        "column": 12,
        "end_line": 3,
        "end_column": 32,
        "note": "",
        "steps": [
            {
                "kind": "written",
                "number": 1,
                "file": "compose.yaml",
                "line": 3,
                "column": 12,
                "value": "shop/web:${TAG:-latest}",
                "note": "",
            },
            {
                "kind": "override",
                "number": 2,
                "file": "compose.override.yaml",
                "line": 3,
                "column": 12,
                "value": "shop/web:${TAG:-dev}",
                "note": "",
            },
        ],
        "variables": [
            {
                "name": "TAG",
                "value": "1.4",
                "from": ".env",
                "file": ".env",
                "line": 1,
                "column": 5,
            }
        ],
        "parts": [],
    }


def test_json_of_several_is_a_list(explain: Any) -> None:
    _, out, _ = explain("services.web.image", "networks.default.name", "--format=json")
    documents = json.loads(out)
    assert [each["path"] for each in documents] == ["services.web.image", "networks.default.name"]
    assert documents[1]["file"] is None
    assert documents[1]["steps"][0]["kind"] == "default"


def test_the_options_of_config(explain: Any, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "other.env").write_text("A=1\nTAG=2\n")

    def place(*arguments: str) -> tuple[Any, ...]:
        code, out, err = explain("services.web.image", "--format=json", *arguments)
        assert code == 0, err
        found = json.loads(out)
        variable = found["variables"][0]
        return found["value"], found["file"], variable["from"], variable["file"], variable["line"]

    base = ("-f", "compose.yaml")
    assert place(*base) == ("shop/web:1.4", "compose.yaml", ".env", ".env", 1)
    other = ("shop/web:2", "compose.yaml", ".env", "other.env", 2)
    assert place(*base, "--env-file", "other.env") == other
    monkeypatch.setenv("TAG", "3")
    assert place(*base) == ("shop/web:3", "compose.yaml", "environment", None, None)
    name = json.loads(explain("name", "-p", "given", "--format=json")[1])
    assert (name["value"], name["steps"][0]["note"]) == ("given", "the name that was given")


def test_a_rule_is_told_from_a_path(explain: Any) -> None:
    assert explain("CL301")[1].startswith("CL301 host-port-conflict: ")
    assert explain("services")[1].startswith("services: 1 entry\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["web"], "there is no rule 'web'; did you mean services.web?"),
        (["hostportconflict"], "there is no rule 'hostportconflict'; did you mean host-port-"),
        (["services.wbe.image"], "services.wbe.image, column 10: there is no service wbe; did you"),
        (
            ["web.image"],
            "web.image, column 1: there is nothing there; did you mean services.web.im",
        ),
        (["CL301", "services.web"], "CL301 is a rule and services.web a path"),
        (["CL301", "--format", "json"], "--format json is for paths"),
        (["services.web", "-f", "gone.yaml"], "there is no file gone.yaml"),
        (["services.web", "--format", "yaml"], "'yaml' is no format"),
    ],
)
def test_mistakes(explain: Any, arguments: list[str], said: str) -> None:
    code, out, err = explain(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_a_refused_project(explain: Any, tmp_path: Path) -> None:
    (tmp_path / "compose.override.yaml").write_text("services: {web: {imag: x}}")
    code, out, err = explain("services.web.imag")
    assert code == 0
    assert out == 'services.web.imag = "x"\n  1  compose.override.yaml:1:24  "x"\n'
    assert err.startswith("composelint: Docker Compose refuses this project")


def test_a_plain_check_does_not_load_it(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(BASE)
    program = (
        "import sys; from composelint.cli.main import main; main(['check', 'compose.yaml']); "
        "sys.exit(any(name.startswith('composelint.provenance') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stderr
