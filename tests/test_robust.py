"""Broken files: no traceback, no hang, and every span inside its file."""

from __future__ import annotations

import os
import random
import time

import corpus
import pytest

from composelint import engine
from composelint.loading.load import LoadOptions, load_project
from composelint.selection import select

FILES = 300
MUTATIONS = 10
#: Far above what any of them takes, far below what a person would call a hang.
SECONDS = 5.0

_SYNTAX = [
    b"\t", b": ", b"- ", b"[", b"]", b"{", b"}", b'"', b"'", b"*a", b"&a ", b"<<: *a\n", b"|\n",
    b"? ", b"!reset ", b"!!int ", b"%YAML 1.2\n", b"---\n", b"...\n", b"\0", b"\xff",
    b"\xe2\x80\xa8", b"${", b"${X:?", b"$", b"#", b"\r", b"\xef\xbb\xbf", b"services:\n",
    b"  extends: web\n", b"include: [a.yml]\n", b"null", b"\n  : \n", b"@", b"`", b"\x85",
    b"x-a: &a [*a]\n",
]  # fmt: skip

pytestmark = pytest.mark.skipif(
    not corpus.available(), reason="no corpus: name its folder in COMPOSELINT_SHARED"
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One of: a prefix, a byte changed, lines deleted or doubled, syntax put in."""
    if not data:
        return chance.choice(_SYNTAX)
    at = chance.randrange(len(data))
    kind = chance.randrange(5)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    if kind == 4:
        return data[:at] + chance.choice(_SYNTAX) + data[at:]
    lines = data.split(b"\n")
    line = chance.randrange(len(lines))
    if kind == 2:
        return b"\n".join(lines[:line] + lines[line + 1 :])
    return b"\n".join(lines[: line + 1] + lines[line:])


def test_mutations() -> None:
    chance = random.Random(20261122)
    rows = chance.sample(corpus.rows(), FILES)
    selection = select(["strict"])
    for row in rows:
        directory = str(corpus.folder() / row["id"])
        path = os.path.normpath(os.path.join(directory, row["entry"]))
        original = corpus.read(path)
        for number in range(MUTATIONS):
            data = mutated(original, chance)

            def read(asked: str, data: bytes = data, path: str = path) -> bytes:
                return data if asked == path else corpus.read(asked)

            options = LoadOptions(files=(path,), directory=directory, exact=number % 2 == 0)
            begin = time.monotonic()
            project = load_project(options, read)
            findings = engine.check(project, selection)
            assert time.monotonic() - begin < SECONDS, (row["id"], data)
            for finding in findings:
                for span in (finding.span, *(related.span for related in finding.related)):
                    assert 0 <= span.start <= span.end <= len(span.source.text), row["id"]
                    span.source.position(span.end)
