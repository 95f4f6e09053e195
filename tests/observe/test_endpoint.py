"""Which engine is meant: held against what the docker CLI does."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from composelint.disk import Disk
from composelint.errors import CannotLook
from composelint.observe.endpoint import PIPE, SOCKET, TLS, endpoint_asked

READ = Disk().read

#: (environment, address), seen with Docker CLI 28.2.2. The context "remote" is at port 1.
CASES: list[tuple[dict[str, str], str]] = [
    ({}, "unix:///var/run/docker.sock"),
    ({"DOCKER_HOST": "tcp://127.0.0.1:2", "DOCKER_CONTEXT": "remote"}, "tcp://127.0.0.1:2"),
    ({"DOCKER_CONTEXT": "remote"}, "tcp://127.0.0.1:1"),
    ({"DOCKER_CONTEXT": "default"}, "unix:///var/run/docker.sock"),
    ({"DOCKER_HOST": "", "DOCKER_CONTEXT": ""}, "unix:///var/run/docker.sock"),
    ({"DOCKER_HOST": " "}, "unix:///var/run/docker.sock"),
    ({"DOCKER_HOST": " tcp://127.0.0.1:3 "}, "tcp://127.0.0.1:3"),
    ({"DOCKER_HOST": "127.0.0.1:4"}, "tcp://127.0.0.1:4"),
    ({"DOCKER_HOST": "127.0.0.1"}, "tcp://127.0.0.1:2375"),
    ({"DOCKER_HOST": ":5"}, "tcp://localhost:5"),
    ({"DOCKER_HOST": "tcp://"}, "tcp://localhost:2375"),
    ({"DOCKER_HOST": "tcp://127.0.0.1:6/base"}, "tcp://127.0.0.1:6/base"),
    ({"DOCKER_HOST": "tcp://[::1]:7"}, "tcp://[::1]:7"),
    ({"DOCKER_HOST": "tcp://user:word@127.0.0.1:8"}, "tcp://127.0.0.1:8"),
    ({"DOCKER_HOST": "unix://"}, "unix:///var/run/docker.sock"),
    ({"DOCKER_HOST": "unix:///nowhere/x.sock"}, "unix:///nowhere/x.sock"),
    ({"DOCKER_HOST": "unix://nowhere/x"}, "unix://nowhere/x"),
    ({"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "CERTS"}, "tcp://localhost:2376"),
    ({"DOCKER_TLS": "1", "DOCKER_CERT_PATH": "CERTS"}, "tcp://localhost:2376"),
    (
        {"DOCKER_HOST": "127.0.0.1", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "CERTS"},
        "tcp://127.0.0.1:2376",
    ),
]


def folder_of(home: Path, name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def add_context(home: Path, name: str, host: str, **more: object) -> None:
    meta = home / ".docker/contexts/meta" / folder_of(home, name)
    meta.mkdir(parents=True)
    endpoint = {"Host": host, "SkipTLSVerify": False, **more}
    (meta / "meta.json").write_text(
        json.dumps({"Name": name, "Metadata": {}, "Endpoints": {"docker": endpoint}})
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    add_context(tmp_path, "remote", "tcp://127.0.0.1:1")
    return tmp_path


def environment_of(home: Path, environment: dict[str, str]) -> dict[str, str]:
    certificates = str(home / "certificates")
    made = {key: value.replace("CERTS", certificates) for key, value in environment.items()}
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", **made}


def add_authority(home: Path) -> None:
    (home / "certificates").mkdir()
    (home / "certificates/ca.pem").write_text("no certificate, but there")


@pytest.mark.parametrize(("environment", "url"), CASES)
def test_the_engine_is_the_one_of_the_cli(
    home: Path, environment: dict[str, str], url: str
) -> None:
    add_authority(home)
    assert endpoint_asked(None, environment_of(home, environment), READ).url == url


DOCKER = shutil.which("docker")


@pytest.mark.skipif(DOCKER is None, reason="the docker CLI is not here")
@pytest.mark.parametrize(
    ("environment", "url"), [case for case in CASES if "DOCKER_CERT_PATH" not in case[0]]
)
def test_the_cli_still_says_so(home: Path, environment: dict[str, str], url: str) -> None:
    if url == SOCKET and os.path.exists("/var/run/docker.sock"):
        pytest.skip("an engine may run there, and then the CLI does not name it")
    said = subprocess.run(
        [str(DOCKER), "version"],
        env=environment_of(home, environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    found = re.search(r"Cannot connect to the Docker daemon at (\S+)\. ", said.stderr)
    assert found is not None, said.stderr
    assert found.group(1) == url


def test_the_current_context_comes_last(home: Path) -> None:
    (home / ".docker/config.json").write_text('{"currentContext": "remote"}')
    add_context(home, "other", "unix:///other")
    found = endpoint_asked(None, {"HOME": str(home)}, READ)
    assert (found.url, found.origin) == ("tcp://127.0.0.1:1", "docker context remote")
    found = endpoint_asked(None, {"HOME": str(home), "DOCKER_CONTEXT": "other"}, READ)
    assert found.url == "unix:///other"
    found = endpoint_asked(None, {"HOME": str(home), "DOCKER_CONTEXT": "default"}, READ)
    assert (found.url, found.origin) == (SOCKET, "the default")
    found = endpoint_asked(None, {"DOCKER_CONFIG": str(home / ".docker")}, READ)
    assert found.url == "tcp://127.0.0.1:1"
    found = endpoint_asked(None, {"HOME": str(home), "DOCKER_HOST": "unix:///own"}, READ)
    assert (found.url, found.origin) == ("unix:///own", "DOCKER_HOST")


@pytest.mark.parametrize("text", ["{", "[]", '{"currentContext": 5}', "", "[" * 100_000])
def test_a_broken_configuration_sets_no_context(home: Path, text: str) -> None:
    (home / ".docker/config.json").write_text(text)
    assert endpoint_asked(None, {"HOME": str(home)}, READ).url == SOCKET


def test_what_is_given_goes_first(home: Path) -> None:
    environment = {"HOME": str(home), "DOCKER_HOST": "unix:///own", "DOCKER_API_VERSION": "1.42"}
    found = endpoint_asked("unix:///given", environment, READ)
    assert found == ("unix:///given", "--engine", None, "1.42")
    assert endpoint_asked("remote", environment, READ).url == "tcp://127.0.0.1:1"
    assert endpoint_asked("current", environment, READ).url == "unix:///own"
    assert endpoint_asked("default", environment, READ).url == "unix:///own"
    assert endpoint_asked("engine.example:2375", environment, READ).url == (
        "tcp://engine.example:2375"
    )


def test_windows_has_a_pipe() -> None:
    assert endpoint_asked(None, {}, READ, windows=True).url == PIPE
    assert endpoint_asked("npipe:////./pipe/x", {}, READ, windows=True).url == "npipe:////./pipe/x"


def test_tls_of_the_environment(home: Path) -> None:
    add_authority(home)
    certificates = str(home / "certificates")
    asked = {"HOME": str(home), "DOCKER_HOST": "tcp://h", "DOCKER_CERT_PATH": certificates}
    found = endpoint_asked(None, {**asked, "DOCKER_TLS_VERIFY": "1"}, READ)
    assert (found.url, found.tls) == ("tcp://h:2376", TLS(f"{certificates}/ca.pem"))
    found = endpoint_asked(None, {**asked, "DOCKER_TLS": "1"}, READ)
    assert found.tls == TLS(f"{certificates}/ca.pem", verify=False)
    found = endpoint_asked(None, asked, READ)
    assert (found.url, found.tls) == ("tcp://h:2375", None)
    socket = {**asked, "DOCKER_HOST": "unix:///s", "DOCKER_TLS_VERIFY": "1"}
    assert endpoint_asked(None, socket, READ).tls is None


def test_tls_of_a_context(home: Path) -> None:
    add_context(home, "secure", "tcp://far.example:2376")
    folder = home / ".docker/contexts/tls" / folder_of(home, "secure") / "docker"
    folder.mkdir(parents=True)
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (folder / name).write_text("there")
    found = endpoint_asked("secure", {"HOME": str(home)}, READ)
    files = (str(folder / name) for name in ("ca.pem", "cert.pem", "key.pem"))
    assert found.tls == TLS(*files, verify=True)
    add_context(home, "careless", "tcp://far.example", SkipTLSVerify=True)
    found = endpoint_asked("careless", {"HOME": str(home)}, READ)
    assert (found.url, found.tls) == ("tcp://far.example:2376", TLS(verify=False))


@pytest.mark.parametrize(
    ("given", "environment", "message"),
    [
        (
            "https://127.0.0.1:3",
            {},
            "--engine: 'https://127.0.0.1:3' is no address of an engine; write tcp:// instead",
        ),
        (None, {"DOCKER_HOST": "foo://x"}, "DOCKER_HOST: 'foo://x' is no address of an engine: "),
        (None, {"DOCKER_HOST": "fd://"}, "DOCKER_HOST: 'fd://' is no address of an engine: "),
        (None, {"DOCKER_HOST": "ssh://"}, "DOCKER_HOST: 'ssh://' is no address of an engine: "),
        ("tcp://h:99999", {}, "--engine: 'tcp://h:99999' is no address of an engine: port out of"),
        ("tcp://[::1", {}, "--engine: 'tcp://[::1' is no address of an engine: invalid ipv6 url"),
        ("nowhere", {}, "--engine: there is no docker context 'nowhere'; use unix:///path, "),
        ("/run/s", {}, "--engine: '/run/s' is no address; did you mean unix:///run/s?"),
        (None, {"DOCKER_CONTEXT": "gone"}, "DOCKER_CONTEXT asks for the docker context 'gone', "),
        (None, {"DOCKER_TLS_VERIFY": "1"}, "DOCKER_TLS_VERIFY is set, and there is no "),
        ("broken", {}, "the docker context 'broken' is broken: see "),
        ("list", {}, "the docker context 'list' is broken: see "),
    ],
)
def test_what_is_no_engine(
    home: Path, given: str | None, environment: dict[str, str], message: str
) -> None:
    for name, text in (("broken", '{"Endpoints": {}}'), ("list", "[]")):
        folder = home / ".docker/contexts/meta" / folder_of(home, name)
        folder.mkdir(parents=True)
        (folder / "meta.json").write_text(text)
    with pytest.raises(CannotLook) as caught:
        endpoint_asked(given, {"HOME": str(home), **environment}, READ)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
