"""The command `graph`, called within this process."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import networkx
import pytest

from composelint.cli.main import main

SHOP = """\
name: shop
services:
  web: {image: "nginx:1.27", ports: ["8080:80"], depends_on: [api]}
  api: {image: x, volumes: ["data:/d"]}
  dev: {image: x, profiles: [dev]}
volumes: {data: {}}
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMPOSE_FILE", raising=False)
    (tmp_path / "compose.yaml").write_text(SHOP, encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["graph", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_json(run: Any, tmp_path: Path) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert (document["version"], document["projects"]) == (1, ["shop"])
    web = document["nodes"][0]
    assert (web["id"], web["file"], web["line"]) == ("service:web", "compose.yaml", 3)
    assert {
        "kind": "depends_on",
        "source": "service:web",
        "target": "service:api",
        "facts": {"condition": "service_started", "required": True},
        "file": "compose.yaml",
        "line": 3,
        "path": "services.web.depends_on[0]",
    } in document["edges"]
    assert str(tmp_path) not in out


def test_graphml(run: Any) -> None:
    code, out, err = run("--format", "graphml")
    assert (code, err) == (0, "")
    read = networkx.parse_graphml(out)
    assert read.has_edge("service:web", "service:api")
    assert read.nodes["service:web"]["fact_image"] == "nginx:1.27"


@pytest.mark.parametrize(
    ("arguments", "there"),
    [((), True), (("--profile", "dev"), True), (("--profile", "other"), False)],
)
def test_profiles(run: Any, arguments: tuple[str, ...], there: bool) -> None:
    ids = [node["id"] for node in json.loads(run(*arguments)[1])["nodes"]]
    assert ("service:dev" in ids) is there


def test_output(run: Any, tmp_path: Path) -> None:
    printed = run()[1]
    assert run("-o", "graph.json") == (0, "", "")
    assert (tmp_path / "graph.json").read_text(encoding="utf-8") == printed
    assert run("-o", "-")[1] == printed
    assert sorted(os.listdir(tmp_path)) == ["compose.yaml", "graph.json"]


def test_several_projects_and_standard_input(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "compose.yaml").write_text("services: {x: {image: x}}\n")
    document = json.loads(run(".")[1])
    assert document["projects"] == ["shop", "other"]
    assert "other/service:x" in [node["id"] for node in document["nodes"]]
    text = io.TextIOWrapper(io.BytesIO(b"services: {only: {image: x}}\n"))
    monkeypatch.setattr(sys, "stdin", text)
    assert json.loads(run("-f", "-")[1])["nodes"][0]["id"] == "service:only"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "dot"), "dot"),
        (("nowhere",), "there is no file or folder nowhere"),
        (("-f", "nowhere.yaml"), "there is no file nowhere.yaml"),
        (("-o", "no/folder/a.json"), "cannot be written"),
        (("--formt", "json"), "--format"),
    ],
)
def test_what_cannot_be_printed(run: Any, arguments: tuple[str, ...], message: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
