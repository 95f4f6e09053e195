"""`composelint config`, called within this process; what it prints is held to the binary in
test_config_parity.py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from composelint.cli.main import main

BASE = """\
name: shop
services:
  web:
    image: nginx:${TAG:-1.27}
    ports: ["8080:80"]
    environment:
      - WHEN=2024-01-01
      - ANSWER=yes
  debug:
    image: busybox
    profiles: [debug]
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: Any, capsys: Any) -> Any:
    monkeypatch.chdir(tmp_path)
    for name in ("COMPOSE_FILE", "COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME", "TAG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "over.yaml").write_text("services: {web: {image: 'nginx:2'}}")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["config", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_json(config: Any) -> None:
    code, out, err = config("-f", "base.yaml", "--format", "json")
    assert (code, err) == (0, "")
    model = json.loads(out)
    assert model["name"] == "shop"
    assert list(model["services"]) == ["web"]
    assert model["services"]["web"]["image"] == "nginx:1.27"
    assert model["services"]["web"]["environment"] == {"WHEN": "2024-01-01", "ANSWER": "yes"}


def test_yaml_says_the_same(config: Any) -> None:
    model = json.loads(config("-f", "base.yaml", "--format", "json")[1])
    code, out, _ = config("-f", "base.yaml")
    assert code == 0
    assert yaml.safe_load(out) == model


def test_options_reach_the_loader(config: Any, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "my.env").write_text("TAG=from-file\n")

    def model(*arguments: str) -> Any:
        code, out, err = config("-f", "base.yaml", "--format=json", *arguments)
        assert code == 0, err
        return json.loads(out)

    assert model("-f", "over.yaml")["services"]["web"]["image"] == "nginx:2"
    assert model("-p", "other")["name"] == "other"
    assert "debug" in model("--profile", "debug")["services"]
    assert model("--env-file", "my.env")["services"]["web"]["image"] == "nginx:from-file"
    monkeypatch.setenv("TAG", "from-shell")
    assert model("--env-file", "my.env")["services"]["web"]["image"] == "nginx:from-shell"


def test_a_refused_project(config: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("services:\n  web:\n    imag: nginx\n")
    code, out, err = config("-f", "bad.yaml")
    assert (code, out) == (1, "")
    assert "error[CL101] unknown-attribute" in err
    assert " --> bad.yaml:3:5" in err


def test_what_is_wrong_but_not_refused_does_not_hinder(config: Any, tmp_path: Path) -> None:
    text = 'services:\n  a: {image: x, ports: ["80:80"]}\n  b: {image: x, ports: ["80:80"]}\n'
    (tmp_path / "clash.yaml").write_text(text)
    assert config("-f", "clash.yaml")[0] == 0


def test_the_project_here(config: Any, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").rename(tmp_path / "compose.yaml")
    assert config()[0] == 0


def test_cannot_look(config: Any) -> None:
    assert config() == (
        2,
        "",
        "composelint: no Compose file here or in a folder above; give a path, or a file with -f\n",
    )
    assert config("-f", "gone.yaml")[2] == "composelint: there is no file gone.yaml\n"
    assert "'X' is no project name" in config("-f", "base.yaml", "-p", "X")[2]
