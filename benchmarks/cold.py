"""One check of a small project, everything included: the time that a hook makes people wait.

    python benchmarks/cold.py [--composelint PATH] [--peer PATH]

Install composelint from a wheel and compose-lint 0.36 beside it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import measure

BAR = 0.9


def main() -> int:
    chosen = measure.arguments("cold start", composelint="composelint", peer="compose-lint")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "compose.yaml").write_text(measure.project(10))
        best = measure.fastest(
            {
                "composelint": [chosen["composelint"], "check", "compose.yaml"],
                "compose-lint": [chosen["peer"], "check", "compose.yaml"],
            },
            chosen["rounds"],
            folder,
            expected=(0, 1),
        )
    ours, theirs = best["composelint"], best["compose-lint"]
    what = "cold check of 10 services, against compose-lint"
    return 0 if measure.show([(what, ours, theirs, ours / theirs, BAR)]) else 1


if __name__ == "__main__":
    sys.exit(main())
