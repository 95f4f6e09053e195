"""The engine's API for the tests that fill and empty one: any method, over a local socket.

(What composelint itself asks an engine with can only read: composelint.observe.)
"""

from __future__ import annotations

import io
import json
import tarfile
import time
from typing import Any
from urllib.parse import quote

from engine import Connection

#: What every scenario finds on the engine: name and the lines of its Dockerfile.
IMAGES = {
    "app:1": 'FROM bb:1\nCMD ["sleep", "1000"]\nSTOPSIGNAL SIGKILL\n',
    "app:2": "FROM app:1\nLABEL two=2\n",
    "app:data": "FROM app:1\nVOLUME /data\n",
    "app:well": 'FROM app:1\nHEALTHCHECK --interval=200ms CMD ["true"]\n',
}
_BUILT_IN = ("bridge", "host", "none")


class RawEngine:
    """An engine that may be filled and emptied."""

    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def url(self) -> str:
        return f"unix://{self.path}"

    def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        connection = Connection(self.path)
        try:
            connection.request(method, path, body, {"Content-Type": "application/x-tar"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def get(self, path: str) -> Any:
        status, data = self.ask("GET", path)
        return json.loads(data) if status == 200 else None

    def events(self, since: str) -> list[dict[str, Any]]:
        """What happened since a moment, in order."""
        _, data = self.ask("GET", f"/events?since={since}&until={self.now()}")
        return [json.loads(line) for line in data.splitlines()]

    @staticmethod
    def now() -> str:
        return f"{time.time():.9f}"

    def build(self, tag: str, dockerfile: str) -> None:
        """An image by the builder of old, which needs no program beside the engine."""
        context = io.BytesIO()
        with tarfile.open(fileobj=context, mode="w") as archive:
            entry = tarfile.TarInfo("Dockerfile")
            entry.size = len(dockerfile)
            archive.addfile(entry, io.BytesIO(dockerfile.encode()))
        path = f"/build?q=1&rm=1&forcerm=1&t={quote(tag)}"
        status, said = self.ask("POST", path, context.getvalue())
        if status != 200 or b'"error"' in said:
            raise RuntimeError(f"{tag} cannot be built: {said.decode()}")

    def empty(self) -> None:
        """Removes all but the images that every scenario finds, and gives those their names."""
        for one in self.get("/containers/json?all=1"):
            self.ask("DELETE", f"/containers/{one['Id']}?force=1&v=1")
        for one in self.get("/networks"):
            if one["Name"] not in _BUILT_IN:
                self.ask("DELETE", f"/networks/{one['Id']}")
        for one in self.get("/volumes")["Volumes"] or ():
            self.ask("DELETE", f"/volumes/{quote(one['Name'])}?force=1")
        for one in self.get("/images/json"):
            for tag in one["RepoTags"] or ():
                if tag != "<none>:<none>" and tag not in IMAGES and tag != "bb:1":
                    self.ask("DELETE", f"/images/{quote(tag, safe='')}?force=1")
        self.furnish()

    def furnish(self) -> None:
        """Makes the images out of `bb:1`; quick the second time."""
        for tag, dockerfile in IMAGES.items():
            self.build(tag, dockerfile)
