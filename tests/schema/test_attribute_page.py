"""docs/attributes.md is what its maker writes, and tells what the table tells."""

from __future__ import annotations

import make_docs
import pytest
import rows as table

TEXT = make_docs.DOCS.read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    assert make_docs.document() == TEXT, "run python tests/schema/make_docs.py"


def test_every_attribute_is_there_once() -> None:
    named = {row.path for row in table.read() if row.path and row.path[-1] not in "*]"}
    lines = [line.split("|")[1].strip(" `") for line in TEXT.splitlines() if line[:3] == "| `"]
    assert sorted(lines) == sorted(named)
    assert len(lines) > 350


@pytest.mark.parametrize(
    "cells",
    [
        ("services.*.net", "text", "", "", "1"),
        ("services.*.post_start", "list", "2.30", "", ""),
        ("services.*.mem_limit", "text, number", "2.0", "yes", "1 and 2.0 to 2.4", "refuses"),
        ("services.*.deploy.replicas", "text, whole number", "2.0", "yes", "3.0 to 3.13"),
        ("services.*.provider.configs", "mapping", "2.36.1 to 2.37.3", "", ""),
        ("services.*.image", "text", "2.0", "yes", "1, 2.0 to 2.4 and 3.0 to 3.13", "honours"),
    ],
)
def test_some_lines(cells: tuple[str, ...]) -> None:
    shown = " | ".join((f"`{cells[0]}`", *cells[1:]))
    assert f"| {shown} |" in TEXT


def test_columns() -> None:
    for line in TEXT.splitlines():
        if line.startswith("|"):
            assert line.replace("\\|", "").count("|") == len(make_docs.COLUMNS) + 1
