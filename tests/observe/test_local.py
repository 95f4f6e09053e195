"""What is said where an engine cannot be asked, or answers with something else."""

from __future__ import annotations

import gc
import os
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from fake_engine import ENGINE, Raw, Said, fake, refused

from composelint.errors import CannotLook
from composelint.observe.endpoint import Endpoint
from composelint.observe.opened import opened
from composelint.observe.reader import Forbidden, NotThere, Reader
from composelint.observe.snapshot import observe

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def reader_of(url: str, timeout: float = 5.0) -> Reader:
    return opened(Endpoint(url, "--engine"), timeout)


def said(url: str, timeout: float = 5.0) -> str:
    """Why an engine cannot be observed."""
    reader = reader_of(url, timeout)
    with pytest.raises(CannotLook) as caught:
        observe(reader)
    reader.close()
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(url, "URL")


def test_no_engine(tmp_path: Path) -> None:
    name = "--engine URL or DOCKER_HOST names another, --state FILE takes a saved state"
    gone = f"there is no engine at URL (--engine): start it; {name}"
    assert said(f"unix://{tmp_path}/s") == gone
    refusing = f"no engine runs at URL (--engine): connection refused; start it; {name}"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(f"{tmp_path}/dead")
    assert said(f"unix://{tmp_path}/dead") == refusing
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert said(f"tcp://127.0.0.1:{port}") == refusing
    (tmp_path / "file").write_text("")
    assert said(f"unix://{tmp_path}/file") == refusing
    assert said(f"unix:///{'x' * 200}") == (
        f"the engine at URL (--engine) cannot be reached: af_unix path too long; {name}"
    )
    assert said("tcp://name.invalid:1").startswith(
        "the engine at URL (--engine) cannot be reached: "
    )


def test_a_socket_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("composelint.observe.local.Timed.connect", denied)
    assert said("unix:///s") == (
        "the engine at URL (--engine) may not be asked: permission denied; be in the group of the "
        "socket (mostly docker), or root"
    )


LATE = (
    "the engine at URL (--engine) did not answer GET /version within 0.2 s; --timeout SECONDS "
    "gives it longer"
)
TRICKLED = tuple(bytes([byte]) for byte in HEAD)


@pytest.mark.parametrize(
    "slow",
    [
        Raw((), last=5),
        Raw((HEAD,), last=5),
        Raw((HEAD + b"Content-Length: 100\r\n\r\n", b"[1,"), last=5),
        Raw(TRICKLED, pause=0.02),
        Raw((HEAD + b"Content-Length: 9999\r\n\r\n", *(b"[",) * 99), pause=0.02),
        Raw((HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *(b"1\r\n[\r\n",) * 99), pause=0.02),
        Raw((b"HTTP/1.1 100 Continue\r\n\r\n",) * 99, pause=0.02),
    ],
)
@pytest.mark.parametrize("tcp", [False, True])
def test_a_slow_engine_does_not_hang_us(slow: Raw, tcp: bool) -> None:
    with fake({"/version": slow}, tcp=tcp) as engine:
        started = time.monotonic()
        assert said(engine.url, 0.2) == LATE
        assert time.monotonic() - started < 1


def test_nobody_takes_the_call(tmp_path: Path) -> None:
    """Somebody listens, and accepts no connection."""
    with socket.socket(socket.AF_UNIX) as busy:
        busy.bind(f"{tmp_path}/s")
        busy.listen()
        assert said(f"unix://{tmp_path}/s", 0.2) == LATE


#: What a server of Go says.
TO_HTTPS = b"Client sent an HTTP request to an HTTPS server."
SPEAKS_TLS = (
    "the engine at URL (--engine) speaks TLS: set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the "
    "folder with ca.pem, cert.pem and key.pem"
)
NO_ENGINE = "URL (--engine) is no Docker Engine: "


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Said(200, b"<!doctype html>", "text/html"), NO_ENGINE + "GET /version gives a web page"),
        (Said(404, b"<html>", "text/html"), NO_ENGINE + "GET /version gives 404"),
        (Said(301, b"", "text/html"), NO_ENGINE + "GET /version gives 301"),
        (["no", "object"], NO_ENGINE + "GET /version tells no ApiVersion"),
        ({"gitlab": "1.2"}, NO_ENGINE + "GET /version tells no ApiVersion"),
        (Raw((b"220 mail ready\r\n",)), NO_ENGINE + "it does not speak HTTP"),
        (Raw((b"\x15\x03\x01\x00\x02\x02\n",)), NO_ENGINE + "it does not speak HTTP"),
        (Raw((b"HTTP/1.1 " + b"x" * 99_999,)), NO_ENGINE + "it does not speak HTTP"),
        (
            Raw((b"HTTP/1.0 400 Bad Request\r\n\r\n", TO_HTTPS)),
            SPEAKS_TLS,
        ),
        (Raw((b"",)), "URL (--engine) hung up without an answer: is it a Docker Engine?"),
        (
            Raw((HEAD + b"Content-Length: 100\r\n\r\n{",)),
            "the engine at URL (--engine) hung up in the middle of its answer to GET /version",
        ),
        (
            Raw((HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",)),
            "the engine at URL (--engine) hung up in the middle of its answer to GET /version",
        ),
        (
            Said(200, b'{"ApiVersion": '),
            "the engine at URL (--engine) answers GET /version with broken JSON",
        ),
        (
            Said(200, b"\xff\xfe"),
            "the engine at URL (--engine) answers GET /version with broken JSON",
        ),
        (
            Said(200, b"[" * 200_000),
            "the engine at URL (--engine) answers GET /version with broken JSON",
        ),
        (
            refused(500, "layer\n does not exist"),
            "the engine at URL (--engine) failed at GET /version (500): layer does not exist",
        ),
        (
            Said(403, b"<html><h1>403 Forbidden</h1>", "text/html"),
            "the engine at URL (--engine) forbids GET /version (403): let the proxy before it",
        ),
    ],
)
def test_what_is_no_answer(answer: Any, message: str) -> None:
    with fake({"/version": answer}) as engine:
        assert said(engine.url).startswith(message)


def test_too_long_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("composelint.observe.local.LARGEST", 100)
    monkeypatch.setattr("composelint.observe.reader.LARGEST", 100)
    with fake({"/version": Said(200, b"[" + b" " * 200 + b"]")}) as engine:
        assert "answers GET /version with more than" in said(engine.url)


def test_the_connection_is_kept_and_made_anew() -> None:
    with fake() as engine:
        reader = reader_of(engine.url)
        for _ in range(3):
            assert reader.get("/networks") == []
        assert engine.connections == 1
        for connection in engine.open:
            connection.shutdown(socket.SHUT_RDWR)
        assert reader.get("/networks") == []
        assert engine.connections == 2
        reader.close()


def test_an_answer_that_came_too_late_is_not_taken_for_the_next() -> None:
    slow = Raw((HEAD + b"Content-Length: 3\r\n\r\n", b"[1]"), pause=0.2, last=0.5)
    with fake({**ENGINE, "/slow": slow}) as engine:
        reader = reader_of(engine.url, 0.1)
        with pytest.raises(CannotLook):
            reader.get("/slow")
        reader.timeout = 5.0
        assert reader.get("/networks") == []
        reader.close()


def test_forbidden_and_not_there_are_told_apart() -> None:
    with fake({"/a": refused(403, "no"), "/b": refused(404, "No such container: b")}) as engine:
        reader = reader_of(engine.url)
        with pytest.raises(Forbidden):
            reader.get("/a")
        with pytest.raises(NotThere, match="No such container: b"):
            reader.get("/b")
        reader.close()


def test_names_and_queries_are_written_as_urls() -> None:
    with fake({}) as engine:
        reader = reader_of(engine.url)
        reader.version = "/v1.41"
        with pytest.raises(NotThere):
            reader.get("/images/host:5000/a/b:1@sha256:x/json", filters='{"a":["ü"]}')
        reader.close()
        path = "/v1.41/images/host:5000/a/b:1@sha256:x/json"
        assert engine.lines == [f"GET {path}?filters=%7B%22a%22%3A%5B%22%C3%BC%22%5D%7D HTTP/1.1"]


def test_a_tcp_address_may_have_a_path() -> None:
    with fake({"/base/networks": [{"Name": "n"}]}, tcp=True) as engine:
        reader = reader_of(f"{engine.url}/base")
        assert reader.get("/networks") == [{"Name": "n"}]


def test_the_process_at_the_other_end() -> None:
    with fake() as engine:
        reader = reader_of(engine.url)
        assert reader.peer() is None
        reader.get("/version")
        assert reader.peer() == os.getpid()
        reader.close()
    with fake(tcp=True) as engine:
        reader = reader_of(engine.url)
        reader.get("/version")
        assert reader.peer() is None
        reader.close()


def test_nothing_is_left_open(tmp_path: Path) -> None:
    """Warnings are errors here, and a socket that is forgotten is one."""
    for url in (f"unix://{tmp_path}/s", "tcp://127.0.0.1:1"):
        with pytest.raises(CannotLook):
            reader_of(url).get("/version")
    gc.collect()
