"""docs/README.md lists every page, and no link of any page leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]

_LINK = re.compile(r"\]\(([^)#\s]+)")


def links(page: Path) -> list[str]:
    """The links of a page to other files, but for those in blocks of code."""
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))
    return [link for link in _LINK.findall(text) if "://" not in link]


def test_every_page_is_listed() -> None:
    listed = set(links(DOCS / "README.md"))
    there = {page.name for page in DOCS.iterdir() if page.is_file() and page.name != "README.md"}
    assert there - listed == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links(page: Path) -> None:
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_of_a_machine_of_ours(page: Path) -> None:
    assert re.findall(r"(?m)(?<![\w.])/(?:work|root)/\S*", page.read_text(encoding="utf-8")) == []
