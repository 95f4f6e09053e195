"""Asking an engine through the `docker` SDK: TCP with TLS, the pipes of Windows, and ssh where the
user has no ssh program of their own. Importing this module takes what `composelint[plan]` brings.

The SDK's client can do everything; this one can read. Each adapter that is mounted on it, and so
each way to the wire, is behind a `Guard`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import docker
import requests
from docker.tls import TLSConfig
from requests.adapters import BaseAdapter

from ..errors import CannotLook
from .endpoint import TLS, Endpoint
from .reader import LARGEST, READING, TIMEOUT, Answer, Reader, WouldWrite


class Guard(BaseAdapter):  # type: ignore[misc]
    """Lets through what reads. The adapter behind it is out of reach."""

    def __init__(self, inner: Any) -> None:
        super().__init__()
        self._send, self.close = _guarded(inner.send), inner.close

    def send(self, request: Any, *arguments: Any, **more: Any) -> Any:
        return self._send(request, *arguments, **more)


def _guarded(send: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(request: Any, *arguments: Any, **more: Any) -> Any:
        if request.method not in READING:
            raise WouldWrite(request.method)
        return send(request, *arguments, **more)

    return guarded


class ReadOnlyClient(docker.APIClient):  # type: ignore[misc]
    """The SDK's client; whatever is called on it, only GET and HEAD are sent."""

    def mount(self, prefix: str, adapter: Any) -> None:
        super().mount(prefix, adapter if isinstance(adapter, Guard) else Guard(adapter))

    def __setattr__(self, name: str, value: Any) -> None:
        # The SDK keeps the adapter of a socket, a pipe or ssh beside mounting it.
        if name == "_custom_adapter" and not isinstance(value, Guard):
            value = Guard(value)
        super().__setattr__(name, value)


def read_only(endpoint: Endpoint, timeout: float) -> ReadOnlyClient:
    """A client; for ssh it logs in now. Raises what the SDK and its libraries raise."""
    return ReadOnlyClient(
        base_url=endpoint.url,
        # Any that the SDK knows: which one to ask for is ours to find out, and part of our paths.
        version="1.41",
        timeout=timeout,
        tls=_tls(endpoint.tls),
    )


def _tls(tls: TLS | None) -> Any:
    if tls is None:
        return False
    if not tls.verify:
        import urllib3

        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    certificate = (tls.cert, tls.key) if tls.cert and tls.key else None
    return TLSConfig(client_cert=certificate, ca_cert=tls.ca or None, verify=tls.verify)


class Sdk(Reader):
    """Asks through the SDK. It is made, and asked, in a thread, which is left behind where it
    takes too long: the SDK limits single reads only, and logging in by ssh not at all."""

    def __init__(self, endpoint: Endpoint, timeout: float = TIMEOUT) -> None:
        super().__init__(endpoint, timeout)
        self.client: ReadOnlyClient | None = None

    def _fetch(self, path: str) -> Answer:
        try:
            answer = _within(self.timeout, lambda: self._asked(path))
        except (TimeoutError, requests.Timeout):
            raise self.late(path) from None
        except WouldWrite:
            raise
        except Exception as error:  # of the SDK, requests, urllib3, ssl, paramiko
            raise CannotLook(_why(self.endpoint, error)) from None
        return answer

    def _asked(self, path: str) -> Answer:
        if self.client is None:
            self.client = read_only(self.endpoint, self.timeout)
        client = self.client
        # Said here, for REQUESTS_CA_BUNDLE goes before what is said for the whole session.
        with client.get(
            client.base_url + path,
            timeout=self.timeout,
            verify=client.verify,
            cert=client.cert,
            stream=True,
            allow_redirects=False,
        ) as answer:
            body = b""
            for chunk in answer.iter_content(1 << 16):
                body += chunk
                if len(body) > LARGEST:
                    break
            return Answer(answer.status_code, answer.headers.get("Content-Type", ""), body)

    def close(self) -> None:
        if self.client is not None:
            self.client.close()


def _within(seconds: float, ask: Callable[[], Answer]) -> Answer:
    """What a function gives, or raises; TimeoutError where it takes longer."""
    given: list[Answer] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            given.append(ask())
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    if not given:
        raise TimeoutError
    return given[0]


def _why(endpoint: Endpoint, error: BaseException) -> str:
    inner = _innermost(error)
    said = " ".join(re.sub(r"\s*\(_ssl\.c:\d+\)", "", str(inner)).split()) or type(inner).__name__
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return f"the engine at {endpoint} hung up in the middle of its answer"
    if "WRONG_VERSION_NUMBER" in said or "record layer failure" in said.lower():
        return (
            f"the engine at {endpoint} does not speak TLS there: unset DOCKER_TLS_VERIFY, or name "
            "its TLS port (mostly 2376)"
        )
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return (
            f"the certificate of {endpoint} is not to be trusted: {said}; DOCKER_CERT_PATH names "
            "the folder with its ca.pem"
        )
    if isinstance(error, requests.exceptions.SSLError) or "alert" in said:
        return (
            f"no TLS connection to {endpoint}: {said}; DOCKER_CERT_PATH names the folder with "
            "ca.pem, cert.pem and key.pem"
        )
    return f"the engine at {endpoint} cannot be reached: {said}; see --engine URL"


def _innermost(error: BaseException) -> BaseException:
    """Requests wraps the errors of urllib3, and that those of the system."""
    for _ in range(10):
        inner = getattr(error, "reason", None)
        if not isinstance(inner, BaseException):
            inner = next((one for one in error.args if isinstance(one, BaseException)), None)
        if inner is None:
            break
        error = inner
    return error
