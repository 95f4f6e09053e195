"""Every accepted real file of the corpus as a picture, read by the real programs.

    python benchmarks/diagrams.py [--format mermaid|plantuml|d2] [--view VIEW]… [--number N]
                                  [--package mermaid]

Mermaid draws in headless Chromium (COMPOSELINT_NODE_MODULES names the folder that holds the
package `mermaid`), PlantUML checks the syntax (`plantuml`, or the jar COMPOSELINT_PLANTUML), D2
compiles and lays out (`d2`, or COMPOSELINT_D2). What fails is listed; so are the pictures that
are too large for GitHub.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "diagram"))

import corpus
import real_d2
import real_mermaid
import real_plantuml

from composelint.diagram import d2, mermaid, plantuml
from composelint.diagram.picture import Picture
from composelint.diagram.views import picture
from composelint.diagram.wanted import VIEWS, Wanted
from composelint.graph import graph_of

BASE = "https://git.example/team/project/blob/main"
FORMATS = {"mermaid": mermaid.render, "plantuml": plantuml.render, "d2": d2.render}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", action="append", choices=list(FORMATS))
    parser.add_argument("--view", action="append", choices=list(VIEWS))
    parser.add_argument("--number", type=int, help="only the first files")
    parser.add_argument("--package", default="mermaid", help="the npm package's folder")
    options = parser.parse_args()
    made = pictures(options.view or list(VIEWS), options.number)
    failed = 0
    for name in options.format or FORMATS:
        failed += tried(name, made, options.package)
    return 1 if failed else 0


def pictures(views: list[str], number: int | None) -> list[tuple[str, str, Picture]]:
    """(file, folder, picture) for each file and view."""
    made = []
    for row in corpus.accepted_real()[:number]:
        project = corpus.load(row)
        graph = graph_of([project])
        here = str(corpus.folder() / row["id"])
        for view in views:
            drawn = picture(graph, Wanted(view=view), [project])
            made.append((f"{row['id']} ({view})", here, drawn))
    return made


def tried(name: str, made: list[tuple[str, str, Picture]], package: str) -> int:
    """Tells what the real program says; how many texts it could not read."""
    began = time.perf_counter()
    texts = [FORMATS[name](drawn, link_base=BASE, here=here) for _, here, drawn in made]
    wrote = time.perf_counter()
    if name == "mermaid":
        errors = mermaid_errors(texts, made, package)
    elif name == "plantuml":
        errors = real_plantuml.errors(texts)
    else:
        laid = (real_d2.laid_out(text).error for text in texts)
        errors = {number: error for number, error in enumerate(laid) if error}
    for number, error in errors.items():
        print(f"{name}: {made[number][0]}: {error}")
    print(
        f"{name}: {len(texts)} pictures, {len(errors)} errors; written in {wrote - began:.1f} s, "
        f"read in {time.perf_counter() - wrote:.0f} s; the longest has {max(map(len, texts)):,} "
        "characters"
    )
    return len(errors)


def mermaid_errors(
    texts: list[str], made: list[tuple[str, str, Picture]], package: str
) -> dict[int, str]:
    errors = {}
    for number, drawn in enumerate(real_mermaid.drawn(texts, package=package)):
        shown = made[number][2]
        too_large = texts[number].count("\n%% ") or texts[number].startswith("%% ")
        if drawn.error and too_large:
            print(f"mermaid: {made[number][0]}: too large, and it says so")
        elif drawn.error:
            errors[number] = drawn.error
        elif drawn.lines < len(shown.arrows) or len(drawn.boxes) < len(shown.boxes):
            errors[number] = "something is missing"
        elif drawn.foreign:
            errors[number] = "a text became more than text"
    return errors


if __name__ == "__main__":
    sys.exit(main())
