"""The docker CLI's contexts, as it keeps them on the disk: named addresses of engines.

    ~/.docker/config.json                            {"currentContext": NAME}
    ~/.docker/contexts/meta/SHA-256/meta.json        {"Endpoints": {"docker": {"Host", …}}}
    ~/.docker/contexts/tls/SHA-256/docker/ca.pem, cert.pem, key.pem

The folders have the SHA-256 of the context's name for theirs. The SDK's docker.context reads the
same files, after 210 ms of imports.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from typing import NamedTuple

from ..errors import CannotLook

#: The context that stands for DOCKER_HOST or the usual socket, and has no files.
DEFAULT = "default"

_FILES = ("ca.pem", "cert.pem", "key.pem")


class Context(NamedTuple):
    """`files` are the paths of ca.pem, cert.pem and key.pem, "" for one that is not there."""

    host: str
    skip_verify: bool
    files: tuple[str, str, str]


class Contexts:
    """The contexts below the folder of the CLI's configuration."""

    def __init__(self, folder: str, read: Callable[[str], bytes]) -> None:
        self.folder = folder
        self.configuration = os.path.join(folder, "config.json")
        self._read = read

    def current(self) -> str:
        """The context that is set; "" where none is. What cannot be read sets none, as for the
        CLI."""
        try:
            found = json.loads(self._read(self.configuration))
        except (OSError, ValueError, RecursionError):
            return ""
        name = found.get("currentContext") if isinstance(found, dict) else None
        return name if isinstance(name, str) else ""

    def has(self, name: str) -> bool:
        try:
            self._read(self._meta(name))
        except OSError:
            return False
        return True

    def find(self, name: str, origin: str) -> Context:
        """A context; raises CannotLook, which names `origin` as who wants it."""
        path = self._meta(name)
        try:
            found = json.loads(self._read(path))
            docker = found["Endpoints"]["docker"]
            host, skip = docker.get("Host", ""), docker.get("SkipTLSVerify", False)
        except FileNotFoundError:
            raise CannotLook(
                f"{origin} asks for the docker context {name!r}, and there is none "
                "(docker context ls lists them)"
            ) from None
        except OSError as error:
            raise CannotLook(
                f"{origin} asks for the docker context {name!r}, and {path} cannot be read: "
                f"{(error.strerror or str(error)).lower()}"
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise CannotLook(f"the docker context {name!r} is broken: see {path}") from None
        if not isinstance(host, str):
            raise CannotLook(f"the docker context {name!r} is broken: see {path}")
        folder = os.path.join(self.folder, "contexts", "tls", _digest(name), "docker")
        return Context(host, bool(skip), self.certificates(folder))

    def certificates(self, folder: str) -> tuple[str, str, str]:
        """The paths of the PEM files of a folder, "" for one that is not there."""
        ca, cert, key = (self._there(os.path.join(folder, name)) for name in _FILES)
        return ca, cert, key

    def _there(self, path: str) -> str:
        try:
            self._read(path)
        except OSError:
            return ""
        return path

    def _meta(self, name: str) -> str:
        return os.path.join(self.folder, "contexts", "meta", _digest(name), "meta.json")


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
