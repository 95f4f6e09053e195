"""Our reading of .gitignore against git's own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composelint.gitignore import ignored_by_git, ignores_above

GIT = shutil.which("git")
needs_git = pytest.mark.skipif(GIT is None, reason="git is not installed")

PATHS = [
    *("a", "a/b", "a/b/c", "b.yml", "a/b.yml", "a/b/c.yml", "build/x", "src/build/x", "build"),
    *("foo/bar", "foo/x/bar", "foo/x/y/bar", "a-b", ".env", "[x]", "x]", "#x", "!x", "a\\b"),
    *("q u", "end ", "A/B", "Z", "-", "a b"),
]

PIECES = [
    *("a", "b", "c", "x", "foo", "bar", "build", ".yml", "*", "**", "/", "?", "!", "#", "\\"),
    *("[ab]", "[!a]", "[^a]", "[a-c]", "[]x]", "[[:alpha:]]", "[z-a]", "[", " ", "-", "."),
]


def reader(files: dict[str, str]):
    def read(path: str) -> bytes:
        try:
            return files[path].encode()
        except KeyError:
            raise FileNotFoundError(path) from None

    return read


def ours(root: Path, path: str) -> bool:
    return ignored_by_git(str(root / path), lambda p: Path(p).read_bytes())


def gits(root: Path, paths: list[str]) -> set[str]:
    run = subprocess.run(
        [str(GIT), "-C", str(root), "-c", "core.excludesFile=", "check-ignore", "--no-index",
         "-z", "--stdin"],
        input="\0".join(paths).encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stderr
    return {os for os in run.stdout.decode().split("\0") if os}


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    subprocess.run([str(GIT), "init", "-q", str(root)], check=True)
    return root


@needs_git
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join), max_size=4),
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join), max_size=2),
)
def test_agrees_with_git(repository: Path, top: list[str], below: list[str]) -> None:
    (repository / ".gitignore").write_text("\n".join(top) + "\n")
    (repository / "a").mkdir(exist_ok=True)
    (repository / "a" / ".gitignore").write_text("\r\n".join(below))
    # git does not say of a path that is no file whether it is a folder: all of ours are files.
    paths = [path for path in PATHS if not (repository / path).is_dir()]
    expected = gits(repository, paths)
    assert {path for path in paths if ours(repository, path)} == expected


@needs_git
def test_what_people_write(repository: Path) -> None:
    (repository / ".gitignore").write_text(
        "# secrets\n.env\n!/deploy/.env\n/data/\nlogs/**/old\n**/tmp\n*.local.yml  \n\\#odd\n"
    )
    (repository / "a").mkdir(exist_ok=True)
    (repository / "a" / ".gitignore").write_text("*.yml\n!keep.yml\n")
    paths = [
        ".env", "x/.env", "deploy/.env", "data/x/compose.yaml", "x/data/compose.yaml",
        "logs/a/b/old", "logs/old", "x/tmp/y", "c.local.yml", "#odd", "a/x.yml", "a/keep.yml",
        "a/b/x.yml", "x.yml",
    ]  # fmt: skip
    assert gits(repository, paths) == {path for path in paths if ours(repository, path)}
    assert ours(repository, "x/.env")
    assert not ours(repository, "deploy/.env")


def test_a_gitignore_says_nothing_of_its_own_folder() -> None:
    read = reader({"/w/.git/HEAD": "", "/w/a/.gitignore": "*/\n"})
    assert not ignored_by_git("/w/a/b", read)
    assert ignored_by_git("/w/a/b/c", read)


def test_outside_of_a_repository_nothing_is_ignored() -> None:
    assert ignores_above("/w/a", reader({"/w/.gitignore": "*"})).files == ()


def test_exclude_file_and_worktree() -> None:
    read = reader({"/w/.git/HEAD": "", "/w/.git/info/exclude": "mine\n"})
    assert ignored_by_git("/w/a/mine", read)
    assert not ignored_by_git("/w/a/yours", read)
    linked = reader({"/w/.git": "gitdir: /elsewhere", "/w/.gitignore": "a/"})
    assert ignored_by_git("/w/a/x", linked)
