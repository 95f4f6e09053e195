"""Which files everybody has who has the repository: held against git itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from composelint.cli.committed import Committed

GIT = shutil.which("git")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        ".gitignore": ".env\nown/\nforced.env\n",
        "compose.yaml": "",
        ".env": "A=1",
        "own/a.txt": "",
        "forced.env": "",
        "src/a.py": "",
        "data/new": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def reads(disk: Committed, folder: Path, name: str) -> bool:
    try:
        disk.read(str(folder / name))
    except FileNotFoundError:
        return False
    return True


@pytest.mark.skipif(GIT is None, reason="there is no git here")
def test_in_a_repository(folder: Path) -> None:
    git(folder, "init", "-q")
    git(folder, "add", "compose.yaml", "src")
    git(folder, "add", "--force", "forced.env")
    disk = Committed(str(folder))
    read = {
        name: reads(disk, folder, name)
        for name in ("compose.yaml", ".env", "own/a.txt", "forced.env", "src/a.py", "data/new")
    }
    # What is new and not ignored will be committed with the page.
    assert read == {
        "compose.yaml": True,
        ".env": False,
        "own/a.txt": False,
        "forced.env": True,
        "src/a.py": True,
        "data/new": True,
    }
    kept = {name: disk.kept(str(folder / name)) for name in ("src", "data", "own", ".", "none")}
    # What a container wrote is not what the repository holds.
    assert kept == {"src": True, "data": False, "own": False, ".": True, "none": False}
    assert ".env" not in [name for name, _ in disk.entries(str(folder))]
    assert reads(Committed(str(folder), frozenset({str(folder / ".env")})), folder, ".env")


def test_in_no_repository(folder: Path) -> None:
    disk = Committed(str(folder))
    assert reads(disk, folder, ".env")
    assert disk.kept(str(folder / "data"))
    assert not disk.kept(str(folder / "none"))


def test_where_git_cannot_be_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In CI without git: a fresh clone holds nothing but what is committed."""
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    monkeypatch.setenv("PATH", str(folder))
    disk = Committed(str(folder))
    assert not reads(disk, folder, ".env")
    assert disk.kept(str(folder / "src"))
    assert not disk.kept(str(folder / "own"))


def test_outside_of_the_repository(folder: Path) -> None:
    inner = folder / "src"
    (inner / ".git").mkdir()
    (inner / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    disk = Committed(str(inner))
    assert reads(disk, folder, "compose.yaml")
    assert not reads(disk, folder, "forced.env")
