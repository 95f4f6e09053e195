"""Engines behind ssh: a made-up `ssh` stands for the real one, and joins us to a socket."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from fake_engine import ENGINE, Raw, fake

from composelint.errors import CannotLook
from composelint.observe.endpoint import Endpoint
from composelint.observe.opened import opened
from composelint.observe.snapshot import inspect_all, observe
from composelint.observe.ssh import command

#: What `docker system dial-stdio` does on the other machine; keeps what it was called with.
SSH = """#!{python}
import os, socket, sys, threading
with open({log!r}, "a") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
far = socket.socket(socket.AF_UNIX)
far.connect({socket!r})
def there():
    while data := os.read(0, 65536):
        far.sendall(data)
    far.shutdown(socket.SHUT_WR)
threading.Thread(target=there, daemon=True).start()
while data := far.recv(65536):
    os.write(1, data)
"""
FAILING = """#!/bin/sh
echo "Warning: Permanently added 'h' to the list of known hosts." >&2
echo "deploy@h: Permission denied (publickey)." >&2
exit 255
"""


def put(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "ssh"
    program.write_text(text)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_all_is_asked_over_one_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    answers = {
        **ENGINE,
        "/containers/json": [{"Id": "c1"}],
        "/containers/c1/json": {"Id": "c1", "Name": "x" * 300_000},
    }
    with fake(answers) as engine:
        path = engine.url.removeprefix("unix://")
        text = SSH.format(python=sys.executable, log=str(log), socket=path)
        put(tmp_path, text, monkeypatch)
        reader = opened(Endpoint("ssh://deploy@far.example:2222", "DOCKER_HOST"))
        state = observe(reader)
        inspect_all(state)
        assert len(state.inspected["c1"]["Name"]) == 300_000
        assert (state.engine or {})["local"] is False
        reader.close()
        assert all(line.startswith("GET /") for line in engine.lines)
    assert log.read_text() == (
        "-o ConnectTimeout=10 -o BatchMode=yes -T -l deploy -p 2222 -- far.example docker system "
        "dial-stdio\n"
    )


def failure(url: str, timeout: float = 5.0) -> str:
    reader = opened(Endpoint(url, "--engine"), timeout)
    with pytest.raises(CannotLook) as caught:
        reader.get("/version")
    reader.close()
    return str(caught.value)


def test_what_ssh_complains_of_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, FAILING, monkeypatch)
    assert failure("ssh://deploy@h") == (
        "the engine at ssh://deploy@h (--engine) cannot be reached: deploy@h: Permission denied "
        "(publickey). (try: ssh -o ConnectTimeout=5 -o BatchMode=yes -T -l deploy -- h docker "
        "version)"
    )


def test_a_slow_ssh_does_not_hang_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "#!/bin/sh\nexec sleep 30\n", monkeypatch)
    started = time.monotonic()
    assert "did not answer GET /version within 0.2 s" in failure("ssh://h", 0.2)
    assert time.monotonic() - started < 2


def test_an_engine_that_is_slow_behind_ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake({"/version": Raw((), last=5)}) as engine:
        path = engine.url.removeprefix("unix://")
        log = str(tmp_path / "log")
        put(tmp_path, SSH.format(python=sys.executable, log=log, socket=path), monkeypatch)
        assert "did not answer GET /version within 0.5 s" in failure("ssh://h", 0.5)


def test_the_program_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it is the SDK's turn, and that may not be there either."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "docker", None)
    monkeypatch.delitem(sys.modules, "composelint.observe.sdk", raising=False)
    with pytest.raises(CannotLook) as caught:
        opened(Endpoint("ssh://h", "--engine"))
    assert str(caught.value) == (
        "asking ssh://h (--engine) by ssh needs the docker SDK: pip install 'composelint[plan]'"
    )


def test_a_socket_there_can_be_named() -> None:
    endpoint = Endpoint("ssh://far/run/user/1000/docker.sock", "--engine")
    assert command(endpoint, "ssh", 0.2)[-6:] == [
        *("far", "docker", "--host", "unix:///run/user/1000/docker.sock", "system", "dial-stdio"),
    ]


@pytest.mark.parametrize(
    "url", ["ssh://user:word@h", "ssh:///path", "ssh://h:port", "ssh://h?x", "ssh://h#x"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(CannotLook):
        command(Endpoint(url, "--engine"), "ssh", 10)


def test_an_option_cannot_hide_in_a_host() -> None:
    made = command(Endpoint("ssh://-oProxyCommand=x", "--engine"), "ssh", 10)
    assert made[made.index("--") + 1] == "-oproxycommand=x"
