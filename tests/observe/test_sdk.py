"""Engines behind TLS, through the docker SDK, with certificates made for the occasion."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from fake_engine import ENGINE, Raw, Said, fake

from composelint.errors import CannotLook
from composelint.observe.endpoint import TLS, Endpoint
from composelint.observe.opened import opened
from composelint.observe.snapshot import observe

pytest.importorskip("docker", reason="the extra [plan] is not installed")
pytest.importorskip("cryptography", reason="it comes with the extra [plan]")


class Authority:
    """A certificate authority, and what it has signed: PEM files in a folder."""

    def __init__(self, folder: Path) -> None:
        from cryptography.hazmat.primitives.asymmetric import ec

        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._signed("authority", self.key, authority=True)
        self._write("ca.pem", self.certificate)
        for name in ("server", "client"):
            key = ec.generate_private_key(ec.SECP256R1())
            self._write(f"{name}.pem", self._signed(name, key, authority=False))
            self._write_key(f"{name}-key.pem", key)

    def __getitem__(self, name: str) -> str:
        return str(self.folder / name)

    def server(self, *, asks_clients: bool = False) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self["server.pem"], self["server-key.pem"])
        if asks_clients:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self["ca.pem"])
        return context

    def _signed(self, name: str, key: Any, authority: bool) -> Any:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes

        day = datetime.timedelta(days=1)
        now = datetime.datetime.now(datetime.timezone.utc)
        title = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        issuer = title if authority else self.certificate.subject
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        made = (
            x509.CertificateBuilder(issuer, title, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - day)
            .not_valid_after(now + day)
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        )
        return made.sign(self.key, hashes.SHA256())

    def _write(self, name: str, certificate: Any) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding

        (self.folder / name).write_bytes(certificate.public_bytes(Encoding.PEM))

    def _write_key(self, name: str, key: Any) -> None:
        from cryptography.hazmat.primitives import serialization as forms

        text = key.private_bytes(
            forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()
        )
        (self.folder / name).write_bytes(text)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


def said(url: str, tls: TLS, timeout: float = 5.0) -> str:
    reader = opened(Endpoint(url, "--engine", tls), timeout)
    with pytest.raises(CannotLook) as caught:
        observe(reader)
    reader.close()
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(url, "URL")


def test_tls_on_both_sides(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/at-all.pem")
    tls = TLS(authority["ca.pem"], authority["client.pem"], authority["client-key.pem"])
    with fake(ENGINE, tls=authority.server(asks_clients=True)) as engine:
        reader = opened(Endpoint(engine.url, "--engine", tls))
        state = observe(reader)
        assert (state.containers, state.volumes) == ([], [])
        assert (state.engine or {})["local"] is False
        assert state.container("c1") is None
        reader.close()
        assert engine.connections == 1
        assert all(line.startswith("GET /") for line in engine.lines)


def test_any_certificate_where_nobody_verifies(authority: Authority) -> None:
    with fake(ENGINE, tls=authority.server()) as engine:
        reader = opened(Endpoint(engine.url, "--engine", TLS(verify=False)))
        assert observe(reader).networks == []
        reader.close()


def test_the_certificate_of_a_stranger(authority: Authority, stranger: Authority) -> None:
    with fake(ENGINE, tls=stranger.server()) as engine:
        why = said(engine.url, TLS(authority["ca.pem"]))
        assert why.startswith("the certificate of URL (--engine) is not to be trusted: ")
        assert why.endswith("; DOCKER_CERT_PATH names the folder with its ca.pem")
        assert engine.lines == []


def test_a_client_without_a_certificate(authority: Authority) -> None:
    with fake(ENGINE, tls=authority.server(asks_clients=True)) as engine:
        why = said(engine.url, TLS(authority["ca.pem"]))
        assert why.startswith("no TLS connection to URL (--engine): ")
        assert why.endswith("with ca.pem, cert.pem and key.pem")


def test_a_certificate_that_is_none(authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with fake(ENGINE, tls=authority.server()) as engine:
        why = said(engine.url, TLS(str(tmp_path / "ca.pem")))
        assert why.startswith(("no TLS connection to URL", "the engine at URL"))


def test_an_engine_without_tls(authority: Authority) -> None:
    """It takes the greeting of TLS for a request, and says in plain text that it is none."""

    def answer(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(9_999)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, args=(server,), daemon=True).start()
        url = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        assert said(url, TLS(authority["ca.pem"])) == (
            "the engine at URL (--engine) does not speak TLS there: unset DOCKER_TLS_VERIFY, or "
            "name its TLS port (mostly 2376)"
        )


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "slow",
    [
        Raw((), last=5),
        Raw((b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", *(b" ",) * 99), pause=0.02),
        Raw((CHUNKED, *(b"1\r\n[\r\n",) * 99), pause=0.02),
    ],
)
def test_a_slow_engine_does_not_hang_us(slow: Raw, authority: Authority) -> None:
    with fake({"/version": slow}, tls=authority.server()) as engine:
        started = time.monotonic()
        assert said(engine.url, TLS(authority["ca.pem"]), 0.5) == (
            "the engine at URL (--engine) did not answer GET /version within 0.5 s; --timeout "
            "SECONDS gives it longer"
        )
        assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Said(200, b"<html>", "text/html"), "is no Docker Engine: GET /version gives a web page"),
        (Said(403, b"no"), "forbids GET /version (403)"),
        (Raw((b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",)), "hung up in the middle"),
        (Raw((b"",)), "cannot be reached: "),
        (Raw((b"220 mail\r\n",)), "cannot be reached: "),
    ],
)
def test_what_is_no_answer(answer: Any, why: str, authority: Authority) -> None:
    with fake({"/version": answer}, tls=authority.server()) as engine:
        assert why in said(engine.url, TLS(authority["ca.pem"]))


def test_nobody_is_there() -> None:
    why = said("tcp://127.0.0.1:1", TLS(verify=False))
    assert why.startswith("the engine at URL (--engine) cannot be reached: ")


def test_a_pipe_is_for_windows() -> None:
    if sys.platform == "win32":
        pytest.skip("this is Windows")
    reader = opened(Endpoint("npipe:////./pipe/docker_engine", "--engine"))
    with pytest.raises(CannotLook, match="only supported on Windows"):
        reader.get("/version")
    reader.close()


def test_without_the_sdk_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docker", None)
    monkeypatch.delitem(sys.modules, "composelint.observe.sdk", raising=False)
    with pytest.raises(CannotLook) as caught:
        opened(Endpoint("tcp://h:2376", "DOCKER_HOST", TLS()))
    assert str(caught.value) == (
        "asking tcp://h:2376 (DOCKER_HOST) by TLS needs the docker SDK: "
        "pip install 'composelint[plan]'"
    )
