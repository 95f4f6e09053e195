"""The commands, run on a real engine, make what the real `up` makes.

Every file of projects/ is brought up twice on an empty engine, by Docker Compose 5.6.1 and by the
commands, and all that the engine then tells is compared (see inspected.py). Where starting shows
nothing more, the containers are only made: `# start: false` in the file. Every third file; all with
`-m slow`.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine import docker_cli, engine
from inspected import containers, differences, networks, volumes
from support import oracle

from composelint.cli.main import main

HERE = Path(__file__).parent
PROJECTS = [
    pytest.param(file, id=file.stem, marks=[] if number % 3 == 1 else [pytest.mark.slow])
    for number, file in enumerate(sorted((HERE / "projects").glob("*.yaml")))
]

#: Of the shell in which both are called.
OUTSIDE = {"SET_OUTSIDE": "it's $outside"}


@pytest.fixture(scope="module")
def own() -> Iterator[Any]:
    if oracle() is None:
        pytest.skip("docker-compose is not here: $COMPOSELINT_ORACLE names it")
    if docker_cli() is None:
        pytest.skip("no Docker CLI 28.2: COMPOSELINT_DOCKER")
    with engine() as one:
        _add_own_image(one)
        yield one


def _add_own_image(own: Any) -> None:
    """own:1, an image that says all that an image can say of its containers."""
    made = own.ask("/containers/create", "POST", {"Image": "bb:1", "Cmd": ["true"]})["Id"]
    config = {
        "Entrypoint": ["echo"],
        "Cmd": ["own"],
        "Env": ["OWN=image"],
        "Healthcheck": {"Test": ["CMD", "true"], "Retries": 7},
        "ExposedPorts": {"7000/tcp": {}},
        "Volumes": {"/own": {}},
        "Labels": {"own": "image"},
    }
    own.ask(f"/commit?container={made}&repo=own&tag=1", "POST", config)
    own.ask(f"/containers/{made}", "DELETE")


@pytest.fixture
def empty(own: Any) -> Iterator[Any]:
    yield own
    own.clear()


@pytest.mark.parametrize("file", PROJECTS)
def test_same_containers(file: Path, empty: Any, tmp_path: Path, monkeypatch: Any) -> None:
    own, folder = empty, tmp_path / "project"
    for name, value in OUTSIDE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PASSED_ON", raising=False)
    text = file.read_text(encoding="utf-8")
    started = "# start: false" not in text
    made = []
    for way in (_by_compose, _by_commands):
        _lay_out(folder, text)
        monkeypatch.chdir(folder)
        _before(own, text)
        way(own, folder, file.stem, started)
        made.append({**_there(own, text), "files": _files(folder)})
        monkeypatch.chdir(tmp_path)
        own.clear()
    real, ours = made
    assert not differences(ours, real)


def _lay_out(folder: Path, text: str) -> None:
    """The project's folder, new."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "files", folder)
    (folder / "compose.yaml").write_text(text, encoding="utf-8")


def _before(own: Any, text: str) -> None:
    for line in text.splitlines():
        if line.startswith("# before: "):
            for command in line.removeprefix("# before: ").split(";"):
                _run(own, ["docker", *command.split()])


def _by_compose(own: Any, folder: Path, name: str, started: bool) -> None:
    _run(own, [oracle() or "", "-p", name, *(["up", "-d"] if started else ["create"])])


def _by_commands(own: Any, folder: Path, name: str, started: bool) -> None:
    if started:
        assert main(["commands", "-p", name, "-o", str(folder.parent / "script")]) == 0
        _run(own, ["sh", str(folder.parent / "script")])
        return
    output = str(folder.parent / "script.json")
    assert main(["commands", "-p", name, "--format", "json", "-o", output]) == 0
    for command in json.loads(Path(output).read_text(encoding="utf-8"))["commands"]:
        words = command["argv"]
        if command["kind"] == "run":
            words = ["docker", "create", *words[3:]]
        if command["kind"] not in ("start", "exec", "wait"):
            _run(own, words)


def _run(own: Any, command: list[str]) -> None:
    environment = {**_environment(own), **OUTSIDE}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def _environment(own: Any) -> dict[str, str]:
    """In which `docker` is the command line that the commands are written for."""
    path = f"{Path(docker_cli() or '').parent}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": "/nowhere", "DOCKER_HOST": own.host}


def _there(own: Any, text: str) -> dict[str, Any]:
    """All that the engine has, and the files that were put into containers."""
    there = {"containers": containers(own), "networks": networks(own), "volumes": volumes(own)}
    # Only these are put into containers; the others are mounts.
    return {**there, "put": _put(own, there["containers"])} if "content:" in text else there


#: Where configs and secrets of projects/ are put.
_PLACES = ("/text", "/etc/deep", "/app", "/quotes", "/run/secrets", "/var/secret")


def _put(own: Any, names: dict[str, Any]) -> dict[str, str]:
    """What lies in the containers at the places of configs and secrets, with its rights."""
    found = {}
    for name in names:
        for place in _PLACES:
            listed = subprocess.run(
                ["docker", "cp", f"{name}:{place}", "-"],
                env=_environment(own),
                capture_output=True,
            )
            if listed.returncode == 0:
                found[f"{name}:{place}"] = _members(listed.stdout)
    return found


def _members(archive: bytes) -> str:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = sorted(tar.getmembers(), key=lambda one: one.name)
        return "\n".join(_member(one, tar.extractfile(one)) for one in members)


def _member(member: tarfile.TarInfo, content: Any) -> str:
    """Its rights, owner and content; links have one as well."""
    text = content.read() if content else b""
    return f"{member.name} {member.mode:o} {member.uid}:{member.gid} {text!r}"


def _files(folder: Path) -> list[str]:
    """The folders that mounts have made."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
