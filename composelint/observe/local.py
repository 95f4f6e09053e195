"""Asking an engine over a socket: a unix one, plain TCP, or what `ssh` carries (see ssh).

By http.client, for the SDK takes longer to import (210 ms) than most plans do to make.
"""

from __future__ import annotations

import errno
import http.client
import socket
import struct
import time
from urllib.parse import urlsplit

from ..errors import CannotLook
from .endpoint import Endpoint
from .reader import LARGEST, READING, TIMEOUT, Answer, Reader, WouldWrite


class Timed(socket.socket):
    """A socket that has to be done by a point in time, however slowly the other side trickles."""

    #: Of time.monotonic().
    until = 0.0

    def recv_into(self, *arguments, **more):  # type: ignore[no-untyped-def]
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.settimeout(left)
        return super().recv_into(*arguments, **more)


class ReadOnlyConnection(http.client.HTTPConnection):
    """A connection over which nothing but GET and HEAD can be said."""

    def __init__(self, timeout: float) -> None:
        super().__init__("engine", timeout=timeout)
        self.until = 0.0

    def putrequest(self, method, *arguments, **more):  # type: ignore[no-untyped-def]
        if method not in READING:
            raise WouldWrite(method)
        super().putrequest(method, *arguments, **more)

    def opened(self) -> Timed:
        """A new socket to the engine; raises OSError."""
        raise NotImplementedError

    def connect(self) -> None:
        self.sock = self.opened()

    def fetch(self, path: str, until: float) -> Answer:
        """Raises OSError and http.client.HTTPException."""
        self.until = until
        if self.sock is None:
            self.connect()
        assert isinstance(self.sock, Timed)
        self.sock.until = until
        self.sock.settimeout(max(until - time.monotonic(), 0.001))
        self.request("GET", path, headers={"User-Agent": "composelint"})
        answer = self.getresponse()
        body = answer.read(LARGEST + 1)
        if len(body) > LARGEST:
            self.close()
        elif answer.length:
            raise http.client.IncompleteRead(body, answer.length)
        return Answer(answer.status, answer.getheader("Content-Type", ""), body)


class Unix(ReadOnlyConnection):
    """To a unix socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__(timeout)
        self.path = path

    def opened(self) -> Timed:
        family = getattr(socket, "AF_UNIX", None)
        if family is None:
            raise OSError(errno.EAFNOSUPPORT, "this system has no unix sockets for Python")
        return _connected(Timed(family, socket.SOCK_STREAM), self.path, self.until)


class Tcp(ReadOnlyConnection):
    """To host and port."""

    def __init__(self, host: str, port: int, timeout: float) -> None:
        super().__init__(timeout)
        self.place = (host, port)

    def opened(self) -> Timed:
        failed: OSError | None = None
        for family, kind, protocol, _, place in socket.getaddrinfo(
            *self.place, type=socket.SOCK_STREAM
        ):
            try:
                return _connected(Timed(family, kind, protocol), place, self.until)
            except OSError as error:
                failed = error
        raise failed or OSError(errno.EHOSTUNREACH, "no address")


def _connected(opened: Timed, place: object, until: float) -> Timed:
    try:
        opened.settimeout(max(until - time.monotonic(), 0.001))
        opened.connect(place)  # type: ignore[arg-type]
    except BaseException:
        opened.close()
        raise
    return opened


class Local(Reader):
    """Asks over one connection, which it keeps."""

    def __init__(
        self, endpoint: Endpoint, connection: ReadOnlyConnection, timeout: float = TIMEOUT
    ) -> None:
        super().__init__(endpoint, timeout)
        self.connection = connection
        # A TCP address may have a path before those of the API.
        self.base = urlsplit(endpoint.url).path if endpoint.scheme == "tcp" else ""

    def peer(self) -> int | None:
        """The process at the other end of a unix socket, once something was asked: its number, 0
        for one that is out of sight (we are in a container, it is not); None: not known."""
        sock = self.connection.sock
        option = getattr(socket, "SO_PEERCRED", None)
        if sock is None or option is None or self.endpoint.scheme != "unix":
            return None
        credentials = struct.Struct("3i")
        return int(
            credentials.unpack(sock.getsockopt(socket.SOL_SOCKET, option, credentials.size))[0]
        )

    def _fetch(self, path: str) -> Answer:
        try:
            return self._answer(path, time.monotonic() + self.timeout)
        except TimeoutError:
            raise self.late(path) from None
        except OSError as error:
            raise CannotLook(self._why(error)) from None
        except http.client.IncompleteRead:
            raise CannotLook(
                f"the engine at {self.endpoint} hung up in the middle of its answer to GET {path}"
            ) from None
        except http.client.HTTPException:
            raise CannotLook(
                f"{self.endpoint} is no Docker Engine: it does not speak HTTP; see --engine URL"
            ) from None

    def _answer(self, path: str, until: float) -> Answer:
        kept = self.connection.sock is not None
        try:
            try:
                return self.connection.fetch(self.base + path, until)
            except (http.client.RemoteDisconnected, ConnectionError):
                if not kept:
                    raise
                # The engine had closed a connection that was kept: nothing is lost by asking anew.
                self.connection.close()
                return self.connection.fetch(self.base + path, until)
        except BaseException:
            # What was left unread would be taken for the next answer.
            self.connection.close()
            raise

    def _why(self, error: OSError) -> str:
        return cannot_reach(self.endpoint, error)

    def close(self) -> None:
        self.connection.close()


def cannot_reach(endpoint: Endpoint, error: OSError) -> str:
    """Why no engine could be asked, and what to do."""
    said = (error.strerror or str(error)).lower()
    name = "--engine URL or DOCKER_HOST names another, --state FILE takes a saved state"
    if isinstance(error, http.client.RemoteDisconnected):
        return f"{endpoint} hung up without an answer: is it a Docker Engine? (see --engine URL)"
    if isinstance(error, FileNotFoundError):
        return f"there is no engine at {endpoint}: start it; {name}"
    if isinstance(error, ConnectionRefusedError):
        return f"no engine runs at {endpoint}: connection refused; start it; {name}"
    if isinstance(error, PermissionError):
        return (
            f"the engine at {endpoint} may not be asked: permission denied; be in the group of "
            "the socket (mostly docker), or root"
        )
    if isinstance(error, ConnectionError):
        return f"the engine at {endpoint} hung up: {said}"
    return f"the engine at {endpoint} cannot be reached: {said}; {name}"
