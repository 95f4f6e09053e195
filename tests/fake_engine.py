"""An engine that is none: a server that answers as it is told, and keeps every request line.

with fake(ENGINE | {"/networks": [...]}) as engine:
    ...
assert engine.lines == ["GET /version HTTP/1.1", ...]
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

_VERSION = re.compile(r"^/v\d+\.\d+(?=/)")


class Said(NamedTuple):
    """An answer that is no JSON with 200. A `body` of bytes goes out as it is."""

    status: int
    body: Any = b""
    kind: str = "application/json"


class Raw(NamedTuple):
    """Bytes that go out piece by piece, `pause` seconds apart, and then the end of the
    connection, after `last` seconds."""

    pieces: tuple[bytes, ...]
    pause: float = 0.0
    last: float = 0.0


def refused(status: int, message: str) -> Said:
    """As an engine refuses."""
    return Said(status, json.dumps({"message": message}).encode())


#: An engine without anything.
ENGINE: dict[str, Any] = {
    "/version": {
        "Version": "20.10.24",
        "ApiVersion": "1.41",
        "MinAPIVersion": "1.12",
        "Os": "linux",
        "Arch": "amd64",
        "Components": [{"Name": "Engine", "Version": "20.10.24"}],
    },
    "/info": {
        "Name": "elsewhere",
        "Swarm": {"LocalNodeState": "inactive", "ControlAvailable": False},
        "Plugins": {"Network": ["bridge"], "Volume": ["local"], "Log": ["json-file"]},
        "Runtimes": {"runc": {}},
    },
    "/containers/json": [],
    "/networks": [],
    "/volumes": {"Volumes": None, "Warnings": None},
    "/images/json": [],
}


class Fake:
    """`url` is its address, `lines` the first lines of all that was sent to it."""

    def __init__(self, answers: dict[str, Any], tls: ssl.SSLContext | None, tcp: bool) -> None:
        self.answers = answers
        self.lines: list[str] = []
        self.connections = 0
        self.folder = tempfile.mkdtemp(prefix="fake-")
        self.tls = tls
        if tcp:
            self.server = socket.create_server(("127.0.0.1", 0))
            self.port = self.server.getsockname()[1]
            self.url = f"tcp://127.0.0.1:{self.port}"
        else:
            self.server = socket.socket(socket.AF_UNIX)
            self.server.bind(f"{self.folder}/s")
            self.server.listen()
            self.url = f"unix://{self.folder}/s"
        self.done = threading.Event()
        self.open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.done.set()
        for one in (self.server, *self.open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        shutil.rmtree(self.folder)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            self.open.append(connection)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
                self.open.append(connection)
            with connection, connection.makefile("rb") as said:
                while line := said.readline():
                    self.lines.append(line.decode("latin-1").rstrip())
                    while said.readline().strip():
                        pass
                    if not self._answer(connection, line.split()[1].decode()):
                        return

    def _answer(self, connection: socket.socket, target: str) -> bool:
        """Whether the connection is kept."""
        path = _VERSION.sub("", target.partition("?")[0])
        answer = self.answers.get(path, refused(404, "page not found"))
        if isinstance(answer, Raw):
            for piece in answer.pieces:
                connection.sendall(piece)
                if self.done.wait(answer.pause):
                    return False
            self.done.wait(answer.last)
            return False
        if not isinstance(answer, Said):
            answer = Said(200, json.dumps(answer).encode())
        head = f"HTTP/1.1 {answer.status} X\r\nContent-Type: {answer.kind}\r\n"
        head += f"Content-Length: {len(answer.body)}\r\n\r\n"
        connection.sendall(head.encode() + answer.body)
        return True


@contextlib.contextmanager
def fake(
    answers: dict[str, Any] | None = None, *, tls: ssl.SSLContext | None = None, tcp: bool = False
) -> Iterator[Fake]:
    """A server at a unix socket, or at a port of this machine."""
    server = Fake(ENGINE if answers is None else answers, tls, tcp or tls is not None)
    try:
        yield server
    finally:
        server.close()
