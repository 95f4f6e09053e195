"""Which engine is meant: found as the docker CLI finds it (probed with Docker CLI 28.2.2).

First the address that is given, then DOCKER_HOST, then DOCKER_CONTEXT, then `currentContext` of
the CLI's configuration; else the socket at its usual place. Docker Desktop and rootless engines
are found by the contexts that they set up: the CLI looks nowhere else either.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from ..errors import CannotLook
from .contexts import DEFAULT, Contexts

Read = Callable[[str], bytes]

SOCKET = "unix:///var/run/docker.sock"
PIPE = "npipe:////./pipe/docker_engine"
#: What `--engine` says for the engine that the docker CLI would take.
CURRENT = "current"

_PORT, _TLS_PORT = 2375, 2376
_KINDS = "unix:///path, tcp://host:port, ssh://user@host or npipe:////./pipe/name"


class TLS(NamedTuple):
    """How to speak TLS: PEM files, "" for one that there is none of. Without `verify` any
    certificate is taken, as `DOCKER_TLS` and a context's SkipTLSVerify have it."""

    ca: str = ""
    cert: str = ""
    key: str = ""
    verify: bool = True


class Endpoint(NamedTuple):
    """An engine's address: `url` has a scheme of unix, tcp, ssh or npipe, a tcp one host and port.

    `origin` is who said so: "--engine", "DOCKER_HOST", "docker context prod", or "the default".
    `api_version` is DOCKER_API_VERSION, "" for the newest that both sides know.
    """

    url: str
    origin: str
    tls: TLS | None = None
    api_version: str = ""

    @property
    def scheme(self) -> str:
        return self.url.partition("://")[0]

    def __str__(self) -> str:
        return f"{self.url} ({self.origin})"


def endpoint_asked(
    given: str | None, environment: Mapping[str, str], read: Read, *, windows: bool = False
) -> Endpoint:
    """The engine that `--engine` names by address or by docker context, or else that of the docker
    CLI. `read` gives the bytes of a file, or raises OSError. Raises CannotLook."""
    contexts = Contexts(_home(environment), read)
    version = environment.get("DOCKER_API_VERSION", "").removeprefix("v")
    if given is not None and given.strip() not in ("", CURRENT):
        found = _given(given.strip(), contexts, environment, windows)
    else:
        found = _current(contexts, environment, windows)
    return found._replace(api_version=version)


def _home(environment: Mapping[str, str]) -> str:
    """The folder of the CLI's configuration."""
    home = environment.get("HOME") or environment.get("USERPROFILE") or "/"
    return environment.get("DOCKER_CONFIG") or os.path.join(home, ".docker")


def _given(
    given: str, contexts: Contexts, environment: Mapping[str, str], windows: bool
) -> Endpoint:
    if "://" not in given:
        if given == DEFAULT or contexts.has(given):
            return _of_context(given, contexts, environment, windows, "--engine")
        if given.startswith("/"):
            raise CannotLook(f"--engine: {given!r} is no address; did you mean unix://{given}?")
        if not any(mark in given for mark in ".:["):
            raise CannotLook(f"--engine: there is no docker context {given!r}; use {_KINDS}")
    return _at(given, "--engine", environment, contexts, windows)


def _current(contexts: Contexts, environment: Mapping[str, str], windows: bool) -> Endpoint:
    host = environment.get("DOCKER_HOST", "").strip()
    if host:
        return _at(host, "DOCKER_HOST", environment, contexts, windows)
    asked = environment.get("DOCKER_CONTEXT", "")
    name = asked or contexts.current() or DEFAULT
    origin = "DOCKER_CONTEXT" if asked else contexts.configuration
    return _of_context(name, contexts, environment, windows, origin)


def _of_context(
    name: str, contexts: Contexts, environment: Mapping[str, str], windows: bool, origin: str
) -> Endpoint:
    if name == DEFAULT:
        host = environment.get("DOCKER_HOST", "").strip()
        said = "DOCKER_HOST" if host else "the default"
        return _at(host, said, environment, contexts, windows)
    found = contexts.find(name, origin)
    tls = TLS(*found.files, verify=not found.skip_verify)
    speaks_tls = any(found.files) or found.skip_verify
    url = address(found.host, windows, speaks_tls, f"docker context {name}")
    return Endpoint(
        url,
        f"docker context {name}",
        tls if speaks_tls and url.startswith("tcp:") else None,
    )


def _at(
    host: str, origin: str, environment: Mapping[str, str], contexts: Contexts, windows: bool
) -> Endpoint:
    """An address outside of a context: DOCKER_TLS_VERIFY and its kin hold for it."""
    verify = bool(environment.get("DOCKER_TLS_VERIFY"))
    speaks_tls = verify or bool(environment.get("DOCKER_TLS"))
    if speaks_tls and not host:
        host = "tcp://"
    url = address(host, windows, speaks_tls, origin)
    tls = None
    if speaks_tls and url.startswith("tcp:"):
        folder = environment.get("DOCKER_CERT_PATH") or contexts.folder
        tls = TLS(*contexts.certificates(folder), verify=verify)
        if not tls.ca:
            asks = "DOCKER_TLS_VERIFY" if verify else "DOCKER_TLS"
            raise CannotLook(
                f"{asks} is set, and there is no {os.path.join(folder, 'ca.pem')}: put the "
                "certificates there, or say in DOCKER_CERT_PATH where they are"
            )
    return Endpoint(url, origin, tls)


def address(text: str, windows: bool, tls: bool, origin: str) -> str:
    """An address in full, as the CLI fills it in; raises CannotLook for what is none."""
    if not text:
        return PIPE if windows else SOCKET
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "tcp", text
    if scheme == "unix":
        return f"unix://{rest}" if rest else SOCKET
    if scheme == "npipe":
        return f"npipe://{rest}" if rest else PIPE
    if scheme == "ssh" and rest:
        return f"ssh://{rest}"
    if scheme == "tcp":
        return _tcp(rest, tls, f"{origin}: {text!r} is no address of an engine")
    near = "; write tcp:// instead" if scheme in ("http", "https") else f": use {_KINDS}"
    raise CannotLook(f"{origin}: {text!r} is no address of an engine{near}")


def _tcp(rest: str, tls: bool, wrong: str) -> str:
    """Host, port and path; who logs in there does so by certificate, never by password."""
    try:
        parts = urlsplit(f"tcp://{rest}")
        host, port = parts.hostname or "localhost", parts.port
    except ValueError as error:
        raise CannotLook(f"{wrong}: {str(error).lower()}") from None
    host = f"[{host}]" if ":" in host else host
    port = port or (_TLS_PORT if tls else _PORT)
    return f"tcp://{host}:{port}{parts.path.rstrip('/')}"
