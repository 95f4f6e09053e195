"""The command `reach`, called within this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from composelint.cli.main import main

PROJECT = """
name: shop
services:
  web:
    image: x
    networks: [front, back]
    ports: ["8080:80", "127.0.0.1:53:53/udp", "${PORT}:9", "99"]
  db:
    image: y
    container_name: the-db
    networks: {back: {aliases: [store]}}
    ports: ["5432:5432"]
  agent: {image: z, network_mode: host}
  sidecar: {image: z, network_mode: "service:web"}
  alone: {image: z, network_mode: none}
  bridged: {image: z, network_mode: bridge}
  far: {image: z, network_mode: "container:other"}
  dev: {image: z, profiles: [dev], networks: [front]}
networks:
  front: {name: "${FRONT}"}
  back: {internal: true}
jobs:
  dump: {image: y, networks: [back]}
"""

TEXT = """\
compose.yaml: project shop

Networks
  front  name not known            web, dev
  back   shop_back, internal       web, db, dump
  -      the host's own network    agent
  -      the network stack of web  sidecar
  -      no network                alone
  -      Docker's own bridge       bridged
  -      not known                 far

Who reaches whom (a row reaches its columns)
            1 2 3 4 5 6 7 8 9
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "compose.yaml").write_text(PROJECT, encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["reach", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_text(run: Any) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert out.startswith(TEXT)
    lines = [line.split() for line in out.splitlines() if line[2:3].isdigit()]
    matrix = {name: cells for _, name, *cells in lines}
    assert " ".join(matrix) == "web db agent sidecar alone bridged far dev dump"
    # The name of a network that web is on is not known; what is known of it stays.
    assert matrix["web"] == ["·", "x", "-", "=", "-", "-", "?", "x", "x"]
    assert matrix["agent"] == ["h", "-", "·", "h", "-", "-", "?", "-", "-"]
    assert matrix["alone"] == ["-", "-", "-", "-", "·", "-", "-", "-", "-"]
    assert "  = in the same network stack, as localhost\n" in out
    outside = out[out.index("From outside") :]
    assert outside == (
        "From outside\n"
        "  web    8080 of every address         to 80\n"
        "  web    53/udp of 127.0.0.1           to 53\n"
        "  web    … of …                        to 9\n"
        "  web    a free port of every address  to 99\n"
        "  db     nothing                       all its networks are internal: its ports are not "
        "published\n"
        "  agent  the host's own addresses      whatever it listens on\n"
    )


def test_from_one_service(run: Any) -> None:
    code, out, _ = run("--from", "sidecar")
    assert code == 0
    lines = [line.strip() for line in out.splitlines()]
    assert "sidecar is on front, back and reaches" in lines
    assert "web      in the same network stack, as localhost" in lines
    assert "db       over back as db, the-db, store" in lines
    assert "alone    -" in lines
    assert "far      not known" in lines


def test_from_nobody(run: Any) -> None:
    code, out, err = run("--from", "dbs")
    assert (code, out) == (2, "")
    assert "there is no service dbs; did you mean db?" in err


def test_json(run: Any) -> None:
    code, out, _ = run("--format", "json")
    assert code == 0
    shown = json.loads(out)
    assert shown["version"] == 1
    (project,) = shown["projects"]
    assert (project["name"], project["files"]) == ("shop", ["compose.yaml"])
    front, back = project["networks"]
    assert (front["key"], front["name"]) == ("front", None)
    assert back == {
        "key": "back",
        "name": "shop_back",
        "internal": True,
        "external": False,
        "services": ["web", "db", "dump"],
    }
    web = project["services"][0]
    assert web["listens"] == [9, 53, 80, 99]
    assert web["published"][1] == {
        "host_ip": "127.0.0.1",
        "published": "53",
        "target": 53,
        "protocol": "udp",
    }
    services = {service["name"]: service for service in project["services"]}
    assert services["sidecar"]["shares"] == "web"
    assert services["db"]["networks"] == {"shop_back": ["db", "the-db", "store"]}
    assert services["db"]["published"] == []
    assert not services["far"]["known"]
    assert services["dump"]["job"]
    assert services["dev"]["profiles"] == ["dev"]
    ways = {(way["from"], way["to"]): way for way in project["reaches"]}
    assert ways["web", "db"]["names"] == ["db", "the-db", "store"]
    assert ways["agent", "web"]["kind"] == "host"
    only = json.loads(run("--format", "json", "--from", "db")[1])["projects"][0]["reaches"]
    assert {way["from"] for way in only} == {"db"}


def test_dockerfiles_tell_what_services_listen_on(run: Any, tmp_path: Path) -> None:
    text = 'services: {a: {build: ., expose: ["1"]}, b: {image: x, network_mode: "service:a"}}'
    (tmp_path / "compose.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "Dockerfile").write_text("FROM x\nEXPOSE 2 3-4/udp\n", encoding="utf-8")
    (project,) = json.loads(run("--format", "json")[1])["projects"]
    assert [service["listens"] for service in project["services"]] == [[1, 2, 3, 4], [1, 2, 3, 4]]


def test_profiles(run: Any) -> None:
    assert "dev" not in run("--exact")[1]
    assert "dev" in run("--exact", "--profile", "dev")[1]


def test_many_services_are_listed(run: Any, tmp_path: Path) -> None:
    services = "".join(f"  s{n}: {{image: x}}\n" for n in range(30))
    text = f"services:\n  lone: {{image: x, network_mode: none}}\n{services}"
    (tmp_path / "compose.yaml").write_text(text, encoding="utf-8")
    code, out, _ = run()
    assert code == 0
    assert "  lone  nobody\n" in out
    assert "  s1    s0, s2, s3, " in out
    assert "nothing is published" in out


def test_no_services(run: Any, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    code, out, _ = run()
    assert code == 0
    assert "There are no services." in out


def test_nothing_to_look_at(run: Any, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").unlink()
    assert run()[0] == 2
    assert run("nowhere.yaml")[0] == 2
    assert run("--format", "xml")[0] == 2
