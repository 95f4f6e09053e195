"""What `docker stack deploy` sends: the real CLI, and an engine that only writes down what it is
asked to make."""

from __future__ import annotations

import http.server
import json
import re
import socketserver
import subprocess
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import corpus
from engine import docker_cli

Sent = list[tuple[str, dict[str, Any]]]


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Listener

    def log_message(self, *args: Any) -> None:
        """Nothing."""

    def do_HEAD(self) -> None:
        self._answer({})

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        path = re.sub(r"^/v1\.\d+", "", path)
        if path in ("/secrets", "/configs"):
            names = json.loads(parse_qs(query)["filters"][0])["name"]
            self._answer([{"ID": f"id-{name}", "Spec": {"Name": name}} for name in names])
        elif path.startswith("/networks/"):
            self._answer({"Name": path[len("/networks/") :], "Scope": "swarm", "Id": "n"})
        elif path in _ANSWERS:
            self._answer(_ANSWERS[path])
        else:
            self._answer({"message": "not found"}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = re.sub(r"^/v1\.\d+", "", self.path.partition("?")[0])
        self.server.sent.append((path, json.loads(body)))
        self._answer({"ID": "x", "Id": "x"}, 201)

    def _answer(self, value: Any, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Api-Version", "1.41")
        self.send_header("Ostype", "linux")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


_ANSWERS: dict[str, Any] = {
    "/_ping": "OK",
    "/info": {"Swarm": {"ControlAvailable": True}},
    "/networks": [],
    "/services": [],
}


class Listener(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Use as a context: `sent` has the requests that make something, as (path, body)."""

    daemon_threads = True

    def __init__(self, socket: Path) -> None:
        super().__init__(str(socket), _Handler)
        self.socket_path = socket
        self.sent: Sent = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self) -> Any:
        return super().get_request()[0], ("", 0)

    def __exit__(self, *args: Any) -> None:
        self.shutdown()
        super().__exit__(*args)

    def deploy(self, folder: Path, file: str, stack: str) -> Sent | None:
        """What is sent for a file; None where the CLI does not come to the end."""
        self.sent.clear()
        words = ("stack", "deploy", "--detach=true", "--resolve-image", "never", "-c", file, stack)
        run = subprocess.run(
            [str(docker_cli()), "-H", f"unix://{self.socket_path}", *words],
            cwd=folder,
            env=corpus.ENVIRONMENT,
            capture_output=True,
        )
        return list(self.sent) if run.returncode == 0 else None
