"""Asking an engine on another machine over `ssh`, the way the docker CLI does: by the user's own
ssh program, so with its configuration, agent and known hosts.

There it runs `docker system dial-stdio`, which joins its standard input and output to the socket
of the engine. All requests go over one connection: each new one would log in again.
"""

from __future__ import annotations

import errno
import shutil
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..errors import CannotLook
from .endpoint import Endpoint
from .local import Local, ReadOnlyConnection, Timed

if TYPE_CHECKING:
    import subprocess


def command(endpoint: Endpoint, program: str, timeout: float) -> list[str]:
    """What to run; a path in the address is the socket there. Raises CannotLook."""
    try:
        parts = urlsplit(endpoint.url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise CannotLook(f"{endpoint} is no address for ssh: {str(error).lower()}") from None
    if not host or parts.password is not None or parts.query or parts.fragment:
        raise CannotLook(f"{endpoint.origin}: write ssh://user@host:port, without a password")
    # Nobody is there to answer a question: without a key it ends with a message.
    options = ["-o", f"ConnectTimeout={max(1, round(timeout))}", "-o", "BatchMode=yes", "-T"]
    if parts.username:
        options += ["-l", parts.username]
    if port:
        options += ["-p", str(port)]
    where = ["--host", f"unix://{parts.path}"] if parts.path.strip("/") else []
    return [program, *options, "--", host, "docker", *where, "system", "dial-stdio"]


def ssh_program() -> str | None:
    """The user's ssh, where a program can be given a socket for its standard input."""
    return shutil.which("ssh") if hasattr(socket, "AF_UNIX") else None


class _Carried(ReadOnlyConnection):
    """A connection that a program carries; `said` is what it complained of at its end."""

    def __init__(self, arguments: list[str], timeout: float) -> None:
        super().__init__(timeout)
        self.arguments = arguments
        self.process: subprocess.Popen[bytes] | None = None
        self.said = ""

    def opened(self) -> Timed:
        import subprocess

        if self.process is not None:
            raise OSError(errno.EPIPE, "the connection by ssh ended")
        ours, theirs = socket.socketpair()
        with theirs:
            end = theirs.fileno()
            self.process = subprocess.Popen(
                self.arguments, stdin=end, stdout=end, stderr=subprocess.PIPE
            )
        return Timed(fileno=ours.detach())

    def close(self) -> None:
        super().close()
        process, self.process = self.process, None
        if process is None:
            return
        from contextlib import suppress
        from subprocess import TimeoutExpired

        with suppress(TimeoutExpired):  # it may just be about to say why it ends
            process.wait(0.2)
        process.kill()
        _, said = process.communicate()
        lines = said.decode(errors="replace").strip().splitlines()
        self.said = lines[-1].strip() if lines else ""


class Ssh(Local):
    """Asks by ssh; `arguments` are what `command` gives."""

    def __init__(self, endpoint: Endpoint, arguments: list[str], timeout: float) -> None:
        self.carried = _Carried(arguments, timeout)
        super().__init__(endpoint, self.carried, timeout)

    def _why(self, error: OSError) -> str:
        said = self.carried.said or (error.strerror or str(error)).lower()
        tried = " ".join(["ssh", *self.carried.arguments[1:-2], "version"])
        return f"the engine at {self.endpoint} cannot be reached: {said} (try: {tried})"
