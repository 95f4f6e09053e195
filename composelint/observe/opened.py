"""The right reader for an address."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..errors import CannotLook
from .endpoint import Endpoint
from .reader import TIMEOUT, Reader


def opened(endpoint: Endpoint, timeout: float = TIMEOUT) -> Reader:
    """What asks an engine; nothing is asked yet. Raises CannotLook where the SDK is needed and is
    not installed."""
    from .local import Local, Tcp, Unix

    scheme, _, path = endpoint.url.partition("://")
    if scheme == "unix":
        return Local(endpoint, Unix(path, timeout), timeout)
    if scheme == "tcp" and endpoint.tls is None:
        parts = urlsplit(endpoint.url)
        return Local(endpoint, Tcp(parts.hostname or "", parts.port or 0, timeout), timeout)
    if scheme == "ssh":
        from .ssh import Ssh, command, ssh_program

        program = ssh_program()
        if program is not None:
            return Ssh(endpoint, command(endpoint, program, timeout), timeout)
    try:
        from .sdk import Sdk
    except ImportError:
        what = "TLS" if scheme == "tcp" else scheme
        raise CannotLook(
            f"asking {endpoint} by {what} needs the docker SDK: pip install 'composelint[plan]'"
        ) from None
    return Sdk(endpoint, timeout)
