"""Reading from an engine: a path goes in, JSON comes out, and no other request can be made.

There is no method to choose anywhere above the wire, and what is at the wire refuses all but
GET and HEAD before a byte is sent (local.ReadOnlyConnection, sdk.read_only): a planner that
cannot write is worth more than one that does not.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from ..errors import CannotLook
from .endpoint import Endpoint

#: The methods that change nothing.
READING = ("GET", "HEAD")

#: As many bytes as no list of an engine has.
LARGEST = 512 * 1024 * 1024

#: How long an engine may take for one whole answer, in seconds.
TIMEOUT = 10.0


class WouldWrite(Exception):
    """A request that is not a reading one; nothing of it has been sent. A bug, whoever asks."""

    def __init__(self, method: object) -> None:
        super().__init__(f"composelint only ever reads from an engine: {method} was not sent")


class Forbidden(CannotLook):
    """The engine, or a proxy before it, does not let us read that."""


class NotThere(CannotLook):
    """The engine has no such thing."""


class Answer(NamedTuple):
    """`kind` is the Content-Type."""

    status: int
    kind: str
    body: bytes


class Reader(ABC):
    """Asks one engine. `version` is the part of the path that names the API's ("/v1.41"), ""
    before it is known."""

    def __init__(self, endpoint: Endpoint, timeout: float = TIMEOUT) -> None:
        self.endpoint = endpoint
        self.timeout = timeout
        self.version = ""

    @abstractmethod
    def _fetch(self, path: str) -> Answer:
        """The answer to GET; raises CannotLook where there is none."""

    def get(self, path: str, **query: str) -> Any:
        """The JSON that the engine has at a path such as "/containers/json". Raises Forbidden,
        NotThere, and CannotLook for all else."""
        asked = self.version + quote(path, safe="/:@") + ("?" + urlencode(query) if query else "")
        answer = self._fetch(asked)
        if len(answer.body) > LARGEST:
            raise CannotLook(f"{self._says(path)} answers GET {path} with more than 512 MB")
        if answer.status != 200:
            raise self._refused(path, answer)
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError):
            raise self._unreadable(path, answer) from None

    @abstractmethod
    def close(self) -> None:
        """Hang up."""

    def __del__(self) -> None:
        # A state may ask for as long as it is there, and nobody knows when that ends.
        self.close()

    def peer(self) -> int | None:
        """The engine's process here, once something was asked: its number, 0 for one out of sight;
        None: not known, or elsewhere."""
        return None

    def late(self, path: str) -> CannotLook:
        return CannotLook(
            f"the engine at {self.endpoint} did not answer GET {path.partition('?')[0]} within "
            f"{self.timeout:g} s; --timeout SECONDS gives it longer"
        )

    def _says(self, path: str) -> str:
        return f"the engine at {self.endpoint}"

    def _refused(self, path: str, answer: Answer) -> CannotLook:
        """What an answer other than 200 means."""
        said = _message(answer)
        where = self._says(path)
        if answer.status in (401, 403, 405):
            # Seen with docker-socket-proxy, which answers 403 with a web page.
            who = "the proxy before it" if "json" not in answer.kind else "it"
            return Forbidden(f"{where} forbids GET {path} ({answer.status}): let {who} allow that")
        if answer.status == 400 and b"HTTPS server" in answer.body:
            return CannotLook(
                f"{where} speaks TLS: set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the "
                "folder with ca.pem, cert.pem and key.pem"
            )
        if answer.status == 404 and "json" in answer.kind:
            return NotThere(f"{where} has nothing at GET {path}: {said}")
        if "json" not in answer.kind and answer.status != 500:
            return self._no_engine(f"GET {path} gives {answer.status}")
        return CannotLook(f"{where} failed at GET {path} ({answer.status}): {said}")

    def _unreadable(self, path: str, answer: Answer) -> CannotLook:
        if "html" in answer.kind or answer.body.lstrip()[:1] == b"<":
            return self._no_engine(f"GET {path} gives a web page")
        return CannotLook(f"{self._says(path)} answers GET {path} with broken JSON")

    def _no_engine(self, why: str) -> CannotLook:
        return CannotLook(f"{self.endpoint} is no Docker Engine: {why}; see --engine URL")


def _message(answer: Answer) -> str:
    """The engine's own words, one line of them."""
    try:
        said = json.loads(answer.body)["message"]
    except (ValueError, KeyError, TypeError, RecursionError):
        said = answer.body.decode(errors="replace")
    return " ".join(str(said).split())[:300] or "no reason given"
