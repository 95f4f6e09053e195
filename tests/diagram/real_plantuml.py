"""The real PlantUML: what it says of many texts, and what it makes of one.

`plantuml` on the PATH (Debian's package), or the jar (or program) $COMPOSELINT_PLANTUML.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_ERROR = re.compile(r"Error line (\d+) in file: \S*?(\d+)\.puml")
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
    found: dict[int, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        files = _written(texts, folder)
        for at in range(0, len(files), _AT_ONCE):
            ended = _run("-checkonly", *files[at : at + _AT_ONCE])
            for line, number in _ERROR.findall(ended.stdout + ended.stderr):
                found[int(number)] = f"line {line}"
            if ended.returncode and not found:
                found[at] = f"exit {ended.returncode}: {ended.stdout}{ended.stderr}"
    return found


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
