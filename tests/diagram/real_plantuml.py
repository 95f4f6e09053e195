"""The real PlantUML: what it says of many texts, and what it makes of one.

`plantuml` on the PATH (Debian's package), or the jar (or program) $COMPOSELINT_PLANTUML.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

#: As many files are named on one command line.
_AT_ONCE = 300


def command() -> list[str] | None:
    program = os.environ.get("COMPOSELINT_PLANTUML") or shutil.which("plantuml")
    if program is None:
        return None
    if program.endswith(".jar"):
        return ["java", "-Djava.awt.headless=true", "-jar", program]
    return [program]


def errors(texts: Sequence[str]) -> dict[int, str]:
    """What is wrong with which of the texts, by their number."""
    with tempfile.TemporaryDirectory() as folder:
        files = _written(texts, folder)
        found: dict[int, str] = {}
        for at in range(0, len(files), _AT_ONCE):
            found |= _wrong(files[at : at + _AT_ONCE])
        return found


def _wrong(files: list[str]) -> dict[int, str]:
    """Not every release says which file it could not read: the halves are asked."""
    ended = _run("-checkonly", *files)
    if not ended.returncode:
        return {}
    if len(files) == 1:
        return {int(Path(files[0]).stem): (ended.stdout + ended.stderr).strip()}
    middle = len(files) // 2
    return _wrong(files[:middle]) | _wrong(files[middle:])


def svg(text: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        ended = _run("-tsvg", *_written([text], folder))
        assert not ended.returncode, ended.stdout + ended.stderr
        return (Path(folder) / "0.svg").read_text(encoding="utf-8")


def _written(texts: Sequence[str], folder: str) -> list[str]:
    files = []
    for number, text in enumerate(texts):
        file = Path(folder) / f"{number}.puml"
        file.write_text(text, encoding="utf-8")
        files.append(str(file))
    return files


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = command()
    assert program is not None
    return subprocess.run(
        [*program, "-charset", "UTF-8", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PLANTUML_LIMIT_SIZE": "16384"},
        check=False,
    )
