"""Whether the release that `requires` names reads a file, and the one before it does not.

    COMPOSELINT_ORACLES=FOLDER python benchmarks/requires.py [--files 300]

over accepted files of the corpus, those that need the newest releases first. The folder holds
binaries as tests/binaries.py says. Of the releases before the named one the last that there is a
binary of is asked; files that every binary reads have none to be refused by.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import corpus
from binaries import Release, accepts, binaries

from composelint.loading.load import LoadOptions, load_project
from composelint.requires import requirement
from composelint.selection import select


def named(row: corpus.Row) -> Release:
    """The release that we name for a file of the corpus."""
    directory = str(corpus.folder() / row["id"])
    options = LoadOptions(
        files=(os.path.normpath(os.path.join(directory, row["entry"])),),
        directory=directory,
        exact=True,
        environment=corpus.ENVIRONMENT,
    )
    selection = select(["strict"])
    told = requirement(
        lambda target: load_project(options._replace(target=target), corpus.read), selection
    )
    return told.release


def judge(row: corpus.Row, release: Release) -> tuple[bool, bool | None]:
    """(the first binary from the release on accepts, the last one before it refuses)."""
    known = binaries()
    folder = str(corpus.folder() / row["id"])
    since = next(binary for each, binary in known.items() if each >= release)
    older = [binary for each, binary in known.items() if each < release]
    accepted, _ = accepts(since, [row["entry"]], folder)
    return accepted, (not accepts(older[-1], [row["entry"]], folder)[0]) if older else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=300)
    count = parser.parse_args().files
    rows = [row for row in corpus.rows() if row["oracle_exit"] == 0]
    by_release = sorted(((named(row), row) for row in rows), key=lambda pair: pair[0], reverse=True)
    accepted = refused = before = 0
    for release, row in by_release[:count]:
        reads, older_refuses = judge(row, release)
        accepted += reads
        if older_refuses is not None:
            before += 1
            refused += older_refuses
        if not reads or older_refuses is False:
            print(f"{row['id']} {release}: accepted {reads}, refused before {older_refuses}")
    asked = min(count, len(by_release))
    print(f"the release named accepts {accepted} of {asked}")
    print(f"the one before it refuses {refused} of {before} that have a binary before")
    return 0 if accepted == asked and refused == before else 1


if __name__ == "__main__":
    sys.exit(main())
