"""The command `docs`: what it writes, and whether it tells that a page is stale."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from composelint.cli.docs import _parser
from composelint.cli.main import main
from composelint.docs import SECTIONS

ROOT = Path(__file__).parents[2]

BEGIN, END = "<!-- composelint:begin -->", "<!-- composelint:end -->"
PAGE = (ROOT / "docs" / "docs-command.md").read_text(encoding="utf-8")

COMPOSE = """\
services:
  # Serves the pages
  web:
    image: nginx:${TAG:-1}
    ports: ["80:80"]
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "compose.yaml").write_text(COMPOSE)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["docs", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def repository(folder: Path, ignored: str) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / ".gitignore").write_text(ignored)


def test_a_page(run: Any, tmp_path: Path) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert out.startswith("# What runs here\n\n<sub>Made by `composelint docs` from")
    assert "| [`web`](compose.yaml#L3) | Serves the pages | `nginx:1` | `80 → 80` |\n" in out
    assert str(tmp_path) not in out
    assert run("-o", "-")[1] == out


def test_a_page_of_its_own(run: Any, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    assert run("-o", "docs/page.md") == (0, "", "")
    page = tmp_path / "docs" / "page.md"
    assert "[`web`](../compose.yaml#L3)" in page.read_text()
    assert run("-o", "docs/page.md", "--check") == (0, "", "")
    (tmp_path / "compose.yaml").write_text(COMPOSE.replace("80:80", "81:80"))
    code, out, err = run("-o", "docs/page.md", "--check")
    assert code == 1
    assert "\n-| `80` |" in out
    assert "\n+| `81` |" in out
    assert err == (
        "composelint: docs/page.md is stale; to mend it: composelint docs -o docs/page.md\n"
    )
    assert "`80`" in page.read_text()
    assert run("-o", "docs/page.md")[0] == 0
    assert run("-o", "docs/page.md", "--check")[0] == 0


def test_a_page_that_is_not_there_is_stale(run: Any) -> None:
    code, out, err = run("-o", "page.md", "--check")
    assert code == 1
    assert out.startswith("--- page.md as it is\n+++ page.md as it would be written\n")
    assert err.startswith("composelint: page.md is not there; to mend it: ")


def test_a_page_keeps_its_line_endings(run: Any, tmp_path: Path) -> None:
    run("-o", "page.md")
    page = tmp_path / "page.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert run("-o", "page.md", "--check")[0] == 0
    run("-o", "page.md", "--title", "Another")
    assert page.read_bytes().startswith(b"# Another\r\n\r\n")


def test_what_is_true_is_not_written(run: Any, tmp_path: Path) -> None:
    run("-o", "page.md")
    page = tmp_path / "page.md"
    os.utime(page, (1, 1))
    run("-o", "page.md")
    assert page.stat().st_mtime == 1


def test_inject(run: Any, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    text = f"\ufeff# A\r\n{BEGIN}\r\nold\r\n{END}\r\n\r\nend "
    readme.write_bytes(text.encode() + b"\xff")
    assert run("--inject", "README.md", "--check")[0] == 1
    assert run("--inject", "README.md") == (0, "", "")
    written = readme.read_bytes()
    assert written.startswith(f"\ufeff# A\r\n{BEGIN}\r\n\r\n<sub>".encode())
    assert written.endswith(f"\r\n\r\n{END}\r\n\r\nend ".encode() + b"\xff")
    assert b"\n## Services\r\n" in written
    assert b"\n# " not in written
    assert written.count(b"\n") == written.count(b"\r\n")
    assert run("--inject", "README.md", "--check") == (0, "", "")


def test_inject_sections(run: Any, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    one = "<!-- composelint:begin services -->"
    two = "<!-- composelint:begin ports, variables -->"
    readme.write_text(f"{one}\n{END}\n{two}\n{END}\n")
    assert run("--inject", "README.md") == (0, "", "")
    first, second = readme.read_text().split(two)
    assert first.startswith(f"{one}\n\n| Service |")
    assert re.findall(r"^#.*", second, re.MULTILINE) == ["## Published ports", "## Variables"]


def test_options_of_the_page(run: Any) -> None:
    _, out, _ = run("--section", "ports,services", "--heading-level", "3", "--title", "A | b")
    assert re.findall(r"^#.*", out, re.MULTILINE) == [
        "### A &#124; b",
        "#### Published ports",
        "#### Services",
    ]
    assert "](compose.yaml)" in run("--links", "files")[1]
    assert "#L" not in run("--links", "files")[1]
    assert "](" not in run("--links", "none")[1]
    assert "```mermaid" not in run("--diagram", "none")[1]


def test_a_picture_beside_the_page(run: Any, tmp_path: Path) -> None:
    pytest.importorskip("pydot")
    (tmp_path / "docs").mkdir()
    arguments = ("--diagram", "svg:docs/a b.svg", "-o", "docs/page.md")
    assert run(*arguments) == (0, "", "")
    assert "![What runs, and what it needs](a%20b.svg)" in (tmp_path / "docs/page.md").read_text()
    assert "<svg" in (tmp_path / "docs" / "a b.svg").read_text()
    assert run(*arguments, "--check")[0] == 0
    (tmp_path / "docs" / "a b.svg").write_text("old")
    assert run(*arguments, "--check")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--check"], "--check needs the file to look at: give -o FILE or --inject FILE"),
        (["-o", "a", "--inject", "b"], "give -o or --inject, not both"),
        (
            ["--section", "servces"],
            "--section: there is no section servces; did you mean services?",
        ),
        (["--heading-level", "7"], "--heading-level: '7' is not one of 1 to 6"),
        (["--diagram", "svg"], "--diagram: 'svg' is no way to draw"),
        (["--inject", "none.md"], "there is no file none.md"),
        (["--inject", "bare.md"], "bare.md: there is no line <!-- composelint:begin -->"),
        (["--inject", "named.md"], "composelint:begin: there is no section nonsense"),
        (["nowhere"], "there is no file or folder nowhere"),
        (["-f", "broken.yaml"], "broken.yaml:1:"),
        (["-o", "no/such/page.md"], "cannot be written"),
    ],
)
def test_mistakes(run: Any, tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "bare.md").write_text("x\n")
    (tmp_path / "named.md").write_text(f"<!-- composelint:begin nonsense -->\n{END}\n")
    (tmp_path / "broken.yaml").write_text("services: [\n")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "internal error" not in err


def test_what_git_ignores_is_not_read(run: Any, tmp_path: Path) -> None:
    """A page made where somebody has a .env, an override and an env file of their own is the page
    of a fresh clone."""
    repository(tmp_path, ".env\ncompose.override.yaml\nown.env\n")
    (tmp_path / "compose.yaml").write_text(COMPOSE + "    env_file: own.env\n")
    clean = run()[1]
    assert "does not hold them: `own.env`" in clean
    (tmp_path / ".env").write_text("TAG=geheim\nCOMPOSE_PROJECT_NAME=mine\n")
    (tmp_path / "own.env").write_text("MINE=geheim\n")
    (tmp_path / "compose.override.yaml").write_text("services: {mine: {image: x}}\n")
    assert run()[1] == clean
    assert run(".")[1] == clean
    assert "`mine`" in run("-f", "compose.yaml", "-f", "compose.override.yaml")[1]
    (tmp_path / ".gitignore").write_text("")
    assert "`nginx:geheim`" in run()[1]


def test_the_shell_does_not_count(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run()[1]
    for name, value in {"TAG": "9", "COMPOSE_FILE": "none.yaml", "COMPOSE_PROFILES": "x"}.items():
        monkeypatch.setenv(name, value)
    assert run()[1] == before


def test_the_folder_of_the_clone_does_not_count(run: Any, tmp_path: Path) -> None:
    pages = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        repository(folder, "")
        text = COMPOSE + "    container_name: ${COMPOSE_PROJECT_NAME}-web\n    hostname: $PWD\n"
        (folder / "compose.yaml").write_text(text)
        os.chdir(folder)
        pages.append(run()[1])
    assert pages[0] == pages[1]
    assert "one" not in pages[0]


def test_several_projects(run: Any, tmp_path: Path) -> None:
    repository(tmp_path, "")
    for name, text in {"a": "name: first\n" + COMPOSE, "b": COMPOSE}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "compose.yaml").write_text(text)
    (tmp_path / "b" / "compose.prod.yaml").write_text("services: {web: {labels: {x: y}}}\n")
    (tmp_path / "compose.yaml").write_text("include: [a/compose.yaml]\n")
    code, out, _ = run(".", "--section", "services,start", "-o", "-")
    assert code == 0
    assert re.findall(r"^##? .*", out, re.MULTILINE) == [
        "# Compose projects",
        "## What runs here",
        "## `b` (`compose.yaml`)",
        "## `b` (`compose.yaml`, `compose.prod.yaml`)",
    ]
    assert "cd b\ndocker compose -f compose.yaml -f compose.prod.yaml up -d\n" in out


def test_the_same_whatever_the_hash_seed(tmp_path: Path) -> None:
    pages = set()
    for seed in ("0", "1", "2", "3"):
        done = subprocess.run(
            [sys.executable, "-m", "composelint", "docs", str(ROOT / "fixtures" / "shop")],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": os.environ.get("PATH", "")},
            capture_output=True,
            check=True,
        )
        pages.add(done.stdout)
    assert len(pages) == 1


def test_the_living_example_is_true(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "fixtures" / "shop")
    assert run("--inject", "README.md", "--check") == (0, "", "")


# --- the page on it, and the hook


def test_the_page_names_every_section_and_option() -> None:
    first = PAGE.partition("| option |")[0]
    assert re.findall(r"^\| `(\w+)` \|", first, re.MULTILINE) == list(SECTIONS)
    actions = [action for _, section in _parser().sections for action in section]
    known = {name for action in actions for name in action.option_strings}
    assert set(re.findall(r"`(--[a-z-]+)", PAGE)) <= known
    for link in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link


def test_the_commands_of_the_page(run: Any, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "deploy").mkdir()
    shutil.copy(tmp_path / "compose.yaml", tmp_path / "deploy")
    (tmp_path / "README.md").write_text(f"{BEGIN}\n{END}\n")
    block = re.search(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    for line in block[1].splitlines():
        arguments = line.partition("#")[0].split()[2:]
        assert run(*arguments)[0] == 0, line


def test_the_hook(run: Any, tmp_path: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (hook,) = (hook for hook in hooks if hook["id"] == "composelint-docs")
    assert hook["entry"].split() == ["composelint", "docs"]
    assert (hook["pass_filenames"], hook["always_run"], hook["language"]) == (False, True, "python")
    example = re.search(r"```yaml\n(# \.pre-commit-config.*?)```", PAGE, re.DOTALL)
    assert example is not None
    (repo,) = yaml.safe_load(example[1])["repos"]
    assert [one["id"] for one in repo["hooks"]] == ["composelint-docs"]
    (tmp_path / "README.md").write_text(f"{BEGIN}\n{END}\n")
    assert run(*repo["hooks"][0]["args"])[0] == 0
    assert "## Services" in (tmp_path / "README.md").read_text()
