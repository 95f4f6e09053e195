"""The page in Chromium: how long it takes to open, and to answer when one points at a service.

python benchmarks/html_hover.py

Needs Chromium on the PATH and the library playwright (PyPI). A hover is answered when the frame
with everything lit is on the screen: measured in the page, from the time stamp of the pointer's
event to the first task after the next frame.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import measure

from composelint import api
from composelint.diagram.html import render
from composelint.diagram.views import picture
from composelint.diagram.wanted import VIEWS, Wanted
from composelint.graph import graph_of
from tests.diagram.browser import Opened, chromium

#: Milliseconds for the slowest answer at this many services.
BAR, SERVICES = 100, 200
#: Pointed at in each view, evenly over its services.
POINTED = 40

_WATCH = """() => {
    window.answers = [];
    const channel = new MessageChannel();
    let since = 0;
    channel.port1.onmessage = () => window.answers.push(performance.now() - since);
    document.getElementById("stage").addEventListener("pointerover", (event) => {
        if (!event.target.closest(".node")) return;
        since = event.timeStamp;
        requestAnimationFrame(() => channel.port2.postMessage(0));
    }, true);
}"""


def main() -> int:
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for services in (30, SERVICES, 1000):
            file = Path(folder) / f"{services}.html"
            began = time.perf_counter()
            file.write_text(page_of(services, Path(folder)), "utf-8")
            made = time.perf_counter() - began
            size = file.stat().st_size / 1e6
            print(f"{services:5} services: made in {made:.1f} s, {size:.1f} MB", end="")
            worst = measured(browser, file)
            if services == SERVICES:
                slowest = worst
    print(
        f"\nThe slowest answer at {SERVICES} services: {slowest:.0f} ms; at most {BAR} are wanted."
    )
    return 0 if slowest <= BAR else 1


def page_of(services: int, folder: Path) -> str:
    compose = folder / f"{services}.yaml"
    compose.write_text(measure.project(services))
    project = api.load(compose)
    graph = graph_of([project])
    drawn = [picture(graph, Wanted(view=view), [project]) for view in VIEWS]
    return render(drawn, graph, [project], here=str(folder))


def measured(browser: Any, file: Path) -> float:
    """Milliseconds of the slowest answer in any view; prints what it sees."""
    began = time.perf_counter()
    opened = Opened(browser, file)
    opened.page.wait_for_function("document.querySelector('[aria-selected=true]').tabIndex === 0")
    print(f", opened in {time.perf_counter() - began:.1f} s")
    opened.page.evaluate(_WATCH)
    slowest = 0.0
    for number in range(opened.page.locator("[role=tab]").count()):
        began = time.perf_counter()
        opened.page.locator(f"#tab-{number}").click()
        opened.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        shown = time.perf_counter() - began
        opened.page.locator("#zoom-fit").click()  # so that everything is in sight, and drawn
        name = opened.page.locator(f"#tab-{number}").inner_text()
        answers = sorted(pointed(opened.page))
        slowest = max(slowest, answers[-1])
        print(
            f"        {name:12} shown in {shown * 1000:4.0f} ms; {len(answers)} hovers answered in "
            f"{answers[len(answers) // 2]:3.0f} ms (median), {answers[-1]:3.0f} ms (slowest)"
        )
    assert opened.said == [], opened.said
    opened.context.close()
    return slowest


def pointed(page: Any) -> list[float]:
    """Points at services one after the other, from one side of the drawing to the other."""
    places = page.evaluate(
        """() => [...document.querySelectorAll(".view:not([hidden]) .node")].map((node) => {
            const box = node.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        })"""
    )
    page.evaluate("window.answers.length = 0")
    for x, y in places[:: max(1, len(places) // POINTED)]:
        before = page.evaluate("window.answers.length")
        page.mouse.move(x, y)
        page.wait_for_timeout(30)
        if page.evaluate("window.answers.length") == before:
            page.wait_for_timeout(200)
    found: list[float] = page.evaluate("window.answers")
    return found


if __name__ == "__main__":
    sys.exit(main())
