"""The bar of long runs, with a clock of our own."""

from __future__ import annotations

import io

from composelint.report.progress import Progress


def drawn(times: list[float], stream: io.StringIO | None) -> Progress:
    clock = iter([0.0, *times])
    progress = Progress(stream, len(times), lambda: next(clock))
    for _ in times:
        progress.step()
    return progress


def test_quick_runs_show_nothing() -> None:
    stream = io.StringIO()
    drawn([0.1, 0.5, 0.99], stream).clear()
    assert stream.getvalue() == ""


def test_a_bar_after_a_second_then_ten_times_a_second() -> None:
    stream = io.StringIO()
    progress = drawn([0.5, 1.0, 1.05, 1.1], stream)
    assert stream.getvalue().split("\r") == [
        "",
        f"Checking {'━' * 15}{' ' * 15} 2/4",
        f"Checking {'━' * 30} 4/4",
    ]
    progress.clear()
    assert stream.getvalue().endswith("4/4\r\x1b[K")


def test_no_terminal_no_bar() -> None:
    drawn([5.0, 6.0], None).clear()
