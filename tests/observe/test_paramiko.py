"""Engines behind ssh where there is no `ssh` program: the SDK logs in by paramiko, at a server of
paramiko's own."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_engine import ENGINE, Fake, fake

from composelint.errors import CannotLook
from composelint.observe.endpoint import Endpoint
from composelint.observe.reader import WouldWrite
from composelint.observe.snapshot import inspect_all, observe

pytest.importorskip("docker", reason="the extra [plan] is not installed")
paramiko: Any = pytest.importorskip("paramiko", reason="the extra [plan] is not installed")

SEEN = {**ENGINE, "/containers/json": [{"Id": "c1"}], "/containers/c1/json": {"Id": "c1"}}


class Server:
    """Lets one key in, and joins `docker system dial-stdio` to the socket of an engine."""

    def __init__(self, engine: Fake, home: Path) -> None:
        self.engine = engine
        self.ran: list[str] = []
        self.logins = 0
        self.host_key = paramiko.RSAKey.generate(2048)
        user_key = paramiko.RSAKey.generate(2048)
        folder = home / ".ssh"
        folder.mkdir(mode=0o700)
        user_key.write_private_key_file(str(folder / "id_rsa"))
        self.allowed = user_key
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"ssh://deploy@127.0.0.1:{self.port}"
        known = f"[127.0.0.1]:{self.port} ssh-rsa {self.host_key.get_base64()}\n"
        (folder / "known_hosts").write_text(known)
        self.transports: list[Any] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.logins += 1
            transport = paramiko.Transport(connection)
            self.transports.append(transport)
            transport.add_server_key(self.host_key)
            transport.start_server(server=_rules(self), event=threading.Event())

    def carry(self, channel: Any, command: bytes) -> None:
        self.ran.append(command.decode())
        far = socket.socket(socket.AF_UNIX)
        far.connect(self.engine.url.removeprefix("unix://"))

        def forth() -> None:
            with far:
                while data := channel.recv(65536):
                    far.sendall(data)

        def back() -> None:
            while data := far.recv(65536):
                channel.sendall(data)

        for each in (forth, back):
            threading.Thread(target=_quietly, args=(each,), daemon=True).start()

    def close(self) -> None:
        self.listener.close()
        for transport in self.transports:
            transport.close()


def _quietly(run: Any) -> None:
    with contextlib.suppress(OSError, EOFError):  # the other side hung up
        run()


def _rules(server: Server) -> Any:
    class Rules(paramiko.ServerInterface):  # type: ignore[misc, name-defined]
        def get_allowed_auths(self, username: str) -> str:
            return "publickey"

        def check_auth_publickey(self, username: str, key: Any) -> Any:
            known = username == "deploy" and key == server.allowed
            return paramiko.AUTH_SUCCESSFUL if known else paramiko.AUTH_FAILED

        def check_channel_request(self, kind: str, chanid: int) -> Any:
            return paramiko.OPEN_SUCCEEDED

        def check_channel_exec_request(self, channel: Any, command: bytes) -> bool:
            server.carry(channel, command)
            return True

    return Rules()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with fake(SEEN) as engine:
        made = Server(engine, tmp_path)
        yield made
        made.close()


def reader_of(url: str, timeout: float = 10.0) -> Any:
    from composelint.observe.sdk import Sdk

    return Sdk(Endpoint(url, "--engine"), timeout)


def test_an_engine_is_observed_by_one_login(server: Server) -> None:
    reader = reader_of(server.url)
    state = observe(reader)
    inspect_all(state)
    reader.close()
    assert state.inspected == {"c1": {"Id": "c1"}}
    assert (state.engine or {})["local"] is False
    assert server.logins == 1
    assert set(server.ran) == {"docker system dial-stdio"}
    assert all(line.startswith("GET /") for line in server.engine.lines)


def test_nothing_is_written_over_it_either(server: Server) -> None:
    from composelint.observe.sdk import read_only

    client = read_only(Endpoint(server.url, "--engine"), 10)
    with pytest.raises(WouldWrite):
        client.create_container("bb:1", "true")
    with pytest.raises(WouldWrite):
        client._custom_adapter.send(_post(client))
    assert client.containers(all=True) == SEEN["/containers/json"]
    client.close()
    assert [line.split()[0] for line in server.engine.lines] == ["GET"]


def _post(client: Any) -> Any:
    import requests

    return requests.Request("POST", client.base_url + "/containers/create").prepare()


def test_a_host_that_is_not_known_is_refused(server: Server, tmp_path: Path) -> None:
    (tmp_path / ".ssh/known_hosts").write_text("")
    reader = reader_of(server.url)
    with pytest.raises(CannotLook, match="not found in known_hosts"):
        reader.get("/version")
    reader.close()
    assert server.engine.lines == []


def test_a_user_who_may_not_come_in(server: Server) -> None:
    reader = reader_of(server.url.replace("deploy", "nobody"))
    with pytest.raises(CannotLook, match="cannot be reached: Authentication failed"):
        reader.get("/version")
    reader.close()


def test_a_host_that_does_not_greet(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        reader = reader_of(f"ssh://deploy@127.0.0.1:{silent.getsockname()[1]}", 0.3)
        with pytest.raises(CannotLook, match=r"did not answer GET /version within 0\.3 s"):
            reader.get("/version")
