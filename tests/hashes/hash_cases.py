"""Services that are hashed, one a line, and the project that they stand in.

attribute_values.txt holds them: the first twelve digits of the hash that Docker Compose 5.6.1
gives, `-` where it depends on the project's folder, and what the service says.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from composelint import engine
from composelint.loading.load import LoadOptions, load_project
from composelint.resolved import model
from composelint.selection import select

VALUES = Path(__file__).parent / "attribute_values.txt"

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/root"}

#: Enough of the hash to tell it from every other.
DIGITS = 12

FILES = {
    "one.env": "ONE=1\nTWO=$ONE-2\n",
    "raw.env": 'RAW=$x "q"\n',
    "one.labels": "one=1\nshared=one\n",
    "two.labels": "shared=two\n",
    "file": "",
    "empty.yaml": "services: {nothing: }\n",
}

_AROUND = """\
name: attrs
networks: {a: {}, b: {}}
volumes: {named: {}, named2: {}}
configs: {cfg: {file: ./file}, other: {content: hello}}
secrets: {sec: {file: ./file}, other: {environment: HOME}}
models: {llm: {model: ai/model}}
services:
  base: {image: x}
  base2: {image: x}
"""


class Case(NamedTuple):
    """`name` is that of the service that says `body`; `digits` begin its hash, "-" if unknown."""

    name: str
    digits: str
    body: str

    @property
    def written(self) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load("{" + self.body + "}")
        return found


def cases() -> list[Case]:
    lines = VALUES.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    return [Case(f"s{number}", *line.split(maxsplit=1)) for number, line in enumerate(kept)]


def project(bodies: dict[str, str]) -> str:
    """A Compose file with these services beside those that they refer to."""
    return _AROUND + "".join(f"  {name}: {{{_body(body)}}}\n" for name, body in bodies.items())


def _body(body: str) -> str:
    says = yaml.safe_load("{" + body + "}")
    return body if says.keys() & {"image", "provider", "extends"} else f"image: x, {body}"


def write(folder: Path, bodies: dict[str, str]) -> None:
    for name, text in FILES.items():
        (folder / name).write_text(text)
    (folder / "compose.yaml").write_text(project(bodies), encoding="utf-8")


def ours(file: Path) -> dict[str, Any]:
    """The canonical project, after the checks, which settle the kinds of the scalars."""
    options = LoadOptions(
        files=(str(file),),
        directory=str(file.parent),
        profiles=("*",),
        exact=True,
        environment=ENVIRONMENT,
    )
    found = load_project(options, lambda path: Path(path).read_bytes())
    refused = [
        (one.id, one.message) for one in engine.check(found, select(["strict"])) if one.refused
    ]
    assert refused == []
    return model(found)


def theirs(binary: str, file: Path) -> dict[str, str]:
    """The hashes that a release prints; raises AssertionError with what it says instead."""
    done = subprocess.run(
        [binary, "-f", os.fspath(file), "--profile", "*", "config", "--hash", "*"],
        cwd=file.parent,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return dict(line.split(" ") for line in done.stdout.splitlines() if line)
