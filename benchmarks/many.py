"""A thousand real files in one process, against compose-lint on the same.

    python benchmarks/many.py [--composelint PATH] [--peer PATH]

The corpus lies in ../shared/corpus beside the checkout.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from pathlib import Path

import measure

FILES = 1000
BAR = 0.4
REAL = ("app", "catalog", "teaching")
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "dev.tar.gz"


def main() -> int:
    chosen = measure.arguments("a thousand files", composelint="composelint", peer="compose-lint")
    if not CORPUS.exists():
        sys.exit(f"there is no corpus at {CORPUS}")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(CORPUS) as archive:
            archive.extractall(folder, filter="data")
        files = real_files(Path(folder))
        best = measure.fastest(
            {
                "composelint": [chosen["composelint"], "check", *files],
                "compose-lint": [chosen["peer"], "check", *files],
            },
            chosen["rounds"],
            folder,
            expected=(0, 1, 2),  # some of them no program reads
        )
    ours, theirs = best["composelint"], best["compose-lint"]
    what = f"{len(files):,} real files in one process, against compose-lint"
    return 0 if measure.show([(what, ours, theirs, ours / theirs, BAR)]) else 1


def real_files(folder: Path) -> list[str]:
    """The first thousand real files of the corpus, relative to it."""
    labels = next(folder.rglob("labels.jsonl"))
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    real = sorted((row["id"], row["entry"]) for row in rows if row["source_class"] in REAL)
    inside = labels.parent.relative_to(folder)
    return [str(inside / id_ / entry) for id_, entry in real[:FILES]]


if __name__ == "__main__":
    sys.exit(main())
