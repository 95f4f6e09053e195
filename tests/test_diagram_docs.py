"""docs/diagrams.md: each picture is what the command above it prints, each option is one.

`python tests/test_diagram_docs.py` draws the pictures anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex

import pytest

from composelint.cli.diagram_options import FORMATS, diagram_parser
from composelint.cli.main import main
from composelint.diagram.wanted import GROUPS, VIEWS

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = os.path.join(ROOT, "docs", "diagrams.md")

_PICTURE = re.compile(
    r"```sh\n(composelint diagram [^\n]*)\n```\n\n```mermaid\n(.*?)```\n", re.DOTALL
)


def page() -> str:
    with open(PAGE, encoding="utf-8") as file:
        return file.read()


def printed(command: str) -> str:
    """What a command prints, from the root of the repository."""
    before, out = os.getcwd(), io.StringIO()
    os.chdir(ROOT)
    try:
        with contextlib.redirect_stdout(out):
            code = main(shlex.split(command)[1:])
    finally:
        os.chdir(before)
    assert code == 0, command
    return out.getvalue()


@pytest.mark.parametrize(
    ("command", "picture"),
    [pytest.param(*found, id=found[0]) for found in _PICTURE.findall(page())],
)
def test_pictures(command: str, picture: str) -> None:
    assert printed(command) == picture


def test_every_view_and_way_to_group_has_a_picture() -> None:
    commands = " ".join(command for command, _ in _PICTURE.findall(page()))
    for view in VIEWS:
        assert view == "overview" or f"--view {view}" in commands
    for name in GROUPS:
        assert name == "project" or f"--group-by {name}" in commands


def test_every_mermaid_block_has_its_command() -> None:
    assert len(_PICTURE.findall(page())) == page().count("```mermaid")


def test_options_and_formats() -> None:
    text = page()
    known = set(re.findall(r"--[a-z][a-z-]+", diagram_parser().help()))
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))
    theirs = {"--ports", "--networks", "--image", "--check", "--exit-code"}
    assert told - known - theirs == set()
    of_projects = {"--env-file", "--project-directory", "--project-name", "--target", "--help"}
    assert known - told - of_projects - {"--file", "--output"} == set()
    for form in FORMATS:
        assert f"`{form}`" in text


def test_links_lead_to_headings() -> None:
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ")).strip().lower().replace(" ", "-")
        for line in page().splitlines()
        if line.startswith("#")
    }
    for target in re.findall(r"\]\(#([^)]+)\)", page()):
        assert target in headings


if __name__ == "__main__":
    text = _PICTURE.sub(
        lambda found: f"```sh\n{found[1]}\n```\n\n```mermaid\n{printed(found[1])}```\n", page()
    )
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(text)
