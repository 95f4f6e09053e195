"""What the rules say of real files, drawn at random to be read.

    python benchmarks/read_findings.py [--rule CL301] [--number 20] [--seed 1] [--count]

Takes the accepted files of the corpus (../shared/corpus, unpacked for the time being; literals cut
from tests aside), checks each with the default preset, or with the rules that are named, and
prints `number` findings of each rule with the lines around them. `--count` prints for each rule
how many findings there are in how many files, and how many findings a file has.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import corpus

from composelint.finding import Finding


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rule", action="append", default=[])
    parser.add_argument("--preset", action="append", default=[])
    parser.add_argument("--number", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", action="store_true")
    options = parser.parse_args()
    by_rule: dict[str, list[tuple[str, Finding]]] = {}
    per_file: list[int] = []
    for row in corpus.accepted_real():
        found = list(corpus.checked(row, preset=options.preset, select=options.rule))
        if options.rule:
            # The rules of reading always speak.
            found = [one for one in found if {one.id, one.name} & {*options.rule}]
        per_file.append(len(found))
        for finding in found:
            by_rule.setdefault(finding.id, []).append((row["id"], finding))
    if options.count:
        count(by_rule, per_file)
    else:
        for rule in sorted(by_rule):
            drawn = by_rule[rule]
            if len(drawn) > options.number:
                drawn = random.Random(options.seed).sample(drawn, options.number)
            for identifier, finding in drawn:
                show(identifier, finding)


def count(by_rule: dict[str, list[tuple[str, Finding]]], per_file: list[int]) -> None:
    for rule, found in sorted(by_rule.items()):
        severities = sorted({finding.severity for _, finding in found})
        files = len({identifier for identifier, _ in found})
        print(f"{rule} {found[0][1].name:32} {len(found):5} in {files:4} files  {severities}")
    per_file.sort()
    ninth = per_file[len(per_file) * 9 // 10]
    print(f"{len(per_file)} files: median {per_file[len(per_file) // 2]}, 90th percentile {ninth}")


def show(identifier: str, finding: Finding) -> None:
    source, start, end = finding.span
    first, last = source.position(start).line, source.position(max(start, end - 1)).line
    print(f"\n== {finding.id} {identifier} {Path(finding.file).name}:{first} [{finding.severity}]")
    print(f"   {finding.message}")
    for related in finding.related:
        line = related.span.source.position(related.span.start).line
        print(f"   related {line}: {related.message}")
    lines = len(source.line_starts)
    for number in range(max(1, first - 3), min(lines, last + 3, first + 12) + 1):
        mark = ">" if first <= number <= last else " "
        print(f"   {mark}{number:5} {source.line(number)}")


if __name__ == "__main__":
    main()
