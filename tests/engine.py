"""A Docker Engine of the tests' own: started, given a tiny image, and gone with all it had.

    with engine() as own:
        subprocess.run([compose, "up", "-d"], env={"DOCKER_HOST": own.host, ...})

It has a network and mount namespace of its own, so that its bridges, its iptables and the ports of
its host touch nobody else's; nor does it leave a mount behind. What it needs: root, dockerd,
unshare (util-linux), ip (iproute2) and a static busybox; `no_engine()` tells what is missing.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

#: The image that every engine has: busybox with these commands, and nothing else.
IMAGE = "bb:1"
COMMANDS = "sh cat echo false httpd ls mkdir nc rm sleep test touch true wget".split()

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_SECONDS_TO_START = 30


@cache
def no_engine() -> str:
    """Why no engine can be started here, "" where one can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "an engine of our own needs root"
    for program in ("dockerd", "unshare", "ip", "busybox"):
        if _program(program) is None:
            return f"an engine of our own needs {program}"
    tried = subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True)
    return "" if tried.returncode == 0 else "an engine of our own needs namespaces"


@contextlib.contextmanager
def alone(place: str) -> Iterator[None]:
    """Where projects have to stand at one place, because paths are part of what is hashed and
    recorded: of two runs of the tests at once one waits."""
    import fcntl

    name = place.strip("/").replace("/", "-")
    with open(Path(tempfile.gettempdir()) / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def docker_cli() -> str | None:
    """The path of the Docker CLI 28.2: $COMPOSELINT_DOCKER, or the first on the path. That of the
    engine's own package may be much older, and knows fewer options."""
    given = os.environ.get("COMPOSELINT_DOCKER")
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/local/bin"))
    for place in [given] if given else [f"{one}/docker" for one in path.split(os.pathsep)]:
        if shutil.which(place):
            shown = subprocess.run([place, "--version"], capture_output=True, text=True)
            if " 28.2" in shown.stdout:
                return place
    return None


def _program(name: str) -> str | None:
    return shutil.which(name, path=_PATH)


class Engine:
    """A running engine. `host` is for DOCKER_HOST, `socket` the path, `pid` that of dockerd."""

    def __init__(self, folder: Path, pid: int) -> None:
        self.folder = folder
        self.socket = str(folder / "s")
        self.host = f"unix://{self.socket}"
        self.pid = pid

    def __str__(self) -> str:
        return self.socket

    def inside(self, *command: str) -> list[str]:
        """A command as run on the engine's host: in its network namespace."""
        return ["nsenter", "--net", "-t", str(self.pid), "--", *command]

    def ask(self, path: str, method: str = "GET", body: bytes | Any = None) -> Any:
        """What the engine answers, as JSON or text; `body` is bytes (a tar) or JSON. Raises
        RuntimeError with the engine's message where it refuses."""
        text, kind = self._said(path, method, body)
        return json.loads(text) if "json" in kind else text

    def events(self, since: float, until: float) -> list[dict[str, Any]]:
        """What happened between two times (time.time())."""
        text, _ = self._said(f"/events?since={since:.9f}&until={until:.9f}", "GET", None)
        return [json.loads(line) for line in text.splitlines()]

    def _said(self, path: str, method: str, body: bytes | Any) -> tuple[str, str]:
        """(the answer, its Content-Type)"""
        connection = Connection(self.socket)
        kind = "application/x-tar" if isinstance(body, bytes) else "application/json"
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        try:
            connection.request(method, path, data, {"Content-Type": kind} if data else {})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text.strip()}")
        return text, answer.getheader("Content-Type", "")

    def add_image(self, tag: str = IMAGE, files: dict[str, str] | None = None) -> None:
        """Import an image of busybox and some files, under a name or another content under the
        same name. The engine writes the time into it: no two imports have the same id."""
        name, _, version = tag.partition(":")
        said = self.ask(
            f"/images/create?fromSrc=-&repo={name}&tag={version}", "POST", _root(files or {})
        )
        if "error" in str(said):
            raise RuntimeError(str(said))

    def clear(self) -> None:
        """Leave a swarm; remove all containers, networks and volumes."""
        if self.ask("/info")["Swarm"]["LocalNodeState"] != "inactive":
            self.ask("/swarm/leave?force=1", "POST")
        for one in self.ask("/containers/json?all=1"):
            with contextlib.suppress(RuntimeError):  # it may go by itself meanwhile
                self.ask(f"/containers/{one['Id']}?force=1&v=1", "DELETE")
        for one in self.ask("/networks"):
            kept = one["Scope"] == "swarm" or one["Name"] == "docker_gwbridge"
            if not kept and one["Name"] not in ("bridge", "host", "none"):
                self.ask(f"/networks/{one['Id']}", "DELETE")
        for one in self.ask("/volumes")["Volumes"] or ():
            self.ask(f"/volumes/{one['Name']}?force=1", "DELETE")


class Connection(http.client.HTTPConnection):
    """HTTP by a unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("engine", timeout=120)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


@contextlib.contextmanager
def engine(*flags: str) -> Iterator[Engine]:
    """An engine with the image bb:1, for as long as the block runs; `flags` are more ones of
    dockerd. Skips the test where there can be none."""
    if no_engine():
        pytest.skip(no_engine())
    # A folder of its own rather than tmp_path: the path of a socket has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="engine-"))
    process = _start(folder, flags)
    own = Engine(folder, process.pid)
    try:
        _wait(own, process)
        own.add_image()
        yield own
    finally:
        if process.poll() is None:
            with contextlib.suppress(OSError, RuntimeError):
                own.clear()  # else it waits for each container as long as that may take to stop
        _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, flags: tuple[str, ...]) -> subprocess.Popen[bytes]:
    places = (f"--data-root={folder}/data", f"--exec-root={folder}/exec")
    daemon = [_program("dockerd") or "", *places, "-H", f"unix://{folder}/s"]
    daemon += [f"--pidfile={folder}/pid", "--storage-driver=vfs", "--log-level=warn", *flags]
    own = 'ip link set lo up && exec "$@"'
    with open(folder / "log", "wb") as log:
        return subprocess.Popen(
            ["unshare", "--net", "--mount", "sh", "-c", own, "sh", *daemon],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={"PATH": _PATH, "HOME": str(folder)},
            start_new_session=True,  # Ctrl-C is for the tests, which then end it
        )


def _wait(own: Engine, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, RuntimeError):
            own.ask("/_ping")
            return
        time.sleep(0.05)
    _stop(process)
    said = (own.folder / "log").read_text(errors="replace")[-2000:]
    pytest.fail(f"the engine did not start:\n{said}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        # Its containerd and the containers' shims are of the same session.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _root(files: dict[str, str]) -> bytes:
    """A tar with busybox and its commands in bin, and some files."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        tar.add(_program("busybox") or "", "bin/busybox", filter=_as_root)
        for name in COMMANDS:
            link = tarfile.TarInfo(f"bin/{name}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(link)
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return data.getvalue()


def _as_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.mode = 0o755
    return entry
