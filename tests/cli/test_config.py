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

SMALL = """\
name: hashed
services:
  web: {image: x}
  db: {image: x, depends_on: [web]}
  off: {image: x, profiles: [p]}
  more: {image: y, scale: 0, volumes: ["data:/data", "shared:/shared"], profiles: [more]}
volumes: {data: {}, shared: {external: true}, unused: {}}
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: Any, capsys: Any) -> Any:
    monkeypatch.chdir(tmp_path)
    for name in ("COMPOSE_FILE", "COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME", "TAG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "small.yaml").write_text(SMALL)
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


def test_hashes(config: Any) -> None:
    digest = "d5457d0b2799957b606d2ac4ed52d85a1e75799490e56229948300b9a59e8953"
    code, out, err = config("-f", "small.yaml", "--hash", "*")
    # What Docker Compose 5.6.1 prints: sorted by name.
    assert (code, out, err) == (0, f"db {digest}\nweb {digest}\n", "")
    assert config("-f", "small.yaml", "--hash", "web,*")[1] == out
    assert config("-f", "small.yaml", "--hash", "web,web")[1] == f"web {digest}\n"
    assert config("-f", "small.yaml", "--hash", "web,db")[1] == out
    assert "off " in config("-f", "small.yaml", "--profile", "p", "--hash", "*")[1]
    assert config("-f", "small.yaml", "--hash", "")[1].startswith("name: hashed\n")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("webb", "no such service: webb; did you mean web?"),
        ("web,zzz", "no such service: zzz"),
        ("off", "no such service: off (its profile is off: add --profile p)"),
        ("web,", "an empty name of a service, between the commas of --hash"),
    ],
)
def test_no_such_service_to_hash(config: Any, asked: str, message: str) -> None:
    assert config("-f", "small.yaml", "--hash", asked) == (1, "", f"composelint: {message}\n")


def test_hashes_of_resources(config: Any) -> None:
    code, out, err = config("-f", "small.yaml", "--profile=more", "--hash-resources")
    assert (code, err) == (0, "")
    kinds = [line.rsplit(" ", 1) for line in out.splitlines()]
    assert [name for name, _ in kinds] == ["network default", "volume data"]
    assert all(len(digest) == 64 for _, digest in kinds)
    both = config("-f", "small.yaml", "--profile=more", "--hash", "web", "--hash-resources")[1]
    assert both == config("-f", "small.yaml", "--hash", "web")[1] + out
