"""Pages of all real files that Docker Compose takes, and of a thousand services."""

from __future__ import annotations

import time

import corpus
import pytest
from support import project_of

from composelint.docs import Subject, Wish, page
from composelint.docs.subject import Where
from docs.made import bars, is_sound, rows, subject_of


@pytest.mark.skipif(not corpus.available(), reason="there is no corpus in ../shared")
def test_every_real_file_has_a_page() -> None:
    """About half a minute. Every table has the same number of cells in all of its rows."""
    pages = tables = 0
    for row in corpus.accepted_real():
        project = corpus.load(row, exact=False)
        folder = str(corpus.folder() / row["id"])
        made = page([Subject(project, Where(project.directory, folder))], Wish())
        assert is_sound(made), row["id"]
        assert folder not in made, row["id"]
        pages += 1
        tables += len(list(bars(made)))
    assert pages == 1334
    assert tables > 4000


def test_what_is_unsound_is_seen() -> None:
    assert not is_sound("| a | b |\n| --- | --- |\n| c | d | e |\n")
    assert list(rows("| a | b |\n| --- | --- |\n| c | d |\n")) == [(2, 2), (2, 2)]


def a_thousand() -> str:
    lines = ["name: big", "services:"]
    for n in range(1000):
        lines += [
            f"  # Does the work number {n}",
            f"  s{n}:",
            f"    image: i:${{TAG{n % 50}:-1}}",
            f"    networks: [n{n % 20}, n{(n + 1) % 20}]",
            f"    ports: ['{10000 + n}:80']",
            f"    environment: {{URL: 'http://s{n * 7 % 1000}', P: '${{P{n % 30}}}'}}",
            f"    volumes: ['vol{n % 100}:/data', './c{n}:/c:ro']",
            "    healthcheck: {test: [CMD, curl, 'http://localhost/'], interval: 5s}",
        ]
        if n:
            lines.append(f"    depends_on: {{s{n // 2}: {{condition: service_healthy}}}}")
    lines += ["networks:", *(f"  n{n}:" for n in range(20))]
    lines += ["volumes:", *(f"  vol{n}:" for n in range(100))]
    return "\n".join(lines) + "\n"


def test_a_thousand_services() -> None:
    """3 s is the bar, met three times over on an idle machine."""
    text = a_thousand()
    begin = time.perf_counter()
    made = page([subject_of(project_of({"compose.yaml": text}))], Wish())
    assert time.perf_counter() - begin < 3
    assert "There is too much in this project for a picture in Markdown" in made
    assert "Does the work number 999" in made
    assert made.count("\n") < 4000
