"""The target compose-v1 beside Docker Compose 1.29.2, over the corpus.

    python benchmarks/parity_compose_v1.py     the table of docs/parity-compose-v1.md

The verdicts of 1.29.2 are labels of the corpus, which lies in ../shared.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import corpus

#: What 1.29.2 says -> the reason; the first that fits.
REASONS = (
    ("neither an image nor a build", "a service without image and build"),
    ("contains unsupported option|Unsupported config option", "an attribute that it does not know"),
    ("does not match any of the regexes", "an attribute that it does not know"),
    ("wrong Compose file version|Additional properties", "a section that it does not know"),
    ("place your service def|Compose file format ver", "a section that it does not know"),
    ("build path", "a build whose folder is missing"),
    ("ports contains an invalid type", "a port that is none"),
    ("must be a mapping", "a section or a service that is no mapping"),
    ("required property", "something necessary is missing"),
    ("invalid type|non-unique|is not one of", "a value of the wrong kind"),
    ("yaml\\.", "YAML that it cannot read"),
    ("env file", "an env file that is missing"),
    ("No such file", "a file to extend that is missing"),
    ("which is undefined|no declaration was found", "a service or volume that is not defined"),
    ("Missing mandatory value", "a required variable without a value"),
    ("Invalid interpolation", "a variable written wrong"),
    ("cannot be extended|Cannot extend|[Cc]ircular", "extends, or a circle"),
)


def reason(said: str) -> str:
    for pattern, name in REASONS:
        if re.search(pattern, said):
            return name
    return "else"


def main() -> int:
    if not corpus.available():
        sys.exit("there is no corpus: name its folder in COMPOSELINT_SHARED")
    files: Counter[tuple[bool, str]] = Counter()
    refused: Counter[tuple[bool, str]] = Counter()
    different = []
    for row in corpus.rows():
        if row["oracle_exit_1_29"] not in (0, 1):
            continue
        found = any(one.refused for one in corpus.findings(row, target="compose-v1"))
        accepted = row["oracle_exit_1_29"] == 0
        kind = "accepted" if accepted else reason(row["oracle_stderr_1_29"] or "")
        key = (bool(row["declared_version"]), kind)
        files[key] += 1
        refused[key] += found
        if found == accepted:
            different.append(f"{row['id']} ({kind})")
    print("| 1.29.2 says | with a version | refused by us | without | refused by us |")
    print("|---|---:|---:|---:|---:|")
    kinds = sorted({kind for _, kind in files}, key=lambda k: (k != "accepted", k == "else", k))
    for kind in kinds:
        counts = [c[declared, kind] for declared in (True, False) for c in (files, refused)]
        print(f"| {kind} | {' | '.join(map(str, counts))} |")
    print(f"\n- different: {', '.join(different) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
