"""--engine, --state, --save-state, --timeout: which state a command gets, and what it writes."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from fake_engine import ENGINE, Said, fake

from composelint.cli.engine_options import add_engine_options, save_state, state_asked
from composelint.cli.errors import CannotLook
from composelint.cli.main import main
from composelint.cli.parser import Parser
from composelint.disk import Disk

PROJECT = """
name: shop
services:
  web:
    image: nginx:1.27
    ports: ["8080:80"]
    networks: [proxy]
    volumes: ["data:/data"]
networks: {proxy: {external: true}}
volumes: {data: {external: true}}
"""
TAKEN = {
    "Id": "c1",
    "Names": ["/blog-web-1"],
    "Labels": {"com.docker.compose.project": "blog"},
    "Ports": [{"IP": "0.0.0.0", "PublicPort": 8080, "PrivatePort": 80, "Type": "tcp"}],
}


def options(*arguments: str) -> Any:
    parser = Parser("composelint plan", "", "")
    add_engine_options(parser)
    found, others = parser.read(list(arguments))
    assert not others
    return found


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "compose.yaml").write_text(PROJECT)
    monkeypatch.chdir(tmp_path)
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_API_VERSION"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_an_engine_by_address_and_by_environment() -> None:
    with fake({**ENGINE, "/containers/json": [TAKEN]}) as engine:
        given = options("--engine", engine.url)
        assert state_asked(given, {}, Disk()).containers == [TAKEN]
        found = state_asked(options(), {"DOCKER_HOST": engine.url}, Disk())
        assert found.containers == [TAKEN]
        assert found.images == []


def test_a_check_needs_less_than_a_plan() -> None:
    with fake({**ENGINE, "/images/json": Said(403)}) as engine:
        given = options("--engine", engine.url)
        assert state_asked(given, {}, Disk(), check=True).images is None
        with pytest.raises(CannotLook, match="forbids GET /images/json"):
            state_asked(given, {}, Disk())


def test_a_saved_state_asks_nobody(folder: Path) -> None:
    (folder / "state.json").write_text('{"version": 1, "networks": []}')
    state = state_asked(options("--state", "state.json"), {}, Disk(), here=str(folder))
    assert (state.networks, state.look) == ([], None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--state", "none.json"), "--state: none.json cannot be read: no such file or directory"),
        (("--state", "."), "--state: . cannot be read: is a directory"),
        (("--state", "compose.yaml"), "--state: compose.yaml is no saved state: no JSON: "),
        (("--state", "a", "--engine", "b"), "give --engine or --state, not both: a saved state "),
        (("--engine", "nowhere"), "--engine: there is no docker context 'nowhere'; use unix:///"),
    ],
)
def test_what_cannot_be_had(arguments: tuple[str, ...], message: str, folder: Path) -> None:
    with pytest.raises(CannotLook) as caught:
        state_asked(options(*arguments), {}, Disk(), here=str(folder))
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "9999", "soon", ""])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(CannotLook, match="is no number of seconds up to 3600"):
        options(f"--timeout={text}")


def test_a_time_is_kept() -> None:
    assert (options().timeout, options("--timeout", "2.5").timeout) == (10.0, 2.5)


SEEN = {
    **ENGINE,
    "/containers/json": [
        {"Id": "c1", "Labels": {"com.docker.compose.project": "shop"}, "Command": "x --token abc"},
        {"Id": "c2", "Labels": {}},
    ],
    "/containers/c1/json": {"Id": "c1", "Config": {"Env": ["DB_PASSWORD=abc"]}},
    "/containers/c2/json": {"Id": "c2"},
    "/images/json": [{"Id": "i1"}],
    "/images/i1/json": {"Id": "i1"},
}


def saved(*arguments: str, project: str | None = "shop") -> Any:
    with fake(SEEN) as engine:
        given = options("--engine", engine.url, "--save-state", "state.json", *arguments)
        save_state(given, state_asked(given, {}, Disk()), project)
    return json.loads(Path("state.json").read_text())


def test_a_state_is_saved_for_its_owner_with_all_that_a_plan_needs() -> None:
    found = saved()
    assert set(found["inspected"]) == {"c1"}
    assert set(found["image_details"]) == {"i1"}
    assert "abc" not in json.dumps(found)
    if os.name == "posix":
        assert stat.S_IMODE(os.stat("state.json").st_mode) == 0o600
    assert set(saved(project=None)["inspected"]) == {"c1", "c2"}


def test_secrets_are_saved_where_that_is_asked() -> None:
    found = saved("--save-secrets")
    assert found["inspected"]["c1"]["Config"]["Env"] == ["DB_PASSWORD=abc"]


def test_the_mode_of_a_file_that_is_there_is_kept(folder: Path) -> None:
    (folder / "state.json").write_text("old")
    (folder / "state.json").chmod(0o640)
    saved()
    assert stat.S_IMODE(os.stat("state.json").st_mode) == 0o640


def test_nothing_is_saved_where_nobody_asks(folder: Path) -> None:
    with fake(SEEN) as engine:
        given = options("--engine", engine.url)
        save_state(given, state_asked(given, {}, Disk()), "shop")
        assert not any("c1" in line for line in engine.lines)
    assert sorted(os.listdir(folder)) == ["compose.yaml"]


def ids(text: str) -> list[str]:
    return sorted(finding["id"] for finding in json.loads(text)["findings"])


def check(*arguments: str) -> int:
    return main(["check", "--no-config", "--select", "CL214,CL301", "--format", "json", *arguments])


def test_check_asks_an_engine(capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == 0
    assert ids(capsys.readouterr().out) == []
    with fake({**ENGINE, "/containers/json": [TAKEN]}) as engine:
        assert check("--engine", engine.url) == 1
        assert ids(capsys.readouterr().out) == ["CL214", "CL214", "CL301"]
        assert all(line.startswith("GET /") for line in engine.lines)
    there = {
        **ENGINE,
        "/networks": [{"Name": "proxy", "Id": "n1"}],
        "/volumes": {"Volumes": [{"Name": "data"}]},
    }
    with fake(there) as engine:
        assert check("--engine", engine.url) == 0


def test_check_says_what_it_was_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    forbidden = Said(403, b"Forbidden", "text/html")
    with fake({**ENGINE, "/volumes": forbidden, "/containers/json": [TAKEN]}) as engine:
        assert check("--engine", engine.url) == 1
        written = capsys.readouterr()
        assert ids(written.out) == ["CL214", "CL301"]
        assert written.err == (
            f"composelint: the engine at {engine.url} (--engine) forbids GET /volumes (403): let "
            "the proxy before it allow that; nothing is known of its volumes\n"
        )


def test_check_cannot_look_without_the_engine_that_was_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("--engine", f"unix://{folder}/none") == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith(f"composelint: there is no engine at unix://{folder}/none")
    assert check("--engine", "current", "--state", "x.json") == 2
