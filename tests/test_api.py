"""The Python API: the examples of docs/api.md, run and type-checked, and what they leave out."""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support import ROOT

import composelint
from composelint.finding import Finding, Related
from composelint.project import Project
from composelint.run import Run

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
CLEAN = "services:\n  web:\n    image: nginx:1.27\n"


class Example(NamedTuple):
    """A program of the page and what it prints."""

    line: int
    code: str
    output: str


def files() -> dict[str, str]:
    found = re.findall(r"^```yaml\n# file: (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return dict(found)


def examples() -> list[Example]:
    pattern = r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$"
    return [
        Example(PAGE.count("\n", 0, match.start()) + 1, match[1], match[2])
        for match in re.finditer(pattern, PAGE, re.MULTILINE | re.DOTALL)
    ]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of the page."""
    for name, text in files().items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("COMPOSE_FILE", "COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME", "TAG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_block_of_the_page_is_known() -> None:
    assert len(examples()) == PAGE.count("\n```python\n") == PAGE.count("\n```text\n") == 10
    assert len(files()) == PAGE.count("\n```yaml\n") == 4


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"line {example.line}")
def test_examples_print_what_the_page_shows(place: Path, example: Example) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(example.code, f"docs/api.md:{example.line}", "exec"), {"__name__": "example"})
    assert out.getvalue() == example.output


def test_examples_are_well_typed(tmp_path: Path) -> None:
    for number, example in enumerate(examples()):
        (tmp_path / f"example_{number}.py").write_text(example.code)
    (tmp_path / "mistaken.py").write_text("import composelint\n\ncomposelint.chek()\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", ""]
    command += ["--cache-dir", str(tmp_path / "cache")]
    done = subprocess.run(
        [*command, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    if "No module named mypy" in done.stderr:
        pytest.skip("mypy is not installed")
    own = (str(tmp_path), os.path.relpath(tmp_path, ROOT))
    lines = [line for line in done.stdout.splitlines() if line.startswith(own)]
    assert len(lines) == 1, done.stdout
    assert "mistaken.py:3: error: Module has no attribute" in lines[0]


def table(heading: str, first: str) -> list[str]:
    """What the first column of a table names, in ticks."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = section.partition(first)[2].split("\n\n")
    body = next(part for part in rows if part.lstrip().startswith("|"))
    cells = [line.split("|")[1] for line in body.strip().splitlines()[2:]]
    return [name for cell in cells for name in re.findall(r"`(\w+)", cell)]


def test_the_tables_name_what_there_is() -> None:
    arguments = inspect.signature(composelint.check).parameters
    assert set(table("Check projects", "['host-port-conflict']\n```")) == arguments.keys() - {
        "what"
    }
    run = composelint.Run([], [], [], "/")
    for name in table("What a run holds", "is false."):
        assert hasattr(run, name), name
    names = table("What a run holds", "tuple with names:")
    assert set(names) == {*Finding._fields, "file", "line", "column"}


def test_the_whole_of_the_api() -> None:
    assert composelint.__all__ == dir(composelint)
    assert composelint.Project is Project
    assert composelint.Run is Run
    unknown: Any = composelint
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        unknown.chek()


def test_a_finding_as_a_line(place: Path) -> None:
    (first, *_) = composelint.check("shop")
    assert str(first).startswith(f"{place}/shop/compose.yaml:8:18: error CL201 depends_on names")
    assert (first.file, first.line, first.column) == (str(place / "shop/compose.yaml"), 8, 18)
    related = Related(first.span, "here")
    assert (related.file, related.line, related.column) == (first.file, 8, 18)


def test_how_things_show(place: Path) -> None:
    run = composelint.check("shop")
    assert repr(run) == "<Run: 2 findings in 2 projects>"
    assert repr(run.projects[0]) == "<Project 'shop': 1 files for compose>"
    assert run.relative("-") == "<stdin>"
    assert run.relative(str(place)) == "."


def test_nothing_is_printed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    composelint.check(".", trouble=lambda error, file: None)
    composelint.load(here="shop")
    assert capsys.readouterr() == ("", "")


def test_the_current_directory_does_not_count_with_here(place: Path) -> None:
    os.chdir("/")
    run = composelint.check("shop", here=place)
    assert {run.relative(each.file) for each in run} == {
        "shop/compose.yaml",
        "shop/compose.prod.yaml",
    }
    assert composelint.load(here=place / "shop").name == "shop"


def test_the_environment_is_that_which_is_given(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPOSE_FILE", "nowhere.yaml")
    with pytest.raises(composelint.CannotLook):
        composelint.load(here="shop")
    assert composelint.load(here="shop", environment={}).name == "shop"


@pytest.mark.parametrize(
    ("arguments", "settings", "message"),
    [
        (("missing",), {}, "there is no file or folder missing"),
        ((), {"files": ["missing.yaml"]}, "there is no file missing.yaml"),
        ((), {"files": ["shop"]}, "shop is a folder, not a file"),
        (("shop",), {"files": ["shop/compose.yaml"]}, "give paths or -f, not both"),
        (("shop",), {"target": "podman"}, "podman"),
        (("shop",), {"select": ["CL9999"]}, "CL9999"),
        (("shop",), {"preset": ["strct"]}, "did you mean strict?"),
        (("shop",), {"config": "missing.yaml"}, "missing.yaml"),
        (("shop",), {"env_files": ["missing.env"]}, "there is no file missing.env"),
        (("shop",), {"project_directory": "missing"}, "there is no folder missing"),
        (("blog",), {}, "no-such-rule"),
    ],
)
def test_cannot_look(
    place: Path, arguments: tuple[str, ...], settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(composelint.CannotLook, match=re.escape(message)):
        composelint.check(*arguments, **settings)


def test_no_project_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(composelint.CannotLook, match="no Compose file"):
        composelint.load(environment={})
    with pytest.raises(composelint.CannotLook, match="no Compose file"):
        composelint.check(environment={})


def test_projects_and_paths_do_not_mix(place: Path) -> None:
    project = composelint.load(here="shop")
    with pytest.raises(composelint.CannotLook, match="not both"):
        composelint.check(project, "shop")
    assert len(composelint.check(project, project)) == len(composelint.check(project)) == 1


def test_steps_are_told(place: Path) -> None:
    told: list[int] = []
    composelint.check("shop", step=told.append)
    assert told == [2, 0, 0]
