"""Projects of fixtures/, each with what a check of it says (`expected.txt`).

`python tests/test_fixtures.py` writes the expectations anew, to be read before they are committed.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from composelint.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
GROUPS = ("learners", "projects")
CASES = sorted(
    path
    for group in GROUPS
    if (ROOT / "fixtures" / group).is_dir()
    for path in (ROOT / "fixtures" / group).iterdir()
    if path.is_dir()
)


def said(case: Path) -> str:
    """What `composelint check` says in the folder, a line each, and its help."""
    options = case / "options.txt"
    more = options.read_text().split() if options.exists() else []
    output = io.StringIO()
    with _chdir(case), contextlib.redirect_stdout(output):
        code = main(["check", "--color", "never", *more])
    return f"{output.getvalue()}exit code {code}\n"


@contextlib.contextmanager
def _chdir(folder: Path) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(case: Path) -> None:
    assert said(case) == (case / "expected.txt").read_text()


README = ROOT / "README.md"


def shop() -> str:
    """What the README's first command prints."""
    output = io.StringIO()
    with _chdir(ROOT), contextlib.redirect_stdout(output):
        assert main(["check", "--color", "never", "fixtures/shop"]) == 1
    return output.getvalue()


def test_readme_shows_the_shop() -> None:
    assert f"```text\n{shop()}```" in README.read_text()


if __name__ == "__main__":
    for folder in CASES:
        (folder / "expected.txt").write_text(said(folder))
    before, _, rest = README.read_text().partition("```text\n")
    README.write_text(f"{before}```text\n{shop()}```{rest.partition('```')[2]}")
