"""Every report against a golden file; COMPOSELINT_UPDATE=1 writes them anew."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import runs

from composelint.finding import SEVERITIES
from composelint.report import concise, jsonout, text
from composelint.report.columns import Line, clean, width, wrap
from composelint.report.names import show_file
from composelint.run import Run, Suppressed

GOLDEN = Path(__file__).parent / "golden"

REPORTS = {
    "text.txt": lambda: text.render(runs.ALL, columns=80),
    "narrow.txt": lambda: text.render(runs.run(runs.CONFLICT, runs.LONG), columns=40),
    "colour.txt": lambda: text.render(runs.run(runs.CONFLICT, runs.SERVICE), True, 80),
    "concise.txt": lambda: concise.render(runs.ALL),
    "report.json": lambda: jsonout.render(runs.run(runs.UNDEFINED, runs.SERVICE, suppressed=1)),
}


@pytest.mark.parametrize("name", REPORTS)
def test_golden(name: str) -> None:
    shown = REPORTS[name]()
    if os.environ.get("COMPOSELINT_UPDATE"):
        (GOLDEN / name).write_text(shown, encoding="utf-8")
    assert shown == (GOLDEN / name).read_text(encoding="utf-8")


def test_colour_only_adds_colour() -> None:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text.render(runs.ALL, True, 80))
    assert plain == text.render(runs.ALL, False, 80)


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_excerpts_stay_within_the_columns(columns: int) -> None:
    for line in text.render(runs.ALL, columns=columns).splitlines():
        if re.match(r" *\d* \|", line):
            assert width(line) <= columns, line


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_carets_stand_under_the_span(columns: int) -> None:
    for finding in (runs.CONFLICT, runs.UNDEFINED, runs.WIDE, runs.LONG):
        lines = text.render(runs.run(finding), columns=columns).splitlines()
        row = next(n for n, line in enumerate(lines) if "^" in line)
        begin, end = lines[row].index("^"), lines[row].rindex("^") + 1
        above = "".join(c * width(c) for c in lines[row - 1])  # a wide one counts twice
        assert above[begin:end] == "".join(c * width(c) for c in finding.span.text)


def test_nothing_found() -> None:
    shown = runs.run(files=[runs.SHOP, runs.OVERRIDE])
    assert text.render(shown) == "No problems in 2 files of 1 project.\n"
    assert concise.render(shown) == ""


def test_json_tells_all_of_a_finding() -> None:
    document = json.loads(jsonout.render(runs.ALL))
    assert list(document) == ["version", "projects", "findings", "suppressed", "summary"]
    for shown, finding in zip(document["findings"], runs.ALL.findings, strict=True):
        assert shown["id"] == finding.id
        assert shown["severity"] in SEVERITIES
        lines = finding.span.source.text.split("\n")
        offset = sum(len(line) + 1 for line in lines[: shown["end_line"] - 1])
        assert offset + shown["end_column"] - 1 == finding.span.end
    assert [each["id"] for each in document["suppressed"]] == ["CL301", "CL201"]
    assert document["suppressed"][0]["suppression"]["reason"] == "known"
    assert document["suppressed"][0]["suppression"]["until"] is None
    assert document["summary"] == {
        "error": 5,
        "warning": 2,
        "info": 1,
        "suppressed": 2,
        "fixable": 1,
    }


def test_what_is_left_out_is_shown_where_that_is_asked_for() -> None:
    by = runs.at(runs.SHOP, "# 説明")
    left_out = [
        Suppressed(runs.CONFLICT, by, "never \x1b[2J at once", "2027-01-31"),
        Suppressed(runs.WIDE, by, "", ""),
    ]
    shown = Run(runs.ALL.projects, [], left_out, runs.HERE)
    assert text.render(shown) == "No problems in 2 files of 1 project (2 suppressed).\n"
    assert concise.render(shown) == ""
    assert text.render(shown, columns=60, show_suppressed=True) == SUPPRESSED
    first, second = concise.render(shown, show_suppressed=True).splitlines()
    assert first.endswith("[host-port-conflict] (never ␛[2J at once (until 2027-01-31))")
    assert second == (
        "compose.yaml:7:12: suppressed CL103 東京/api:1 is no image [invalid-value]"
        " (no reason given)"
    )
    coloured = text.render(shown, True, show_suppressed=True)
    assert coloured.startswith("\x1b[2msuppressed[CL301]")


SUPPRESSED = """\
suppressed[CL301] host-port-conflict: web and api publish
  port 8080 of the host
 --> compose.yaml:8:13  services.api.ports[0]
  = by compose.yaml:7: never ␛[2J at once (until
       2027-01-31)

suppressed[CL103] invalid-value: 東京/api:1 is no image
 --> compose.yaml:7:12  services.api.image
  = by compose.yaml:7: no reason given

No problems in 2 files of 1 project (2 suppressed).
"""


def test_no_control_character_reaches_the_terminal() -> None:
    nasty = runs.source("a\x1b[2J.yaml", 'image: "\x1b]0;title\x07\x9b2J \u202ereversed\x7f"\r\n')
    message = "bad \x1b[31m thing\nin two lines"
    finding = runs.finding("error CL103 invalid-value", message, runs.at(nasty, "\x1b", "\x07"))
    finding = finding._replace(path=("a\x1b",), help="do\x07 not")
    for shown in (text.render(runs.run(finding)), concise.render(runs.run(finding))):
        assert all(c == "\n" or c.isprintable() for c in shown)
    assert json.loads(jsonout.render(runs.run(finding)))["findings"][0]["message"] == message


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("plain", "plain"), ("a\tb", "a    b"), ("\x00\x1f\x7f", "␀␟␡"), ("\u2066x\u2028", "�x�")],
)
def test_clean(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@pytest.mark.parametrize(
    ("shown", "columns"), [("abc", 3), ("東京", 4), ("e\u0301", 1), ("é", 1), ("👍", 2)]
)
def test_width(shown: str, columns: int) -> None:
    assert width(shown) == columns


@pytest.mark.parametrize(
    ("begin", "end", "shown"),
    [(0, 10, "ab東京cdef"), (0, 5, "ab東…"), (0, 4, "ab…"), (3, 10, "…京cdef"), (2, 10, "… 京cdef"),
     (4, 9, "… cd…")],
)  # fmt: skip
def test_cut(begin: int, end: int, shown: str) -> None:
    line = Line("ab東京cdef")
    assert line.cut(begin, end) == shown
    assert width(shown) <= end - begin


def test_wrap_keeps_words_whole() -> None:
    assert wrap("one two  three incomprehensibilities", 9) == [
        "one two",
        "three",
        "incomprehensibilities",
    ]
    assert wrap("", 9) == [""]


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/w/a/b.yml", "a/b.yml"), ("/w", "."), ("/wx/b.yml", "../wx/b.yml"), ("/b.yml", "../b.yml"),
     ("-", "<stdin>")],
)  # fmt: skip
def test_show_file(path: str, shown: str) -> None:
    assert show_file(path, "/w") == shown


def test_show_file_from_the_root() -> None:
    assert show_file("/a/b.yml", "/") == "a/b.yml"
